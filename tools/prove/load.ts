import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { send } from './http.ts';
import type { Installation } from './installation.ts';
import type { Answered, Book, Ledger } from './ledger.ts';
import {
  dossiersRequest,
  hitRequest,
  type LoadRequest,
  MOST_IN_BULK,
  robotRequest,
  sameBrowserFor,
  type Targets,
  unitRequest,
} from './load-requests.ts';

/** Longer than any answer should take, shorter than a drill. */
const LIMIT_MS = 30_000;
/** A refused record is sent again after this long, as a sender does. */
const AGAIN_MS = 250;

/** How many senders of each kind work at once, and how long each rests between two requests, at most. */
const SENDERS = [
  { kind: 'hits', senders: 6, rest_ms: 12 },
  { kind: 'bulks', senders: 2, rest_ms: 40 },
  { kind: 'dossiers', senders: 3, rest_ms: 30 },
  { kind: 'units', senders: 2, rest_ms: 300 },
  { kind: 'robots', senders: 1, rest_ms: 60 },
] as const;
type Kind = (typeof SENDERS)[number]['kind'];

/**
 * Hits (GET, POST, bulk), dossiers by all three feeds, writes to the register, and robots, from one process, bounded, to the
 * loopback address. Every answer goes into the ledger.
 */
export class Load {
  readonly #emc: Installation;
  readonly #ledger: Ledger;
  readonly #targets: Targets;
  readonly #random: () => number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  #running: Promise<void[]> | undefined;
  #pausing = false;

  constructor(emc: Installation, ledger: Ledger, targets: Targets, random: () => number) {
    this.#emc = emc;
    this.#ledger = ledger;
    this.#targets = targets;
    this.#random = random;
  }

  go(): void {
    this.#pausing = false;
    this.#running ??= Promise.all(
      SENDERS.flatMap(({ kind, senders, rest_ms }) =>
        Array.from({ length: senders }, () => this.#sender(kind, rest_ms)),
      ),
    );
  }

  /** Resolves when every request under way is answered or given up. */
  async pause(): Promise<void> {
    this.#pausing = true;
    await this.#running;
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.pause();
    this.#agent.destroy();
  }

  async #sender(kind: Kind, rest_ms: number): Promise<void> {
    while (!this.#pausing) {
      const port = this.#emc.port;
      if (port === undefined) await sleep(10);
      else await this.#one(kind);
      await sleep(this.#random() * rest_ms);
    }
  }

  async #one(kind: Kind): Promise<void> {
    switch (kind) {
      case 'hits':
        return this.#hits(1);
      case 'bulks':
        return this.#hits(2 + Math.floor(this.#random() * (MOST_IN_BULK - 1)));
      case 'dossiers': {
        const { dossiers } = this.#ledger;
        const { count } = dossiersRequest(dossiers.next, this.#targets);
        const first = dossiers.take(count);
        return this.#sendUntilTaken(dossiersRequest(first, this.#targets), dossiers, first);
      }
      case 'units': {
        const first = this.#ledger.units.take(1);
        return this.#sendUntilTaken(unitRequest(first, this.#targets), this.#ledger.units, first);
      }
      case 'robots':
        await this.#send(robotRequest(0, this.#targets));
    }
  }

  async #hits(wanted: number): Promise<void> {
    const { hits } = this.#ledger;
    const count = Math.min(wanted, sameBrowserFor(hits.next));
    const first = hits.take(count);
    this.#ledger.first_ms ??= Date.now();
    await this.#sendUntilTaken(hitRequest(first, count, this.#targets), hits, first);
    this.#ledger.last_ms = Date.now();
  }

  /** Sends records; those that are refused are sent again, as their sender would, until the load pauses. */
  async #sendUntilTaken(request: LoadRequest, book: Book, first: number): Promise<void> {
    for (;;) {
      const answered = await this.#send(request);
      book.note(first, request.count, answered);
      if (answered !== 'refused' || this.#pausing) return;
      await sleep(AGAIN_MS);
    }
  }

  async #send({ method, path, headers, body, answered }: LoadRequest): Promise<Answered> {
    const port = this.#emc.port;
    // Nothing was sent, so nothing can be there.
    if (port === undefined) return 'refused';
    const answer = await send({ agent: this.#agent, port, method, path, headers, body, limit_ms: LIMIT_MS });
    return answer === undefined ? 'unknown' : answered(answer.status, answer.text);
  }
}
