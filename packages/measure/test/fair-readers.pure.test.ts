import { doneFor } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { expect, test } from 'vitest';
import { createFigures } from '../src/index.ts';
import { hierarchyOf, portal } from './store-helpers.ts';

const NOW_MS = Date.parse('2026-11-22T05:00:00Z');

/** Figures over a store that knows nothing and counts what it is asked. */
function countedFigures() {
  let asked = 0;
  const ask = async () => {
    asked++;
    await new Promise((done) => setImmediate(done));
    return [];
  };
  const figures = createFigures({
    eventStore: { ask } as Partial<EventStore> as EventStore,
    hierarchy: hierarchyOf([portal(1)]),
    clock: () => NOW_MS,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOW_MS }),
  });
  const usage = (from: string, to: string) => figures.usage({ kind: 'country' }, { from, to, interval: 'day' });
  return { usage, asked: () => asked };
}

test('thirty addresses that ask for 480 periods do not keep another reader waiting, not even for a period that they asked for too', async () => {
  const { usage, asked } = countedFigures();
  const days = Array.from({ length: 16 }, (_, index) => `2026-10-${String(index + 10)}`);
  const flood = Array.from({ length: 30 }, (_, index) =>
    days.map((to) =>
      doneFor(`address 198.51.100.${index}`, () => usage(`2026-09-${String(index + 1).padStart(2, '0')}`, to)),
    ),
  );
  await expect.poll(asked).toBeGreaterThan(100);
  const reader = (from: string, to: string) => doneFor('address 203.0.113.7', () => usage(from, to));
  const before = asked();
  await reader('2026-11-01', '2026-11-22');
  // Its own ten, those under way, and those that came in between while it put together what it asks next.
  expect(asked() - before).toBeLessThan(60);
  const alsoAsked = asked();
  await reader('2026-09-30', '2026-10-25');
  expect(asked() - alsoAsked).toBeLessThan(60);
  await Promise.all(flood.flat());
});
