import { listen, type Log } from '@emc/control-store';

export interface WatchRowsOptions<Row> {
  /** Reads all rows. */
  load: () => Promise<Row[]>;
  /** What changes whenever rows may have: they are read only when it did. Left out, they are read every time. */
  version?: () => Promise<string>;
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
  let knownVersion: string | undefined;
  const load = async (): Promise<void> => {
    // Asked before the rows are read, which are then at least as new.
    const version = await options.version?.();
    if (version !== undefined && version === knownVersion) return;
    const rows = await options.load();
    const now = JSON.stringify(rows);
    if (signal.aborted) return;
    knownVersion = version;
    if (now === known) return;
    known = now;
    onChange(rows);
  };
  await load();
  const loadOrWarn = (): Promise<void> =>
    load().catch((error: unknown) => {
      if (!signal.aborted) log.warn(`the ${options.what} cannot be read: ${String(error)}`);
    });
  const reload = oneAtATime(loadOrWarn);
  const poll = setInterval(() => void reload(), POLL_MS).unref();
  signal.addEventListener('abort', () => clearInterval(poll), { once: true });
  if (signal.aborted) clearInterval(poll);
  void listen({ url, channel, onNotice: () => void reload(), signal, log });
  return reload;
}

/** Calls that come while one is running share a single further run. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => (running = work().finally(() => (running = undefined)));
  return () => {
    if (running === undefined) return start();
    next ??= running.then(() => {
      next = undefined;
      return running ?? start();
    });
    return next;
  };
}
