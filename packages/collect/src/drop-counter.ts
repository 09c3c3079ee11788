import { DAY_MS } from '@emc/contract';
import type { FrameType } from './spool/frames.ts';
import type { Spool } from './spool/spool.ts';

/** Subjects, minutes and reasons that are told apart between two flushes; what is beyond is counted without its subject. */
const MOST_KEYS = 2000;
const FLUSH_MS = 1000;
const MINUTE_MS = 60_000;

/** Beginning of the minute. */
export function minuteOf(instant_ms: number): number {
  return Math.floor(instant_ms / MINUTE_MS) * MINUTE_MS;
}

interface Drop {
  minute_ms: number;
  reason: string;
  count: number;
}

interface DropCounterOptions<D> {
  /** Of the frame in which counts lie in the spool. */
  type: FrameType;
  /** Whose drops these are: a site, a system. */
  subjectOf: (drop: D) => number;
  withoutSubject: (drop: D) => D;
}

/**
 * Counts what was not taken, by subject, minute and reason, and hands the counts to the spool every second. While the
 * spool takes nothing they wait, bounded in number.
 */
export class DropCounter<D extends Drop> {
  readonly #spool: Spool;
  readonly #options: DropCounterOptions<D>;
  #counts = new Map<string, D>();
  #timer: NodeJS.Timeout | undefined;

  constructor(spool: Spool, options: DropCounterOptions<D>) {
    this.#spool = spool;
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#flush(), FLUSH_MS).unref();
  }

  /** Flushes what was counted and counts on without flushing. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#flush();
  }

  /** The count so far, to be raised; undefined when there is none, or none of its own. */
  find(minute_ms: number, subject: number, reason: string): D | undefined {
    return this.#counts.get(keyOf(minute_ms, subject, reason));
  }

  add(drop: D): void {
    let key = keyOf(drop.minute_ms, this.#options.subjectOf(drop), drop.reason);
    let added = drop;
    if (this.#counts.size >= MOST_KEYS && !this.#counts.has(key)) {
      key = `rest ${drop.reason}`;
      added = this.#options.withoutSubject(drop);
    }
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, added);
    else known.count += added.count;
  }

  /** Resolves when everything counted so far is on disk, or is kept because the spool took nothing. */
  async #flush(): Promise<void> {
    const counted = [...this.#counts.values()];
    if (counted.length === 0) return;
    this.#counts = new Map();
    // The store keeps drops in partitions by month in UTC, and a block must touch one of them.
    const days = Map.groupBy(counted, (drop) => Math.floor(drop.minute_ms / DAY_MS));
    await Promise.all([...days].map(([day, drops]) => this.#append(day, drops)));
  }

  #append(day: number, drops: D[]): Promise<void> {
    return new Promise((resolve) => {
      const keep = (): void => {
        for (const drop of drops) this.add(drop);
        resolve();
      };
      const payload = Buffer.from(JSON.stringify(drops));
      if (!this.#spool.append(this.#options.type, day, payload, drops.length, { written: resolve, failed: keep }))
        keep();
    });
  }
}

function keyOf(minute_ms: number, subject: number, reason: string): string {
  return `${minute_ms} ${subject} ${reason}`;
}
