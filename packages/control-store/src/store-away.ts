import { EmcError } from '@emc/contract';

/**
 * What passes, or what the operator of the server must end, and no caller can: faults of sockets, and of PostgreSQL 08 (connection),
 * 25006 (it takes no writes: a standby), 53 (no space, memory or connections left), 57P0x (shutting down, crashed, starting up),
 * 58 (the system beneath it failed), XX001 and XX002 (damaged). See "PostgreSQL Error Codes", Appendix A of its manual.
 */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|E[MN]FILE|ENOBUFS|E(HOST|NET)(UNREACH|DOWN)|08\w{3}|25006|53\w{3}|57P0\w|58\w{3}|XX00[12])$/;
/** The driver's own words for a lost or missing connection; they carry no code. */
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection|Client was closed|Cannot use a pool after calling end)/;
/**
 * PostgreSQL has no code of its own for a disk that is read-only, forbidden or over its quota: it says "insufficient privilege" or
 * "internal error", with the words of the operating system behind a colon. A user who lacks a right gets other words.
 */
const OF_THE_DISK = /^(42501|XX000)$/;
const OF_THE_DISK_TEXT =
  /: (Read-only file system|Permission denied|Operation not permitted|Disk quota exceeded|File too large)$/;

/** @returns what was asked. @throws EmcError store-unavailable when the store is away; any other error as it is */
export async function answered<Result>(question: Promise<Result>): Promise<Result> {
  try {
    return await question;
  } catch (error) {
    throw isAway(error) ? storeAway(error) : error;
  }
}

/** The store cannot be asked at the moment, and why. */
export function storeAway(cause: unknown): EmcError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return Object.assign(new EmcError('store-unavailable', `control store: ${why.slice(0, 200)}`), { cause });
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof EmcError) return false;
  // A host with several addresses: all of them failed.
  if (error instanceof AggregateError && error.errors.some(isAway)) return true;
  const code = 'code' in error ? String(error.code) : '';
  if (AWAY.test(code) || AWAY_TEXT.test(error.message)) return true;
  if (OF_THE_DISK.test(code) && OF_THE_DISK_TEXT.test(error.message)) return true;
  return isAway(error.cause);
}
