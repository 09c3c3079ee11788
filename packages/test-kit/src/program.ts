import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

/**
 * Starts `emc serve` and waits for its ready line.
 * @throws Error with everything it printed, when it ends or is silent instead
 */
export async function startProgram(options: {
  dataDir: string;
  port?: number;
  env?: Record<string, string>;
  args?: string[];
  /** How long it may take until it is ready, where it has much to do before; four minutes when left out, for a machine that is busy. */
  patience_ms?: number;
  /** Run it as this user id and group; the tests must be root. */
  asUser?: number;
}): Promise<Program> {
  const child = spawn(process.execPath, [MAIN, ...(options.args ?? ['serve'])], {
    env: {
      ...process.env,
      EMC_DATA_DIR: options.dataDir,
      EMC_PORT: String(options.port ?? 0),
      EMC_LOG_LEVEL: 'info',
      ...(await serverSettings(options.dataDir)),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.asUser === undefined ? {} : { uid: options.asUser, gid: options.asUser }),
  });
  // A test that fails before it stops its program must not leave it behind.
  process.once('exit', () => child.kill('SIGKILL'));
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const patience_ms = options.patience_ms ?? START_TIMEOUT_MS;
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${patience_ms} ms:\n${printed}`)), patience_ms);
    const read = (data: Buffer): void => {
      printed += data;
      const ready = /EMC is ready at (http\S+)/.exec(printed);
      if (ready) {
        clearTimeout(timer);
        resolve(ready[1]!);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
  let ending = false;
  child.on('exit', (code) => {
    if (!ending) process.stderr.write(`the program ended by itself with ${code}:\n${printed.slice(-4000)}\n`);
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
    output: () => printed,
    api,
    quiet: async () => {
      for (;;) {
        const health = (await api('GET', '/health')) as { loader: { oldestUnloadedMs: number } };
        if (health.loader.oldestUnloadedMs === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
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
