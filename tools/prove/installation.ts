import { type Program, startProgram } from '@emc/test-kit';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoLater } from './clean-up.ts';
import { processesOf, signal, untilGone, worksOn } from './processes.ts';

export type Victim = 'program' | 'clickhouse' | 'postgres' | 'all';

interface InstallationOptions {
  /** On which file system it lies matters to some drills. */
  dataDir: string;
  env?: Record<string, string>;
  /** Started instead of `emc serve`. */
  main?: string;
  /** Where what the program printed is kept for whoever looks for a cause. */
  logFile: string;
}

/** The real program on a data directory of its own, started, killed and started again. */
export class Installation {
  readonly dataDir: string;
  readonly #options: InstallationOptions;
  #program: Program | undefined;
  /** The last one that ran: for what the installation is known by. */
  #last: Program | undefined;
  readonly #end: () => void;

  constructor(options: InstallationOptions) {
    this.dataDir = options.dataDir;
    this.#options = options;
    this.#end = undoLater(() => this.#killEverything());
  }

  /** The port of the program while it runs. */
  get port(): number | undefined {
    return this.#program?.port;
  }

  /** The process of the program while it runs. */
  get pid(): number | undefined {
    return this.#program?.pid;
  }

  get operatorKey(): string {
    return this.#last?.operatorKey ?? '';
  }

  async start(): Promise<void> {
    const { dataDir, env, main } = this.#options;
    this.#program = await startProgram({ dataDir, env, main });
    this.#last = this.#program;
  }

  /** Asks the API as the operator. @throws Error with status and text when the answer is not 2xx */
  api(method: string, address: string, body?: unknown): Promise<unknown> {
    if (this.#program === undefined) return Promise.reject(new Error('the program does not run'));
    return this.#program.api(method, address, body);
  }

  /** SIGTERM unless said otherwise; resolves with the exit code. */
  async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const code = (await this.#program?.stop(name)) ?? null;
    this.#forget();
    await untilGone(this.dataDir);
    return code;
  }

  /** kill -9. A program or everything that was killed must be started again; a store comes back by itself. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'clickhouse' || victim === 'postgres') return this.signal(victim, 'SIGKILL');
    const stores = victim === 'all' ? processesOf(this.dataDir) : [];
    const killed = this.#program?.kill();
    for (const pid of stores) if (worksOn(pid, this.dataDir)) signal(pid, 'SIGKILL');
    await killed;
    this.#forget();
    if (victim === 'all') await untilGone(this.dataDir);
  }

  /** Signals the process of a store: ClickHouse, or the postmaster. */
  signal(store: 'clickhouse' | 'postgres', name: NodeJS.Signals): void {
    const pid = this.pidOf(store);
    if (pid !== undefined) signal(pid, name);
  }

  pidOf(store: 'clickhouse' | 'postgres'): number | undefined {
    const file = store === 'clickhouse' ? 'clickhouse/server.pid' : 'postgres/cluster/postmaster.pid';
    try {
      const pid = Number.parseInt(readFileSync(path.join(this.dataDir, file), 'utf8'), 10);
      return pid > 1 && worksOn(pid, this.dataDir) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** Waits until both stores answer and nothing waits in the spool. @throws Error with the last answer when it takes longer */
  async settled(limit_ms: number): Promise<void> {
    const end = performance.now() + limit_ms;
    let last = '';
    while (performance.now() < end) {
      const health = await this.health().catch((error: unknown) => void (last = String(error)));
      if (health !== undefined) {
        const { stores, loader } = health;
        if (stores.events.ok && stores.control.ok && loader.oldestUnloadedMs === 0) return;
        last = JSON.stringify(health);
      }
      await sleep(100);
    }
    throw new Error(`not everything is counted after ${limit_ms / 1000} s; health said last: ${last}`);
  }

  /** As the program says it, also with status 503. */
  async health(limit_ms = 30_000): Promise<HealthSeen> {
    const limit = { signal: AbortSignal.timeout(limit_ms) };
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/health`, limit);
    return (await answer.json()) as HealthSeen;
  }

  /** Ends it all the hard way, when a drill is over. */
  end(): void {
    this.#end();
  }

  #forget(): void {
    if (this.#program !== undefined) appendFileSync(this.#options.logFile, this.#program.output());
    this.#program = undefined;
  }

  #killEverything(): void {
    const { pid } = this.#program ?? {};
    if (pid !== undefined) signal(pid, 'SIGKILL');
    this.#forget();
    for (let left = processesOf(this.dataDir); left.length > 0; left = processesOf(this.dataDir))
      for (const one of left) signal(one, 'SIGKILL');
  }
}

/** What a drill reads of GET /api/v1/health. */
export interface HealthSeen {
  status: 'ok' | 'degraded' | 'down';
  stores: { events: { ok: boolean }; control: { ok: boolean } };
  loader: { oldestUnloadedMs: number; failing: boolean; setAside: number };
  spool: { accepting: boolean };
  damage?: { table: string; kind: string; missingRows: number | null }[];
}
