import { ClickHouseError } from '@clickhouse/client';
import { type Clock, EmcError, type Heartbeat } from '@emc/contract';
import type { EventStore } from './event-store.ts';

/** Codes of ClickHouse that mean "this takes more than it may": time (159, 160), rows or bytes (158, 307, 396), memory (241). */
const TOO_LARGE_CODES = new Set(['158', '159', '160', '241', '307', '396']);
/** A question that could not be answered counts until the same one is answered, and no longer than this. */
const FAILED_FOR_MS = 3_600_000;
const MOST_FAILED = 100;

/** Questions of readers that could not be answered within what one may take. */
interface Unanswered {
  since_ms: number;
  /** Names of questions, in order. */
  questions: string[];
}

/** The store as readers have it. */
export interface ReaderStore extends EventStore {
  /** Undefined while every question is answered. */
  unanswered(): Unanswered | undefined;
}

interface ReaderOptions {
  heartbeat: Pick<Heartbeat, 'whileAnswering'>;
  clock: Clock;
  /** Memory that one question may take in the store; what needs more goes on on disk where it can. As `askAs` has it when left out. */
  questionMemory_bytes?: number;
}

/**
 * The store as readers have it: their questions end when it answers no ping, or when one takes more than it may, so that one portal's
 * never break another's. What others do with the store is not touched, however long it takes.
 */
export function forReaders(store: EventStore, options: ReaderOptions): ReaderStore {
  const { heartbeat, clock, questionMemory_bytes: memory_bytes } = options;
  const failed = new Map<string, { name: string; since_ms: number; last_ms: number }>();
  const fail = (key: string, name: string): void => {
    const now_ms = clock();
    const since_ms = failed.get(key)?.since_ms ?? now_ms;
    failed.delete(key);
    failed.set(key, { name, since_ms, last_ms: now_ms });
    if (failed.size > MOST_FAILED) failed.delete(failed.keys().next().value!);
  };
  const ask: EventStore['ask'] = async (query, params) => {
    const key = `${query.name} ${JSON.stringify(params)}`;
    try {
      const rows = await heartbeat.whileAnswering((signal) => store.ask(query, params, { signal, memory_bytes }));
      failed.delete(key);
      return rows;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      fail(key, query.name);
      const refusal = new EmcError('question-too-large', `event store: ${query.name} takes more than a question may`);
      refusal.cause = error;
      throw refusal;
    }
  };
  const unanswered = (): Unanswered | undefined => {
    const oldest_ms = clock() - FAILED_FOR_MS;
    for (const [key, { last_ms }] of failed) if (last_ms < oldest_ms) failed.delete(key);
    const all = [...failed.values()];
    if (all.length === 0) return undefined;
    return {
      since_ms: Math.min(...all.map(({ since_ms }) => since_ms)),
      questions: [...new Set(all.map(({ name }) => name))].sort(),
    };
  };
  return { ...store, ask, unanswered };
}

function isTooLarge(error: unknown): boolean {
  const cause = error instanceof EmcError ? error.cause : error;
  return cause instanceof ClickHouseError && TOO_LARGE_CODES.has(cause.code);
}
