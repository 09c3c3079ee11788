import type { Log } from '@emc/contract';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ClusterNode, READER_USER, serverConfigXml, usersConfigXml, WRITER_USER } from './config.ts';
import { endLeftover } from './leftover.ts';
import { clickHouseLibraryPath } from './library.ts';

export interface ClickHouseChildOptions {
  /** Where it keeps data, configuration and log; made when it is not there. */
  dir: string;
  writerPassword: string;
  readerPassword: string;
  log: Log;
  /** A loopback port; a free one is taken when left out. Give the old one on a restart, so that the address stays. */
  port?: number;
  /** Memory that queries, inserts and caches may take together; 4 GiB when left out. Beyond it queries fail. */
  maxMemory_bytes?: number;
  /** Makes it a node of a cluster; alone when left out. */
  node?: ClusterNode;
  /** How long the start may take (a large store after a kill reads its parts first); 60 s when left out. */
  startLimit_ms?: number;
}

export interface Credentials {
  user: string;
  password: string;
}

interface ChildExit {
  /** True when `stop()` asked for it. */
  expected: boolean;
  code: number | null;
  signal: string | null;
  /** The end of what it said on standard error. */
  stderr: string;
}

export interface ClickHouseChild {
  url: string;
  port: number;
  pid: number;
  writer: Credentials;
  reader: Credentials;
  /** Called once, when the process has ended for whatever reason; at once when it already has. */
  onExit(listener: (exit: ChildExit) => void): void;
  /** Ends it cleanly and waits until it has ended; kills it when that takes longer than 10 s. */
  stop(): Promise<void>;
}

const MOST_ATTEMPTS = 5;

/**
 * Starts the embedded ClickHouse as a child process and resolves when it answers a query.
 * The child ends when this process ends, also by kill -9.
 * @throws Error when the platform has no library, the port is taken, or it exits or stays silent (with its own words).
 */
export async function startClickHouseChild(options: ClickHouseChildOptions): Promise<ClickHouseChild> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // It listens a second or more after a free port was found: somebody else may have taken it meanwhile.
      const passing = options.port === undefined && String(error).includes('Address already in use');
      if (!passing || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: ClickHouseChildOptions): Promise<ClickHouseChild> {
  const library = clickHouseLibraryPath();
  const dir = resolve(options.dir);
  mkdirSync(join(dir, 'data'), { recursive: true, mode: 0o700 });
  await endLeftover(dir);
  const host = options.node?.host ?? '127.0.0.1';
  const port = await takePort(host, options.port ?? 0);
  writeConfiguration(dir, host, port, options);

  const entry = fileURLToPath(new URL('server-process.ts', import.meta.url));
  // Its own group: Ctrl-C in a terminal must not end the store before the program has drained.
  const child = spawn(process.execPath, [entry, dir, library], {
    cwd: dir,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
  });
  const exit = watchExit(child);
  const writer = { user: WRITER_USER, password: options.writerPassword };
  const url = `http://${host}:${port}`;
  const starting = new AbortController();
  try {
    await Promise.race([answers(url, writer, options.startLimit_ms ?? 60_000, starting.signal), exit.then(failEarly)]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    // Asking on would keep this process from ending with what the child said.
    starting.abort();
  }
  options.log.info({ pid: child.pid, url }, 'ClickHouse is ready');
  return handleOf(child, exit, { url, port, writer, reader: { user: READER_USER, password: options.readerPassword } });
}

/** Longer than the 3 s that it waits for idle connections. */
const STOP_LIMIT_MS = 10_000;

function handleOf(
  child: ChildProcess,
  exit: Promise<Omit<ChildExit, 'expected'>>,
  address: Pick<ClickHouseChild, 'url' | 'port' | 'writer' | 'reader'>,
): ClickHouseChild {
  let expected = false;
  return {
    ...address,
    pid: child.pid ?? 0,
    onExit: (listener) => void exit.then((how) => listener({ ...how, expected })),
    stop: async () => {
      expected = true;
      child.stdin?.end();
      // What was acknowledged is on disk: a server that hangs may be killed.
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await exit;
      clearTimeout(patience);
    },
  };
}

function writeConfiguration(dir: string, host: string, port: number, options: ClickHouseChildOptions): void {
  const usersFile = join(dir, 'users.xml');
  const config = {
    dataDir: join(dir, 'data'),
    logFile: join(dir, 'clickhouse.log'),
    host,
    port,
    node: options.node,
    maxMemory_bytes: options.maxMemory_bytes ?? 4 * 1024 ** 3,
  };
  const passwords = { writer: options.writerPassword, reader: options.readerPassword };
  writeFileSync(usersFile, usersConfigXml(passwords), { mode: 0o600 });
  writeFileSync(join(dir, 'config.xml'), serverConfigXml(config, usersFile), { mode: 0o600 });
  const listeners = options.node === undefined ? ['HTTP'] : ['HTTP', 'TCP'];
  writeFileSync(join(dir, 'listen.sql'), listeners.map((name) => `SYSTEM START LISTEN ${name};\n`).join(''), {
    mode: 0o600,
  });
}

function watchExit(child: ChildProcess): Promise<Omit<ChildExit, 'expected'>> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4_000);
  });
  // The pipe breaks when the child is gone; that is told by its exit.
  child.stdin?.on('error', () => {});
  return new Promise((ended) => {
    child.once('error', (error) => ended({ code: null, signal: null, stderr: error.message }));
    child.once('close', (code, signal) => ended({ code, signal, stderr: stderr.trim() }));
  });
}

function failEarly(exit: Omit<ChildExit, 'expected'>): never {
  const how = exit.signal === null ? `code ${exit.code}` : `signal ${exit.signal}`;
  throw new Error(`The embedded ClickHouse ended before it was ready (${how}): ${exit.stderr || 'it said nothing'}`);
}

/** Claims the port for a moment, so that a taken one is reported here and not deep in the child's log. */
async function takePort(host: string, wanted: number): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(wanted, host, done);
    });
  } catch (error) {
    throw new Error(`The embedded ClickHouse cannot listen on ${host}:${wanted}: the port is taken.`, {
      cause: error,
    });
  }
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(url: string, user: Credentials, limit_ms: number, signal: AbortSignal): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${user.user}:${user.password}`).toString('base64')}`;
  let last = 'no connection';
  const end = performance.now() + limit_ms;
  while (performance.now() < end && !signal.aborted) {
    try {
      const reply = await fetch(url, { method: 'POST', body: 'SELECT 1', headers: { authorization }, signal });
      last = await reply.text();
      if (last === '1\n') return;
    } catch {
      // Not listening yet.
    }
    await sleep(20);
  }
  throw new Error(`The embedded ClickHouse did not answer within ${limit_ms} ms at ${url}: ${last}`);
}
