import { setImmediate as breathe } from 'node:timers/promises';

/** Some ten milliseconds of work. */
const ITEMS_A_TURN = 1000;

/**
 * Works through items, and lets other requests have their turn in between: a file of a hundred thousand lines would
 * otherwise keep the portals of the whole country waiting.
 */
export async function inTurns<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    if (++done % ITEMS_A_TURN === 0) await breathe();
  }
}
