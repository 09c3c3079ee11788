import { ClickHouseError } from '@clickhouse/client';
import { EmcError } from '@emc/contract';

/** The store understood a batch and refused it for what is in it: sending it again will not help. */
export class BadBatchError extends Error {
  override name = 'BadBatchError';
  readonly batchId: bigint;

  constructor(batchId: bigint, why: string) {
    super(`batch ${batchId} cannot be loaded: ${why}`);
    this.batchId = batchId;
  }
}

/** The store was made by a newer program than this one. */
export class SchemaTooNewError extends Error {
  override name = 'SchemaTooNewError';

  constructor(found: number, known: number) {
    super(
      `The event store has schema ${found}; this program knows schemas up to ${known}. ` +
        'Run the newer program that last used this store, or restore a backup made before it.',
    );
  }
}

/** Codes of ClickHouse that mean "busy, full, starting, or without the other servers that it needs": it may work in a moment. */
const PASSING_CODES = new Set([
  '159',
  '202',
  '209',
  '210',
  '216',
  '236',
  '241',
  '242',
  '243',
  '252',
  '279',
  '425',
  '999',
]);
/** Codes of ClickHouse that mean "these bytes are wrong". */
const BAD_DATA_CODES = new Set(['6', '27', '33', '36', '72', '117', '131', '321', '691']);

/**
 * Codes of ClickHouse that mean "what lies on the disk cannot be read": end of file (3, 32, 33), checksum (40), a table that is
 * not there (60), disk error (74), file missing (76, 107, 226), part with wrong files (227, 228), bad contents (117, 246, 271, 432, 740).
 */
export const DAMAGE_CODES = new Set([
  '3',
  '32',
  '33',
  '40',
  '60',
  '74',
  '76',
  '107',
  '117',
  '226',
  '227',
  '228',
  '246',
  '271',
  '432',
  '740',
]);

/** True when the error says that the rows sent cannot be read, whoever sends them. */
export function isBadData(error: unknown): error is ClickHouseError {
  return error instanceof ClickHouseError && BAD_DATA_CODES.has(error.code);
}

/** What is thrown to callers: `store-unavailable` when the store is away or overloaded, else the error itself. */
export function storeError(error: unknown): unknown {
  if (error instanceof EmcError || error instanceof BadBatchError || error instanceof SchemaTooNewError) return error;
  if (error instanceof ClickHouseError) {
    if (DAMAGE_CODES.has(error.code)) return damaged(error);
    return PASSING_CODES.has(error.code) ? unavailable(error) : error;
  }
  // Whatever the client throws that is no reply of ClickHouse is a broken or refused connection, or a timeout.
  return error instanceof Error && !(error instanceof TypeError) ? unavailable(error) : error;
}

/** The words of ClickHouse name paths of the machine: they are for the log, not for the reader. */
function damaged(error: ClickHouseError): EmcError {
  const refusal = new EmcError(
    'data-damaged',
    'event store: a part of a table cannot be read; see damage at /api/v1/health',
  );
  refusal.cause = error;
  return refusal;
}

/** The table that could not be read, as ClickHouse names it; undefined for any other error. */
export function damagedTable(error: unknown): string | undefined {
  if (!(error instanceof EmcError) || error.code !== 'data-damaged') return undefined;
  return /in table \w+\.`?(\w+)/.exec(String(error.cause))?.[1];
}

function unavailable(error: Error): EmcError {
  const refusal = new EmcError('store-unavailable', `event store: ${error.message.slice(0, 200)}`);
  refusal.cause = error;
  return refusal;
}
