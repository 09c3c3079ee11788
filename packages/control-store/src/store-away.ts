import { EmcError } from '@emc/contract';

/** Faults of sockets, and PostgreSQL's 08 (connection), 53300 (too many) and 57P0x (shutting down, crashed, starting up). */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|08\w{3}|53300|57P0[1-5])$/;
/** The driver's own words for a lost or missing connection; they carry no code. */
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection)/;

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
  if (error instanceof AggregateError) return error.errors.some(isAway);
  return ('code' in error && AWAY.test(String(error.code))) || AWAY_TEXT.test(error.message);
}
