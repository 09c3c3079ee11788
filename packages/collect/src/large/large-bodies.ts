import { Worker } from 'node:worker_threads';
import type { Log } from '@emc/contract';
import { AddressTurns } from '../address-turns.ts';
import type { Answer, Jobs, Secrets } from './jobs.ts';

/** Of a thread: what the worst JSON of the longest body takes, twice. What needs more ends the thread, not the process. */
const MOST_HEAP_MB = 512;

/** Who waits for a job. */
interface Asker {
  address: string;
  /** Memory of the job that goes along instead of being copied. */
  memory: ArrayBuffer[];
  /** False: who sent it has gone, and nobody waits for what becomes of it. */
  wanted: () => boolean;
}

interface Waiting<Kind extends keyof Jobs> extends Asker {
  job: Jobs[Kind]['job'];
  /** `failed`: a fault of ours. `stopped`: the process ends. */
  done: (result: Jobs[Kind]['result'] | 'failed' | 'stopped') => void;
}

/**
 * A thread that does one job after another, started when there is a first; addresses take turns. A job that ends the thread
 * fails alone: the next begins in a new one.
 */
class Thread<Kind extends keyof Jobs> {
  readonly #kind: Kind;
  readonly #secrets: Secrets;
  readonly #log: Log;
  readonly #mostHeap_mb: number;
  readonly #waiting = new AddressTurns<Waiting<Kind>>();
  #worker: Worker | undefined;
  #current: Waiting<Kind> | undefined;
  #stopped = false;

  constructor(kind: Kind, secrets: Secrets, log: Log, mostHeap_mb: number) {
    this.#kind = kind;
    this.#mostHeap_mb = mostHeap_mb;
    this.#secrets = secrets;
    this.#log = log;
  }

  add(one: Waiting<Kind>): void {
    if (this.#stopped) return one.done('stopped');
    this.#waiting.add(one.address, one);
    this.#next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const left = [this.#current, ...this.#waiting.takeAll()];
    this.#current = undefined;
    for (const one of left) one?.done('stopped');
    await this.#worker?.terminate();
  }

  #next(): void {
    while (this.#current === undefined) {
      const next = this.#waiting.take();
      if (next === undefined) return;
      if (!next.wanted()) next.done('failed');
      else {
        this.#current = next;
        (this.#worker ??= this.#start()).postMessage(next.job, next.memory);
      }
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      name: `large-${this.#kind}`,
      workerData: { kind: this.#kind, secrets: this.#secrets },
      resourceLimits: { maxOldGenerationSizeMb: this.#mostHeap_mb },
    });
    worker.unref();
    worker.on('message', (answer: Answer<Jobs[Kind]['result']>) => this.#end(answer));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#worker = undefined;
      this.#end({ failed: { name: error.code ?? error.name, at: undefined } });
    });
    return worker;
  }

  #end(answer: Answer<Jobs[Kind]['result']>): void {
    const ended = this.#current;
    this.#current = undefined;
    // By its place: what was sent is not in it.
    if ('failed' in answer) this.#log.error(answer.failed, 'what was sent made the collector fail');
    ended?.done('failed' in answer ? 'failed' : answer.result);
    if (!this.#stopped) this.#next();
  }
}

type Work<Kind extends keyof Jobs> = (of: Asker, job: Jobs[Kind]['job'], done: Waiting<Kind>['done']) => void;

/**
 * Reads and encodes bodies that are too large for the thread that answers everybody: a few megabytes of JSON would keep all
 * portals' hits waiting for as long as it takes. Bulk requests, which anybody may send, do not keep dossiers waiting.
 */
export class LargeBodies {
  readonly #dossiers: Thread<'dossiers'>;
  readonly #bulk: Thread<'bulk'>;

  constructor(secrets: Secrets, log: Log, mostHeap_mb = MOST_HEAP_MB) {
    this.#dossiers = new Thread('dossiers', secrets, log, mostHeap_mb);
    this.#bulk = new Thread('bulk', secrets, log, mostHeap_mb);
  }

  readonly dossiers: Work<'dossiers'> = (of, job, done) => this.#dossiers.add({ ...of, job, done });
  readonly bulk: Work<'bulk'> = (of, job, done) => this.#bulk.add({ ...of, job, done });

  async stop(): Promise<void> {
    await Promise.all([this.#dossiers.stop(), this.#bulk.stop()]);
  }
}
