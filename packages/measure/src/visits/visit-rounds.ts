import { defineQuery, defineStatement } from '@emc/event-store';
import { z } from 'zod';

/**
 * How far visits and visitors of the country are: noted in the store by whoever computes them, and read by whoever shows them. What is
 * noted stays true, since what was computed once stays computed.
 */
export const newestVisitRound = defineQuery({
  name: 'newest-visit-round',
  sql: `SELECT toUnixTimestamp64Milli(now64(3, 'UTC')) AS now_ms, toUnixTimestamp64Milli(looked_at) AS looked_ms,
    toUnixTimestamp64Milli(through) AS through_ms
  FROM visit_rounds ORDER BY looked_at DESC LIMIT 1`,
  params: z.object({}),
  row: z.object({ now_ms: z.int(), looked_ms: z.int(), through_ms: z.int() }),
});

export const noteVisitRound = defineStatement({
  name: 'note-visit-round',
  sql: `INSERT INTO visit_rounds
  SELECT 0, fromUnixTimestamp64Milli({looked_ms:Int64}, 'UTC'), fromUnixTimestamp64Milli({through_ms:Int64}, 'UTC')`,
  params: z.object({ looked_ms: z.int(), through_ms: z.int() }),
});

/** Rounds are noted no more often than this. */
export const NOTED_EVERY_MS = 3_000;
