import { DAY_MS, type Clock, type DropReason } from '@emc/contract';
import type { DropCount } from '@emc/event-store';
import { pageOf, type Intake, type IntakeContext } from './intake/intake.ts';
import { cleanForeignHost } from './intake/page-address.ts';
import { NAMES } from './intake/parameters.ts';
import { FRAME_TYPES } from './spool/frames.ts';
import type { Spool } from './spool/spool.ts';

/** Sites, minutes and reasons that are told apart between two flushes; what is beyond is counted for site 0. */
const MOST_KEYS = 2000;
const FLUSH_MS = 1000;
const SAMPLE_PATH_LIMIT = 200;
const MINUTE_MS = 60_000;

/**
 * Counts what was refused or dropped, by site (0 where it is not a registered one), minute and reason, each with the
 * page of one of them, and hands the counts to the spool every second. While the spool takes nothing they wait, bounded
 * in number.
 */
export class DropCounter {
  readonly #spool: Spool;
  readonly #clock: Clock;
  #counts = new Map<string, DropCount>();
  #timer: NodeJS.Timeout | undefined;

  constructor(spool: Spool, clock: Clock) {
    this.#spool = spool;
    this.#clock = clock;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Flushes what was counted and counts on without flushing. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.flush();
  }

  count(reason: DropReason, intake: Intake, context: IntakeContext): void {
    const { siteId } = intake.hit;
    const minute_ms = Math.floor(intake.now_ms / MINUTE_MS) * MINUTE_MS;
    const known = this.#counts.get(`${minute_ms} ${siteId} ${reason}`);
    if (known !== undefined) known.count++;
    else this.#add({ siteId, minute_ms, reason, count: 1, ...sampleOf(reason, intake, context) });
  }

  /** Counts a request of which nothing was read. */
  countUnread(reason: DropReason): void {
    const minute_ms = Math.floor(this.#clock() / MINUTE_MS) * MINUTE_MS;
    this.#add({ siteId: 0, minute_ms, reason, count: 1, sampleHost: '', samplePath: '' });
  }

  /** Resolves when everything counted so far is on disk, or is kept because the spool took nothing. */
  async flush(): Promise<void> {
    const counted = [...this.#counts.values()];
    if (counted.length === 0) return;
    this.#counts = new Map();
    // The store keeps drops in partitions by month in UTC, and a block must touch one of them.
    const days = Map.groupBy(counted, (drop) => Math.floor(drop.minute_ms / DAY_MS));
    await Promise.all([...days].map(([day, drops]) => this.#append(day, drops)));
  }

  #append(day: number, drops: DropCount[]): Promise<void> {
    return new Promise((resolve) => {
      const keep = (): void => {
        for (const drop of drops) this.#add(drop);
        resolve();
      };
      const payload = Buffer.from(JSON.stringify(drops));
      if (!this.#spool.append(FRAME_TYPES.drops, day, payload, drops.length, { written: resolve, failed: keep }))
        keep();
    });
  }

  #add(drop: DropCount): void {
    let key = `${drop.minute_ms} ${drop.siteId} ${drop.reason}`;
    let added = drop;
    if (this.#counts.size >= MOST_KEYS && !this.#counts.has(key)) {
      key = `rest ${drop.reason}`;
      added = { ...drop, siteId: 0, sampleHost: '', samplePath: '' };
    }
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, added);
    else known.count += added.count;
  }
}

/**
 * The page of a hit that is not counted, stripped like a counted one's; of somebody who does not want to be followed,
 * nothing, and of a site that nobody knows only the host, since anybody can send such hits.
 */
function sampleOf(
  reason: DropReason,
  intake: Intake,
  context: IntakeContext,
): { sampleHost: string; samplePath: string } {
  const nothing = { sampleHost: '', samplePath: '' };
  if (reason === 'do-not-track') return nothing;
  const url = intake.parameters.raw(NAMES.url) || encodeURIComponent(intake.sender.referer);
  if (url === '') return nothing;
  const page = pageOf(url, context.known);
  const path = reason === 'unknown-site' ? '' : page.path.slice(0, SAMPLE_PATH_LIMIT).toWellFormed();
  return { sampleHost: cleanForeignHost(page.host), samplePath: path };
}
