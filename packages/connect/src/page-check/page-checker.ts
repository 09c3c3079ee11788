import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@emc/control-store';
import { type Clock, DAY_MS, dayOf } from '@emc/contract';
import { isLive } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import { claimCheck, insertCheck, readClaims } from './check-store.ts';
import { hostOf, type LookedAt } from './look-at.ts';
import { createLookThread, type LookThreadOptions } from './look-thread.ts';
import { createLooksOnDemand } from './on-demand.ts';
import { createTurns } from './turns.ts';

export interface PageCheckerOptions {
  register: RegisterStore;
  clock: Clock;
  /** Where this service is: told to the portals' servers, so that they know who asks. */
  publicUrl: string;
  /** Networks that may be asked although they are not public; see LookThreadOptions. */
  allow: LookThreadOptions['allow'];
  resolver?: LookThreadOptions['resolver'];
  limits?: LookThreadOptions['limits'];
  /** How often it is looked whose turn it is. Default 30 seconds. */
  round_ms?: number;
  log: Log;
}

export interface PageChecker {
  /** Begins to look at every live portal's page once a day. */
  start(): void;
  /** Ends after the looks under way. */
  stop(): Promise<void>;
  /**
   * Looks at a page on demand of its body, when it has its turn.
   * @throws EmcError page-check-busy when a look was begun within the last minute, page-checks-too-many
   */
  check(portal: LookedAt & { bodyCode: string }): Promise<void>;
}

const ROUND_MS = 30_000;
/** Daily looks that wait at a time; {@link createTurns} says how many pages are fetched at once. */
const WORKERS = 4;

type DailyLook = (page: LookedAt, signal: AbortSignal) => Promise<void>;

/**
 * Looks for the monitoring code in the portals' own pages: each live one once a day, spread over it, and on demand. One
 * page a portal and day asks little of it, so robots.txt is not asked for. Every process may run it: who claims a look in
 * the store makes it.
 */
export function createPageChecker(options: PageCheckerOptions): PageChecker {
  const { register, clock, allow, resolver, limits, log } = options;
  const userAgent = `EMC-PageCheck/1.0 (+${options.publicUrl})`;
  const fetchAndRead = createLookThread({ userAgent, allow, resolver, limits, log });
  const inTurn = createTurns();
  const lookNow = async (page: LookedAt): Promise<void> =>
    insertCheck(register.db, page.siteId, clock(), await fetchAndRead(page));
  const lookDaily: DailyLook = (page, signal) =>
    inTurn({ host: hostOf(page) }, async () => {
      if (signal.aborted) return;
      if (await claimCheck(register.db, page.siteId, clock(), DAY_MS)) await lookNow(page);
    });
  let running: { stopping: AbortController; ended: Promise<void> } | undefined;
  return {
    start() {
      if (running !== undefined) return;
      const stopping = new AbortController();
      running = { stopping, ended: runRounds(options, lookDaily, stopping.signal) };
    },
    async stop() {
      const stopped = running;
      running = undefined;
      stopped?.stopping.abort();
      await stopped?.ended;
    },
    check: createLooksOnDemand({ db: register.db, clock, inTurn, lookNow }),
  };
}

/** Resolves after the looks that were under way when the signal aborted. */
async function runRounds(options: PageCheckerOptions, look: DailyLook, signal: AbortSignal): Promise<void> {
  const { log, round_ms = ROUND_MS } = options;
  while (!signal.aborted) {
    await lookRound(options, look, signal).catch((error: unknown) =>
      log.warn(`pages could not be checked for the monitoring code: ${String(error)}`),
    );
    await sleep(round_ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function lookRound(options: PageCheckerOptions, look: DailyLook, signal: AbortSignal): Promise<void> {
  const { register: store, clock, round_ms = ROUND_MS } = options;
  const [register, claims] = await Promise.all([store.read(), readClaims(store.db)]);
  const now_ms = clock();
  const live = [...register.portals.values()].filter((portal) => isLive(portal, dayOf(now_ms)));
  const due = live
    .map((portal) => ({ ...portal, claimed_ms: claims.get(portal.siteId) ?? 0 }))
    // A look in the future was begun when the clock was ahead.
    .filter(({ claimed_ms }) => claimed_ms <= now_ms - DAY_MS || claimed_ms > now_ms + DAY_MS)
    .sort((a, b) => a.claimed_ms - b.claimed_ms || a.siteId - b.siteId)
    .slice(0, turnsPerRound(live.length, round_ms));
  // Several take from one queue, so that one slow page holds up none but its own.
  const queue = due.values();
  const worker = async (): Promise<void> => {
    for (const portal of queue) {
      if (signal.aborted) return;
      await look(portal, signal);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

/** As many as make twice the portals a day, so that all have their turn and none of their servers sees a burst. */
function turnsPerRound(portals: number, round_ms: number): number {
  return 1 + Math.ceil((portals * 2 * round_ms) / DAY_MS);
}
