import { setTimeout as sleep } from 'node:timers/promises';
import { EmcError } from '@emc/contract';
import { Client } from 'pg';
import type { Log } from './log.ts';
import { storeAway } from './store-away.ts';

/** Many may pass together, or one alone, over all processes that share the store. */
export interface SharedGate {
  /** @throws EmcError store-unavailable when the store cannot be asked, or the work was not kept apart from others' to its end */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** @throws EmcError store-unavailable */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * A gate made of an advisory lock, on a connection of its own; a process that dies gives it back. Within one process
 * the caller must not enter both ways at once: a connection does not wait for its own lock.
 * @param name two gates of the same name are the same gate
 */
export function openSharedGate(url: string, name: string): SharedGate {
  let connection: Promise<Client> | undefined;
  const connected = (): Promise<Client> =>
    (connection ??= connect(url, () => (connection = undefined)).catch((error: unknown) => {
      connection = undefined;
      throw error;
    }));
  const pass = async <T>(kind: '' | '_shared', work: () => Promise<T>): Promise<T> => {
    const client = await locked(connected, kind, name);
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await unlocked(client, kind, name).catch(() => undefined);
      throw error;
    }
    // Somebody else may have passed meanwhile: then nobody knows what the work is worth.
    await unlocked(client, kind, name);
    return result;
  };
  return {
    together: (work) => pass('_shared', work),
    alone: (work) => pass('', work),
    close: async () => {
      const client = await connection?.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

async function locked(connected: () => Promise<Client>, kind: '' | '_shared', name: string): Promise<Client> {
  try {
    const client = await connected();
    await client.query(`select pg_advisory_lock${kind}(hashtextextended($1, 0))`, [name]);
    return client;
  } catch (error) {
    throw storeAway(error);
  }
}

/** Gives the lock back. @throws EmcError store-unavailable when it was lost before, with the connection that held it */
async function unlocked(client: Client, kind: '' | '_shared', name: string): Promise<void> {
  const unlock = `select pg_advisory_unlock${kind}(hashtextextended($1, 0)) as held`;
  const answer = await client.query<{ held: boolean }>(unlock, [name]).catch(() => undefined);
  if (answer?.rows[0]?.held !== true)
    throw new EmcError('store-unavailable', 'control store: the connection that held a lock broke while it was needed');
}

async function connect(url: string, onEnd: () => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'emc lock',
  });
  client.on('error', () => void client.end().catch(() => undefined));
  client.once('end', onEnd);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}

export interface LeadOptions {
  url: string;
  /** What is to be done by one process at a time. */
  name: string;
  /** Called when this process is the one. */
  start(): void;
  /** Called when it is no longer: it stopped, or its connection broke and another may have taken over. */
  stop(): Promise<void>;
  signal: AbortSignal;
  log: Log;
}

const ASK_AGAIN_MS = 1000;

/**
 * Lets one process at a time do something, until the signal aborts: whoever holds an advisory lock does it, the others
 * wait for their turn. A process that dies makes room at once. Never throws: a store that is away is waited for.
 */
export async function leadInTurn(options: LeadOptions): Promise<void> {
  const { url, name, signal, log } = options;
  while (!signal.aborted) {
    let ended: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const client = await connect(url, ended).catch(() => undefined);
    const stop = (): void => void client?.end().catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (client !== undefined && (await getsTurn(client, name, signal))) {
      log.info(`this process does the work "${name}" from now on`);
      options.start();
      await end;
      await options.stop();
    }
    signal.removeEventListener('abort', stop);
    stop();
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Asks again and again; false when the connection breaks or the signal aborts. */
async function getsTurn(client: Client, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    while (!signal.aborted) {
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
        [name],
      );
      if (rows[0]?.mine === true) return !signal.aborted;
      await sleep(ASK_AGAIN_MS, undefined, { signal });
    }
  } catch {
    // Broken or aborted: the caller looks which.
  }
  return false;
}
