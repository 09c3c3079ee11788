import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pauseAfter } from './eventually.ts';
import { usePrepared } from './prepared.ts';
import { serverSettings } from './stores.ts';

/** The real program, started as its users start it, on a port and data directory of its own. */
export interface Program {
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  operatorKey: string;
  /** Everything written to standard output and error so far. */
  output(): string;
  /** Asks the API as the operator and gives its JSON; throws with status and text when the answer is not 2xx. */
  api(method: string, address: string, body?: unknown): Promise<unknown>;
  /** Waits until nothing waits in the spool. */
  quiet(): Promise<void>;
  /** SIGTERM unless said otherwise; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export const MAIN = path.resolve(import.meta.dirname, '../../../apps/emc/src/main.ts');
const START_TIMEOUT_MS = 240_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

interface StartOptions {
  dataDir: string;
  port?: number;
  env?: Record<string, string>;
  args?: string[];
  /** What is run; the program's own entry when left out. */
  main?: string;
  /** How long it may take until it is ready, where it has much to do before; four minutes when left out, for a machine that is busy. */
  patience_ms?: number;
  /** Run it as this user id and group; the tests must be root. */
  asUser?: number;
  /** Let it make its stores itself, as a first start does, instead of beginning with a copy of empty ones. */
  fromNothing?: boolean;
}

/**
 * Starts `emc serve` and waits for its ready line.
 * @throws Error with everything it printed, when it ends or is silent instead
 */
export async function startProgram(options: StartOptions): Promise<Program> {
  const child = await spawnProgram(options);
  // A test that fails before it stops its program must not leave it behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const printed = textOf(child);
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const url = await readyUrl(child, printed, options.patience_ms ?? START_TIMEOUT_MS);
  let ending = false;
  child.on('exit', (code) => {
    if (!ending) process.stderr.write(`the program ended by itself with ${code}:\n${printed().slice(-4000)}\n`);
  });
  const operatorKey = readKey(options.env?.['EMC_OPERATOR_KEY_FILE'] ?? path.join(options.dataDir, 'operator.key'));
  const api = (method: string, address: string, body?: unknown): Promise<unknown> =>
    askApi(url, operatorKey, method, address, body);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid!,
    dataDir: options.dataDir,
    operatorKey,
    output: printed,
    api,
    quiet: () => allLoaded(api),
    stop: async (signal = 'SIGTERM') => {
      ending = true;
      child.kill(signal);
      return ended;
    },
    kill: async () => {
      ending = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function spawnProgram(options: StartOptions): Promise<Child> {
  const { dataDir, port = 0, args = ['serve'], main = MAIN, asUser, fromNothing = asUser !== undefined } = options;
  const env = { ...(await serverSettings(dataDir)), ...options.env };
  if (!fromNothing) usePrepared(dataDir, env);
  return spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      EMC_DATA_DIR: dataDir,
      EMC_PORT: String(port),
      EMC_LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asUser === undefined ? {} : { uid: asUser, gid: asUser }),
  });
}

/** What a process has printed so far, on both its outputs. */
function textOf({ stdout, stderr }: Child): () => string {
  let printed = '';
  for (const output of [stdout, stderr]) output.on('data', (data: Buffer) => void (printed += data));
  return () => printed;
}

/** The address of its ready line. @throws Error with everything it printed, when it ends or is silent instead */
function readyUrl(child: Child, printed: () => string, patience_ms: number): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`${what}:\n${printed()}`));
    const timer = setTimeout(() => fail(`not ready after ${patience_ms} ms`), patience_ms);
    child.stdout.on('data', () => {
      const ready = /EMC is ready at (http\S+)/.exec(printed());
      if (ready === null) return;
      clearTimeout(timer);
      resolve(ready[1]!);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with ${code}`);
    });
  });
}

async function allLoaded(api: Program['api']): Promise<void> {
  const started = performance.now();
  for (;;) {
    const health = (await api('GET', '/health')) as { loader: { oldestUnloadedMs: number } };
    if (health.loader.oldestUnloadedMs === 0) return;
    await pauseAfter(started);
  }
}

/** Empty where the program has none: one that only collects or works. */
function readKey(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

async function askApi(url: string, key: string, method: string, address: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
