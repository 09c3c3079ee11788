import type { IncomingMessage } from 'node:http';
import { WorkTurns } from '../address-turns.ts';

/**
 * Lets long bodies be read a piece of 64 KiB at a time, one after another. Left to itself Node reads two megabytes of each
 * connection before anything else has its turn: a handful of them, and every hit waits for a tenth of a second.
 */
class ReadingTurns {
  readonly #turns: WorkTurns;

  /** @param later when the next one is read */
  constructor(later?: (turn: () => void) => unknown) {
    this.#turns = new WorkTurns(later);
  }

  /** Reads no more of a body until it is its turn. */
  wait(address: string, request: IncomingMessage): void {
    request.pause();
    this.#turns.add(address, () => request.resume());
  }
}

/** Bodies that are wanted: one piece in each turn of the event loop, so that they are as fast as it is idle. */
export const wantedBodies = new ReadingTurns();

const UNWANTED_EVERY_MS = 1;
/** Bodies that are refused: half a gigabit a second of all of them, and time left for all else. */
const unwantedBodies = new ReadingTurns((turn) => setTimeout(turn, UNWANTED_EVERY_MS).unref());

/** Reads and throws away what still comes of a body that is refused: closing now would take the answer from the sender. */
export function throwAway(address: string, request: IncomingMessage): void {
  request.on('data', () => unwantedBodies.wait(address, request));
}
