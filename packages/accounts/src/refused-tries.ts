import { type AuditLog, type Clock, type Log, NOBODY } from '@emc/contract';

type Tried = Parameters<AuditLog['countRefused']>[0];

interface Sum extends Tried {
  tries: number;
  from_ms: number;
  to_ms: number;
}

/** A sum of tries that began after a quiet time is written so soon, those that follow without rest … */
const SOON_MS = 60_000;
/** … so much later. */
const LATER_MS = 15 * 60_000;
/** Accounts and outcomes that have sums of their own at the same time: of what is tried beyond them it is not kept whose account it was. */
const MOST_SUMS = 50;

interface RefusedTriesOptions {
  write(entry: Tried & { detail: Record<string, unknown> }): Promise<unknown>;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Runs `task` once after a time. */
  schedule(task: () => void, delay_ms: number): () => void;
}

/**
 * Counts what was tried and refused, so that a stranger who tries a thousand passwords leaves a few entries in the audit log and not
 * two thousand. Counted in this process; what was not written when it dies without warning is lost, and nothing but tries is counted.
 */
export class RefusedTries {
  readonly #options: RefusedTriesOptions;
  #sums = new Map<string, Sum>();
  #cancel: (() => void) | undefined;
  #wrote = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: RefusedTriesOptions) {
    this.#options = options;
  }

  /** @returns true for the first since such a try was written last */
  count(tried: Tried): boolean {
    const now_ms = this.#options.clock();
    const known = this.#sums.get(keyOf(tried));
    const named = known !== undefined || this.#sums.size < MOST_SUMS ? tried : { ...tried, caller: NOBODY };
    const isNew = this.#add({ ...named, tries: 1, from_ms: now_ms, to_ms: now_ms });
    this.#cancel ??= this.#options.schedule(() => void this.#writeDue(), this.#wrote ? LATER_MS : SOON_MS);
    return isNew;
  }

  /** Writes what was tried under a name, so that it stands before what is done under it next. @throws when the log cannot be written */
  async writeOf(name: string): Promise<void> {
    const own = [...this.#sums.values()].filter(({ caller }) => caller.name === name);
    if (own.length > 0) await this.#write(own);
  }

  /** Writes all. @throws when the log cannot be written */
  async writeAll(): Promise<void> {
    await this.#write([...this.#sums.values()]);
  }

  /** Writes the rest, and nothing by itself afterwards. */
  async close(): Promise<void> {
    this.#cancel?.();
    await this.writeAll();
  }

  async #writeDue(): Promise<void> {
    this.#cancel = undefined;
    this.#wrote = this.#sums.size > 0;
    await this.writeAll().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'refused tries could not be written to the audit log yet');
    });
    // Without rest it goes on at the slower pace; a round in which nothing was tried ends it.
    if (this.#wrote) this.#cancel ??= this.#options.schedule(() => void this.#writeDue(), LATER_MS);
  }

  /** One after another: a sum is written once. */
  #write(sums: readonly Sum[]): Promise<void> {
    const written = this.#writing.then(() => this.#writeNow(sums));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #writeNow(sums: readonly Sum[]): Promise<void> {
    for (const sum of sums) {
      const key = keyOf(sum);
      if (this.#sums.get(key) !== sum) continue;
      this.#sums.delete(key);
      const { tries, from_ms, to_ms, ...tried } = sum;
      const detail = { tries, from: new Date(from_ms).toISOString(), to: new Date(to_ms).toISOString() };
      try {
        await this.#options.write({ ...tried, detail });
      } catch (error) {
        this.#add(sum);
        throw error;
      }
    }
  }

  /** @returns true when it is the first of its kind */
  #add(sum: Sum): boolean {
    const known = this.#sums.get(keyOf(sum));
    if (known === undefined) {
      this.#sums.set(keyOf(sum), sum);
      return true;
    }
    known.tries += sum.tries;
    known.from_ms = Math.min(known.from_ms, sum.from_ms);
    known.to_ms = Math.max(known.to_ms, sum.to_ms);
    return false;
  }
}

function keyOf({ caller, action, target, outcome }: Tried): string {
  return JSON.stringify([caller.name, action, target, outcome]);
}
