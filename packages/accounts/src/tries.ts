import { createHmac } from 'node:crypto';
import { type Clock, EmcError } from '@emc/contract';
import { type Database, type Kysely, sql } from '@emc/control-store';

/** Within a quarter of an hour. */
const WINDOW_MS = 15 * 60_000;

/** How often something may be tried: `what` and `of` name it, `most` is the number within a quarter of an hour. */
export interface Limit {
  what: string;
  of: string;
  most: number;
}

export interface Tries {
  /** Counts one try at each of the limits. @throws EmcError too-many-tries when one is passed */
  count(limits: readonly Limit[]): Promise<void>;
  /** Counts one try. @returns false when the limit is passed */
  take(limit: Limit): Promise<boolean>;
  /** The try was right after all: it counts no longer. */
  forget(limit: Limit): Promise<void>;
  /** This one try was right: all others at the limit still count. */
  giveBack(limit: Limit): Promise<void>;
}

/**
 * Counts tries in the control store, so that all processes share the numbers. What is counted appears there only as an
 * HMAC: from it neither a client address nor an e-mail address can be read. It is gone soon after the window ends.
 */
export function createTries({ db, secret, clock }: { db: Kysely<Database>; secret: string; clock: Clock }): Tries {
  const keyOf = ({ what, of }: Limit): string =>
    createHmac('sha256', secret).update(`tries\n${what}\n${of}`).digest('base64url');
  /** @returns when the next try is allowed, where this one is one too many */
  const countOne = async (limit: Limit): Promise<Date | undefined> => {
    const now = new Date(clock());
    const ends = new Date(clock() + WINDOW_MS);
    const { rows } = await sql<{ count: number; ends_at: Date }>`
      insert into sign_in_tries as t (key, count, ends_at) values (${keyOf(limit)}, 1, ${ends})
      on conflict (key) do update set
        count = case when t.ends_at <= ${now} then 1 else t.count + 1 end,
        -- Never longer than a window from now: the clock may have been set back.
        ends_at = case when t.ends_at <= ${now} then excluded.ends_at else least(t.ends_at, excluded.ends_at) end
      returning count, ends_at`.execute(db);
    const { count, ends_at } = rows[0]!;
    if (count === 1) await db.deleteFrom('sign_in_tries').where('ends_at', '<', now).execute();
    return count <= limit.most ? undefined : ends_at;
  };
  return {
    count: async (limits) => {
      for (const limit of limits) {
        const until = await countOne(limit);
        if (until === undefined) continue;
        const refusal = new EmcError('too-many-tries', `${limit.most} / ${WINDOW_MS / 60_000} min`);
        refusal.retryAfter_s = Math.max(1, Math.ceil((until.getTime() - clock()) / 1000));
        throw refusal;
      }
    },
    take: async (limit) => (await countOne(limit)) === undefined,
    giveBack: async (limit) => {
      await db
        .updateTable('sign_in_tries')
        .set(({ eb }) => ({ count: eb('count', '-', 1) }))
        .where('key', '=', keyOf(limit))
        .where('count', '>', 0)
        .execute();
    },
    forget: async (limit) => {
      await db.deleteFrom('sign_in_tries').where('key', '=', keyOf(limit)).execute();
    },
  };
}
