import type { Day } from '@emc/contract';
import {
  DOSSIER_ROW_VERSION,
  HIT_ROW_VERSION,
  type DossierDropCount,
  type DropCount,
  type EventStore,
  type HitBatch,
} from '@emc/event-store';
import { readCounts } from './counts.ts';
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
  /** The version of rows that this program knows; 0 where rows have none. */
  rowVersion: number;
  /** @throws BadBatchError, UnreadableRows for what is the same each time; after any other error it is unknown whether the block is there */
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
    rowVersion: HIT_ROW_VERSION,
    insert: (store, block, segments) => store.insertHits(rowBatch(block, segments)),
    isThere: (store, batchIds) => store.batchExists(batchIds),
    mend: async (store, batchIds) => {
      const days = await store.daysOfBatches(batchIds);
      for (const day of days) await store.rebuildDay(day);
      return days;
    },
  },
  [FRAME_TYPES.drops]: {
    rowVersion: 0,
    insert: (store, block, segments) =>
      store.insertDrops({ batchId: BigInt(block.batchId), drops: countsOf<DropCount>(block, segments) }),
    isThere: (store, batchIds) => store.dropBatchExists(batchIds),
  },
  [FRAME_TYPES.dossiers]: {
    rowVersion: DOSSIER_ROW_VERSION,
    insert: (store, block, segments) => store.insertDossierChanges(rowBatch(block, segments)),
    isThere: (store, batchIds) => store.dossierBatchExists(batchIds),
    mend: async (store, batchIds) => {
      await store.repairDossiers(batchIds);
      return [];
    },
  },
  [FRAME_TYPES.dossierDrops]: {
    rowVersion: 0,
    insert: (store, block, segments) =>
      store.insertDossierDrops({ batchId: BigInt(block.batchId), drops: countsOf<DossierDropCount>(block, segments) }),
    isThere: (store, batchIds) => store.dossierDropBatchExists(batchIds),
  },
};

/** Whether a block is in the store; an insert of it that still runs is waited for. */
export async function isThere(store: LoaderStore, block: Block): Promise<boolean> {
  const batchId = BigInt(block.batchId);
  return (await BLOCK_KINDS[block.type].isThere(store, [batchId])).has(batchId);
}

function rowBatch(block: Block, segments: readonly SegmentInMemory[]): HitBatch {
  return { batchId: BigInt(block.batchId), rows: rowsOf(block, segments), rowVersion: block.rowVersion };
}

function countsOf<C extends DropCount | DossierDropCount>(block: Block, segments: readonly SegmentInMemory[]): C[] {
  return framesOf(block, segments).flatMap(({ segment, frame }) =>
    readCounts<C>(segments[segment]!.bytes.toString('utf8', frame.from, frame.to), frame.count),
  );
}
