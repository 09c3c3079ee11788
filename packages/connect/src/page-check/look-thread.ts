import { Worker } from 'node:worker_threads';
import type { Log } from '@emc/control-store';
import type { CheckFinding } from './describe-check.ts';
import type { FetchOptions } from './fetch-page.ts';
import { type LookedAt, TOO_SLOW } from './look-at.ts';

/** What crosses to the thread when it is made: data, no functions. */
export interface LookThreadOptions {
  /** Says who asks; see FetchOptions. */
  userAgent: string;
  /** Networks that may be asked although they are not public, at any port: addresses, or such as 10.0.0.0/8. */
  allow: readonly string[];
  /** Address of a module that exports `resolve` of FetchOptions, for tests; the resolver of this machine when left out. */
  resolver?: string;
  limits?: FetchOptions['limits'];
}

export interface LookQuestion {
  id: number;
  page: LookedAt;
}

export interface LookAnswer {
  id: number;
  finding: CheckFinding;
}

interface Pending {
  page: LookedAt;
  settle: (finding: CheckFinding) => void;
  /** How often it was given to a thread. */
  tries: number;
}

/** Longer than four looks take that wait for one another. A thread that says nothing for so long reads for ever. */
const SILENCE_MS = 90_000;
const MOST_MEMORY_MB = 256;
const MOST_TRIES = 2;

/**
 * Looks at pages in a thread of its own, since what a page holds is for its owner to say: unpacking and reading 2 MiB of it
 * takes what it takes, and the thread that asks has hits to answer. A thread that ends or says nothing is replaced; the
 * pages that it had are looked at once more, and then counted as too slow.
 */
export function createLookThread({ log, ...options }: LookThreadOptions & { log: Log }) {
  const pending = new Map<number, Pending>();
  let thread: Worker | undefined;
  let silence: NodeJS.Timeout | undefined;
  let asked = 0;

  const listenAgain = (): void => {
    clearTimeout(silence);
    if (pending.size > 0) silence = setTimeout(() => void thread?.terminate(), SILENCE_MS).unref();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('look-worker.ts', import.meta.url), {
      workerData: options satisfies LookThreadOptions,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    // It ends with the process, and keeps none from ending.
    started.unref();
    started.on('message', ({ id, finding }: LookAnswer) => settle(id, finding));
    started.on('error', (error) => log.warn(`the thread that looks at pages broke: ${String(error)}`));
    started.on('exit', () => replace(started));
    return started;
  };
  const settle = (id: number, finding: CheckFinding): void => {
    const waiting = pending.get(id);
    pending.delete(id);
    listenAgain();
    waiting?.settle(finding);
  };
  const replace = (gone: Worker): void => {
    if (thread === gone) thread = undefined;
    for (const [id, { tries }] of pending) {
      if (tries < MOST_TRIES) send(id);
      else settle(id, TOO_SLOW);
    }
  };
  const send = (id: number): void => {
    const waiting = pending.get(id)!;
    waiting.tries++;
    thread ??= start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    thread.postMessage({ id, page: waiting.page } satisfies LookQuestion);
    listenAgain();
  };

  /** Never throws. */
  return function look(page: LookedAt): Promise<CheckFinding> {
    return new Promise((resolve) => {
      const id = ++asked;
      pending.set(id, { page, settle: resolve, tries: 0 });
      send(id);
    });
  };
}
