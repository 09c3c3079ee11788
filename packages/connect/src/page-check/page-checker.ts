import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@emc/control-store';
import { type Clock, DAY_MS, dayOf, EmcError } from '@emc/contract';
import { isLive } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import { claimCheck, insertCheck, readClaims } from './check-store.ts';
import type { CheckFinding } from './describe-check.ts';
import { fetchPage, type FetchOptions } from './fetch-page.ts';
import { findCode } from './find-code.ts';

export interface PageCheckerOptions {
  register: RegisterStore;
  clock: Clock;
  /** Where this service is: told to the portals' servers, so that they know who asks. */
  publicUrl: string;
  /** Addresses that may be asked although they are not public; see FetchOptions. */
  allowAddress?: FetchOptions['allowAddress'];
  resolve?: FetchOptions['resolve'];
  limits?: FetchOptions['limits'];
  /** How often it is looked whose turn it is. Default 30 seconds. */
  round_ms?: number;
  log: Log;
}

export interface PageChecker {
  /** Begins to look at every live portal's page once a day. */
  start(): void;
  /** Ends after the looks under way. */
  stop(): Promise<void>;
  /** Looks at a page now. @throws EmcError page-check-busy when a look was begun within the last minute */
  check(portal: { siteId: number; url: string }): Promise<void>;
}

const ROUND_MS = 30_000;
/** On demand a page is fetched once a minute at most. */
const PAUSE_MS = 60_000;
/** Pages fetched at once. */
const AT_ONCE = 4;

type Look = (portal: { siteId: number; url: string }) => Promise<void>;

/**
 * Looks for the monitoring code in the portals' own pages: each live one once a day, spread over it, and on demand. One
 * page a portal and day asks little of it, so robots.txt is not asked for. Every process may run it: who claims a look in
 * the store makes it.
 */
export function createPageChecker(options: PageCheckerOptions): PageChecker {
  const { register, clock } = options;
  const fetching = { ...options, userAgent: `EMC-PageCheck/1.0 (+${options.publicUrl})` };
  const look: Look = async ({ siteId, url }) => {
    const finding = await lookAt(siteId, url, fetching);
    await insertCheck(register.db, siteId, clock(), finding);
  };
  let running: { stopping: AbortController; ended: Promise<void> } | undefined;
  return {
    start() {
      if (running !== undefined) return;
      const stopping = new AbortController();
      running = { stopping, ended: runRounds(options, look, stopping.signal) };
    },
    async stop() {
      const stopped = running;
      running = undefined;
      stopped?.stopping.abort();
      await stopped?.ended;
    },
    async check(portal) {
      if (!(await claimCheck(register.db, portal.siteId, clock(), PAUSE_MS))) {
        throw new EmcError(
          'page-check-busy',
          `The page of portal ${portal.siteId} was fetched within the last minute.`,
        );
      }
      await look(portal);
    },
  };
}

/** Resolves after the looks that were under way when the signal aborted. */
async function runRounds(options: PageCheckerOptions, look: Look, signal: AbortSignal): Promise<void> {
  const { log, round_ms = ROUND_MS } = options;
  while (!signal.aborted) {
    await lookRound(options, look, signal).catch((error: unknown) =>
      log.warn(`pages could not be checked for the monitoring code: ${String(error)}`),
    );
    await sleep(round_ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function lookRound(options: PageCheckerOptions, look: Look, signal: AbortSignal): Promise<void> {
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
      if (await claimCheck(store.db, portal.siteId, clock(), DAY_MS)) await look(portal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** As many as make twice the portals a day, so that all have their turn and none of their servers sees a burst. */
function turnsPerRound(portals: number, round_ms: number): number {
  return 1 + Math.ceil((portals * 2 * round_ms) / DAY_MS);
}

/** Fetches the page and says what was found; keeps nothing of its content. */
async function lookAt(siteId: number, url: string, options: FetchOptions): Promise<CheckFinding> {
  const { outcome, text, status, host, redirects, error } = await fetchPage(url, options);
  const code = text === null ? NO_CODE : findCode(text);
  const { siteIds, ...found } = code;
  const facts = { host, redirects, error, ...found };
  if (outcome !== 'page') return { outcome, status, siteIds, facts };
  if (siteIds.includes(String(siteId))) return { outcome: 'carries-code', status, siteIds, facts };
  return { outcome: siteIds.length > 0 ? 'wrong-site-id' : 'no-code', status, siteIds, facts };
}

const NO_CODE = { siteIds: [], queue: false, collectors: [], tagManagers: [] };
