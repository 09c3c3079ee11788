import { type AuditCheck, type AuditLog, type Clock, createLanes, type Log, type Redaction } from '@emc/contract';
import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';
import { CHAIN_START, type ChainedEntry, type ChainState, follow, hashOf, lookFor } from './audit-chain.ts';
import { detailOf, LONGEST_TEXT } from './audit-detail.ts';
import { headOf, notedHeads } from './audit-heads.ts';
import { entriesAfter, listEntries } from './audit-pages.ts';
import { RefusedTries } from './refused-tries.ts';

/**
 * Connections that entries take at the same time. The head of the chain lets one after another in; more would stand before it,
 * with connections that readers' questions wait for.
 */
const AT_ONCE = 2;

/** Missing heads that a check names: one says enough. */
const MOST_MISSING = 100;

type New = Pick<ChainedEntry, 'actor' | 'role' | 'action' | 'target' | 'outcome' | 'detail'>;

/**
 * Adds one entry. The lock on the head puts the entries of all processes in one order; the commit is on disk before
 * this returns, whatever the server's default is.
 */
async function append(db: Kysely<Database>, entry: New, now_ms: number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await sql`set local synchronous_commit = on`.execute(transaction);
    const head = await transaction
      .selectFrom('audit_head')
      .select(['number', 'hash'])
      .forUpdate()
      .executeTakeFirstOrThrow();
    const number = head.number + 1;
    const at = new Date(now_ms);
    const hash = hashOf({ ...entry, number, at: at.toISOString(), previousHash: head.hash });
    await transaction
      .insertInto('audit_entries')
      .values({ ...entry, number, at, previous_hash: head.hash, hash })
      .execute();
    await transaction.updateTable('audit_head').set({ number, hash }).execute();
    return number;
  });
}

/** Cut off at the end, the last entry made anew, or one added behind the head's back. */
function brokenAtEnd(last: ChainState, head: { number: number; hash: string } | undefined): number | null {
  if (head === undefined) return 1;
  if (last.number === head.number) return last.hash === head.hash ? null : last.number;
  return Math.min(last.number, head.number) + 1;
}

/**
 * Reads the whole chain in one state of the store, piece by piece.
 * @param asked a head that was noted elsewhere
 */
async function verifyIn(transaction: Transaction<Database>, asked?: string): Promise<AuditCheck> {
  const head = await headOf(transaction);
  const ofDays = await transaction.selectFrom('audit_heads').select('hash').orderBy('day').execute();
  const noted = new Set([...(asked === undefined ? [] : [asked]), ...ofDays.map(({ hash }) => hash)]);
  const heads = lookFor(noted);
  let state = CHAIN_START;
  let entries = 0;
  for (;;) {
    const rows = await entriesAfter(transaction, state.number);
    if (rows.length === 0) break;
    for (const row of rows) {
      state = follow(state, { ...row, at: row.at.toISOString() });
      heads.pass(row);
    }
    entries += rows.length;
  }
  const firstBroken = state.firstBroken ?? brokenAtEnd(state, head) ?? heads.firstLost();
  return {
    intact: firstBroken === null,
    entries,
    firstBroken,
    head: state.hash,
    headsCompared: noted.size,
    headsMissing: heads.missing().slice(0, MOST_MISSING),
  };
}

interface AuditLogOptions {
  db: Kysely<Database>;
  clock: Clock;
  redaction: Redaction;
  log: Pick<Log, 'warn'>;
  /** Runs a task once after a time; that of the machine when left out. */
  schedule?: Schedule;
}
type Schedule = (task: () => void, delay_ms: number) => () => void;

const machineTimer: Schedule = (task, delay_ms) => {
  const timer = setTimeout(task, delay_ms).unref();
  return () => clearTimeout(timer);
};

/** Ids of accounts are drawn, and name the account that an entry is about. */
const OF_ACCOUNT = /^\/api\/v1\/accounts\/[A-Za-z0-9]{32}$/;
/** Parameters in addresses are short; longer ones name nothing. */
const LONGEST_TARGET = 300;

/** The log of writes, in the control store. `close` writes what was counted and is not in it yet. */
export function createAuditLog(options: AuditLogOptions): { audit: AuditLog; close: () => Promise<void> } {
  const { db, clock, redaction } = options;
  const lanes = createLanes(AT_ONCE);
  const add = (entry: New): Promise<number> => lanes(() => append(db, entry, clock()));
  const refused = new RefusedTries({
    schedule: machineTimer,
    ...options,
    write: ({ caller, action, target, outcome, detail }) =>
      add({ actor: caller.name, role: caller.role ?? 'none', action, target, outcome, detail: JSON.stringify(detail) }),
  });
  const audit: AuditLog = {
    begin: async ({ caller, action, target, detail }) => {
      await refused.writeOf(caller.name);
      return add({
        actor: caller.name,
        role: caller.role ?? 'none',
        action,
        target: OF_ACCOUNT.test(target) ? target : redaction.clean(target, LONGEST_TARGET),
        outcome: 'begun',
        detail: detailOf(detail, (text) => redaction.clean(text, LONGEST_TEXT)),
      });
    },
    countRefused: (tried) => refused.count(tried),
    end: (number, outcome) =>
      lanes(async () => {
        const begun = await db
          .selectFrom('audit_entries')
          .select(['actor', 'role', 'action', 'target'])
          .where('number', '=', number)
          .executeTakeFirstOrThrow();
        await append(db, { ...begun, outcome, detail: JSON.stringify({ begunAs: number }) }, clock());
      }),
    list: (asked) => listEntries(db, asked),
    verify: (noted) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((transaction) => verifyIn(transaction, noted)),
    head: async () => (await headOf(db)) ?? { number: 0, hash: CHAIN_START.hash },
    notedHeads: (period) => notedHeads(db, period),
  };
  return { audit, close: () => refused.close() };
}
