import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from './log.ts';

export interface ListenOptions {
  url: string;
  channel: string;
  /** Called at every notification, and at every (re)connection: what was sent in between is lost. */
  onNotice: () => void;
  signal: AbortSignal;
  log: Log;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Listens to a channel (LISTEN/NOTIFY) until the signal aborts, on a connection of its own that is made again whenever
 * it breaks. Never throws: a store that is away is waited for.
 */
export async function listen(options: ListenOptions): Promise<void> {
  const { signal, log } = options;
  for (let pause_ms = FIRST_PAUSE_MS; !signal.aborted; pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)) {
    const started = await listenOnce(options);
    if (signal.aborted) return;
    if (started) {
      log.warn(`the connection that listens to ${options.channel} broke; making it again`);
      pause_ms = FIRST_PAUSE_MS;
    }
    await sleep(pause_ms, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns whether it came to listen, once that connection has ended. */
async function listenOnce({ url, channel, onNotice, signal }: ListenOptions): Promise<boolean> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    // So that a peer that vanished without a word is noticed.
    keepAlive: true,
    application_name: 'emc listener',
  });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => void client.end().catch(() => undefined));
  client.on('notification', onNotice);
  const stop = (): void => void client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch {
    stop();
    return false;
  }
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  onNotice();
  await ended;
  signal.removeEventListener('abort', stop);
  return true;
}
