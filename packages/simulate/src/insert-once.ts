import { setTimeout as sleep } from 'node:timers/promises';
import { EmcError } from '@emc/contract';

const ATTEMPTS = 5;
const PAUSE_MS = 500;

/**
 * Inserts a block, again when the store was away for a moment and the block is not there.
 * @throws EmcError `store-unavailable` when it stays away; anything else at once
 */
export async function insertOnce(
  batchId: bigint,
  insert: () => Promise<void>,
  exists: (batchIds: readonly bigint[]) => Promise<Set<bigint>>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (attempt > 1 && (await exists([batchId])).has(batchId)) return;
      await insert();
      return;
    } catch (error) {
      const away = error instanceof EmcError && error.code === 'store-unavailable';
      if (!away || attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS * attempt);
    }
  }
}
