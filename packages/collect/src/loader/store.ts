import type { Day } from '@emc/contract';
import type { DossierDropCount, DropCount, EventStore, HitBatch } from '@emc/event-store';
import { FRAME_TYPES, type FrameType } from '../spool/frames.ts';
import { framesOf, rowsOf, type Block, type SegmentInMemory } from './plan.ts';

/** The part of the event store that the loader uses. */
export type LoaderStore = Pick<
  EventStore,
  | 'insertHits'
  | 'insertDrops'
  | 'batchExists'
  | 'dropBatchExists'
  | 'daysOfBatches'
  | 'rebuildDay'
  | 'insertDossierChanges'
  | 'insertDossierDrops'
  | 'dossierBatchExists'
  | 'dossierDropBatchExists'
  | 'repairDossiers'
>;

/** What the loader does with blocks of one type. */
interface BlockKind {
  insert: (store: LoaderStore, block: Block, segments: readonly SegmentInMemory[]) => Promise<void>;
  isThere: (store: LoaderStore, batchIds: readonly bigint[]) => Promise<Set<bigint>>;
  /**
   * Makes what follows from the blocks whole again: blocks of unknown outcome that turned out to be there may lack in it.
   * Returns the days that were made anew. Left out where nothing follows from them.
   */
  mend?: (store: LoaderStore, batchIds: readonly bigint[]) => Promise<Day[]>;
}

export const BLOCK_KINDS: Readonly<Record<FrameType, BlockKind>> = {
  [FRAME_TYPES.hits]: {
    insert: (store, block, segments) => store.insertHits(rowBatch(block, segments)),
    isThere: (store, batchIds) => store.batchExists(batchIds),
    mend: async (store, batchIds) => {
      const days = await store.daysOfBatches(batchIds);
      for (const day of days) await store.rebuildDay(day);
      return days;
    },
  },
  [FRAME_TYPES.drops]: {
    insert: (store, block, segments) =>
      store.insertDrops({ batchId: BigInt(block.batchId), drops: jsonOf<DropCount>(block, segments) }),
    isThere: (store, batchIds) => store.dropBatchExists(batchIds),
  },
  [FRAME_TYPES.dossiers]: {
    insert: (store, block, segments) => store.insertDossierChanges(rowBatch(block, segments)),
    isThere: (store, batchIds) => store.dossierBatchExists(batchIds),
    mend: async (store, batchIds) => {
      await store.repairDossiers(batchIds);
      return [];
    },
  },
  [FRAME_TYPES.dossierDrops]: {
    insert: (store, block, segments) =>
      store.insertDossierDrops({ batchId: BigInt(block.batchId), drops: jsonOf<DossierDropCount>(block, segments) }),
    isThere: (store, batchIds) => store.dossierDropBatchExists(batchIds),
  },
};

function rowBatch(block: Block, segments: readonly SegmentInMemory[]): HitBatch {
  return { batchId: BigInt(block.batchId), rows: rowsOf(block, segments), rowVersion: block.rowVersion };
}

function jsonOf<Count>(block: Block, segments: readonly SegmentInMemory[]): Count[] {
  return framesOf(block, segments).flatMap(
    ({ segment, frame }) => JSON.parse(segments[segment]!.bytes.toString('utf8', frame.from, frame.to)) as Count[],
  );
}
