import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './http.ts';
import type { Installation } from './installation.ts';

/** What readers ask all along, and how long an answer may take before it counts as one that never came. */
const PROBES = [
  { name: 'health', path: '/api/v1/health', limit_ms: 10_000 },
  { name: 'register', path: '/api/v1/bodies', limit_ms: 20_000 },
  { name: 'usage', path: '/api/v1/usage', limit_ms: 20_000 },
] as const;
type Probe = (typeof PROBES)[number]['name'];

/** The longest answer of each address, in seconds. */
export type Worst = Record<Probe, number>;

const PAUSE_MS = 100;

/** Asks the addresses that people look at all along, each by itself, while the program runs. */
export class Prober {
  readonly worst: Worst = { health: 0, register: 0, usage: 0 };
  /** Answers that never came, in words. */
  readonly late: string[] = [];
  readonly #emc: Installation;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #running: Promise<void[]>;
  #stopping = false;

  constructor(emc: Installation) {
    this.#emc = emc;
    this.#running = Promise.all(PROBES.map((probe) => this.#probe(probe)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    this.#agent.destroy();
  }

  async #probe({ name, path, limit_ms }: (typeof PROBES)[number]): Promise<void> {
    while (!this.#stopping) {
      const port = this.#emc.port;
      if (port !== undefined) {
        const began = performance.now();
        const answer = await send({ agent: this.#agent, port, method: 'GET', path, limit_ms });
        const took_ms = performance.now() - began;
        // A connection that breaks belongs to a program that was killed; it is no answer that took long.
        if (answer !== undefined || took_ms >= limit_ms) this.worst[name] = Math.max(this.worst[name], took_ms / 1000);
        if (answer === undefined && took_ms >= limit_ms)
          this.late.push(`${path} was not answered within ${limit_ms / 1000} s`);
      }
      await sleep(PAUSE_MS);
    }
  }
}
