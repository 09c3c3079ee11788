import { listen, type Log } from '@emc/control-store';

export interface WatchRowsOptions<Row> {
  /** Reads all rows. */
  load: () => Promise<Row[]>;
  /** What they are, for the log. */
  what: string;
  /** Of the store that they are in, for a connection that listens to `channel`. */
  url: string;
  channel: string;
  /** Gets all rows, at the beginning and whenever one has changed. */
  onChange: (rows: Row[]) => void;
  signal: AbortSignal;
  log: Log;
}

/** A notice can get lost with its connection, and what ends on a day ends at midnight without one. */
const POLL_MS = 30_000;

/**
 * Keeps a copy of rows up to date until the signal aborts: a change made anywhere is seen within milliseconds. While
 * the store is away, the last known rows stand.
 *
 * @returns once the first rows have been handed over: a way to hand over a change of one's own at once, without waiting
 * for its notice. @throws what `load` throws the first time
 */
export async function watchRows<Row>(options: WatchRowsOptions<Row>): Promise<() => Promise<void>> {
  const { url, channel, onChange, signal, log } = options;
  let known = '';
  const load = async (): Promise<void> => {
    const rows = await options.load();
    const now = JSON.stringify(rows);
    if (now === known || signal.aborted) return;
    known = now;
    onChange(rows);
  };
  await load();
  const loadOrWarn = (): Promise<void> =>
    load().catch((error: unknown) => {
      if (!signal.aborted) log.warn(`the ${options.what} cannot be read: ${String(error)}`);
    });
  const reload = oneAtATime(loadOrWarn);
  const poll = setInterval(reload, POLL_MS).unref();
  signal.addEventListener('abort', () => clearInterval(poll), { once: true });
  if (signal.aborted) clearInterval(poll);
  void listen({ url, channel, onNotice: reload, signal, log });
  return loadOrWarn;
}

/** Calls that come while one is running are answered by a single further run. */
function oneAtATime(work: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
