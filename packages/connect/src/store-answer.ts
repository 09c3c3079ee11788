import { EmcError } from '@emc/contract';

/** PostgreSQL: connection exceptions, too many connections, shutting down, crashed, starting up. */
const AWAY = /^(08\w{3}|53300|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/;
/** The driver's own words for a lost or missing connection; they carry no code. */
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection)/;

/** Turns "the store is away" into `store-unavailable`, and leaves every other error as it is. */
export async function answered<Result>(question: Promise<Result>): Promise<Result> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof EmcError) throw error;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (!AWAY.test(code) && !AWAY_TEXT.test(error.message)) throw error;
    throw Object.assign(new EmcError('store-unavailable', 'The register (PostgreSQL) does not answer.'), {
      cause: error,
    });
  }
}
