import { Client, DatabaseError } from 'pg';

/** A connection is pinged with so long; then a new one shows that the server still takes new ones. */
const KEPT_MS = 5_000;
/** It is up and cannot be asked: shutting down, crashed, starting. */
const NOT_READY = /^57P0/;

/** Asks whether the server lives, on a connection of its own: those of the pool may all be waiting for it. */
export function createPing(url: string): { ping: (signal: AbortSignal) => Promise<void>; close: () => Promise<void> } {
  let kept: { client: Client; since_ms: number } | undefined;

  async function connected(signal: AbortSignal): Promise<Client> {
    if (kept !== undefined && performance.now() - kept.since_ms < KEPT_MS) return kept.client;
    // Not waited for: the server may never answer a farewell, and a new connection may reach one that took its place.
    void close();
    const client = new Client({ connectionString: url, application_name: 'emc ping' });
    client.on('error', () => undefined);
    kept = { client, since_ms: performance.now() };
    await untilAborted(client, client.connect(), signal);
    return client;
  }

  async function close(): Promise<void> {
    const { client } = kept ?? {};
    kept = undefined;
    await client?.end().catch(() => undefined);
  }

  return {
    ping: async (signal) => {
      try {
        const client = await connected(signal);
        await untilAborted(client, client.query('select 1'), signal);
      } catch (error) {
        void close();
        // Whatever else it refuses, such as one connection more, it lives.
        if (!(error instanceof DatabaseError) || NOT_READY.test(error.code ?? '')) throw error;
      }
    },
    close,
  };
}

/** Breaks the connection when the signal aborts: the driver would wait for as long as the server says nothing. */
async function untilAborted(client: Client, work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const cut = (): void => void client.connection.stream.destroy(new Error('no answer'));
  if (signal.aborted) cut();
  signal.addEventListener('abort', cut, { once: true });
  try {
    await work;
  } finally {
    signal.removeEventListener('abort', cut);
  }
}
