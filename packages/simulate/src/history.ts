import { HIT_ROW_VERSION, RowWriter, type EventStore } from '@emc/event-store';
import { encodeStretch, missingStretches, type Range, type Stretch } from './blocks.ts';
import type { CountryPlan } from './country.ts';
import { buildCountry } from './country-day.ts';
import { insertOnce } from './insert-once.ts';

/** Blocks on their way to the store while the next is made. */
const IN_FLIGHT = 2;
const FIRST_BUFFER_BYTES = 32 * 1024 * 1024;

interface HistoryProgress {
  /** Parts of a whole: milliseconds of simulated time that are done, and of all that was missing. */
  done_ms: number;
  total_ms: number;
  hits: number;
}

export interface SimulateHistory extends Range {
  plan: CountryPlan;
  eventStore: Pick<EventStore, 'insertHits' | 'batchExists'>;
  /** Visits as a multiple of the usual; 1 = about 2.9 million hits a year. */
  scale: number;
  onProgress?: (progress: HistoryProgress) => void;
}

/**
 * Writes the country's days from `from` up to `to_ms` into the event store, as far as they are not there. The same seed
 * writes the same hits; run again it adds only what has become past since. What the hits amount to (visits) is computed
 * by whoever runs this.
 *
 * @throws EmcError `store-unavailable` when the store is away; what was written stays, and a new run goes on from there
 */
export async function simulateHistory(options: SimulateHistory): Promise<{ hits: number; blocks: number }> {
  const { plan, eventStore, scale } = options;
  const country = buildCountry(plan);
  const missing = await missingStretches(plan.seed, options, (batchIds) => eventStore.batchExists(batchIds));
  const total_ms = missing.reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0);
  const writer = new RowWriter(FIRST_BUFFER_BYTES);
  const progress: HistoryProgress = { done_ms: 0, total_ms, hits: 0 };
  const inFlight = new Set<Promise<void>>();
  let failure: unknown;
  let blocks = 0;
  for (const stretch of missing) {
    if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    if (failure !== undefined) break;
    const { rows, hits } = encodeStretch(country, stretch, scale, writer);
    const settled = load(rows, stretch, hits).finally(() => inFlight.delete(settled));
    inFlight.add(settled);
  }
  await Promise.all(inFlight);
  if (failure !== undefined) throw failure;
  return { hits: progress.hits, blocks };

  /** Never rejects: the first failure is kept and ends the loop. */
  async function load(rows: Buffer, stretch: Stretch, hits: number): Promise<void> {
    try {
      const { batchId } = stretch;
      const insert = () => eventStore.insertHits({ batchId, rows, rowVersion: HIT_ROW_VERSION });
      if (hits > 0) await insertOnce(batchId, insert, (batchIds) => eventStore.batchExists(batchIds));
    } catch (error) {
      failure ??= error;
      return;
    }
    progress.done_ms += stretch.end_ms - stretch.start_ms;
    progress.hits += hits;
    blocks += hits === 0 ? 0 : 1;
    options.onProgress?.({ ...progress });
  }
}
