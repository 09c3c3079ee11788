import { createLanes, doneFor, EmcError, subscriberOf } from '@emc/contract';

/**
 * Tries that are worked on at the same time, and passwords among them that are checked. Each check keeps a thread of the process
 * busy for a tenth of a second, and there are four, which the syncs of a spool may need too: tries of passwords must not keep
 * portals waiting. Known browsers have lanes of their own, which no stranger can fill.
 */
const AT_ONCE = { known: { tries: 4, passwords: 1 }, strangers: { tries: 2, passwords: 1 } };

/** Tries of one address that wait: no address is allowed more in a quarter of an hour, see limits.ts. */
const MOST_WAITING = 200;
const RETRY_AFTER_s = 60;

/** Who tries, as far as it is seen without a question to the store. */
export interface Trying {
  /** What says that a browser is known: a cookie that we signed. */
  known: string | undefined;
  clientAddress: string;
}

interface Lane {
  /** Checks a password. */
  password: ReturnType<typeof createLanes>;
}

/** Strangers' tries wait for each other, fairly by address; those of a known browser do not wait for them. */
export function createSignInLanes() {
  const lanesOf = ({ tries, passwords }: { tries: number; passwords: number }) => ({
    tries: createLanes(tries),
    password: createLanes(passwords),
  });
  const [known, strangers] = [lanesOf(AT_ONCE.known), lanesOf(AT_ONCE.strangers)];
  const waiting = new Map<string, number>();

  return async <T>(who: Trying, work: (lane: Lane) => Promise<T>): Promise<T> => {
    const lanes = who.known === undefined ? strangers : known;
    const name = who.known === undefined ? `address ${subscriberOf(who.clientAddress)}` : `browser ${who.known}`;
    const before = waiting.get(name) ?? 0;
    if (before >= MOST_WAITING) throw tooMany();
    waiting.set(name, before + 1);
    try {
      return await doneFor(name, () => lanes.tries(() => work(lanes)));
    } finally {
      const left = (waiting.get(name) ?? 0) - 1;
      if (left > 0) waiting.set(name, left);
      else waiting.delete(name);
    }
  };
}

function tooMany(): EmcError {
  const refusal = new EmcError('too-many-tries', `${MOST_WAITING}`);
  refusal.retryAfter_s = RETRY_AFTER_s;
  return refusal;
}
