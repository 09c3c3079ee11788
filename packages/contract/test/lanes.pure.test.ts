import { expect, test } from 'vitest';
import { createLanes, doneFor, holdAnswers } from '../src/index.ts';

/** Lanes on a clock of the test: a piece of work says how long it takes, and the one that ends first ends first. */
function timedLanes(limit: number) {
  let now_ms = 0;
  const order: string[] = [];
  const running: { ends_ms: number; end: () => void }[] = [];
  const lanes = createLanes(limit, () => now_ms);
  const work = (name: string, takes_ms: number) =>
    lanes(() => {
      order.push(name);
      return new Promise<void>((end) => running.push({ ends_ms: now_ms + takes_ms, end }));
    });
  const settle = () => new Promise((done) => setImmediate(done));
  /** Lets `pieces` of what runs end, one after another. */
  const pass = async (pieces = Number.POSITIVE_INFINITY): Promise<void> => {
    await settle();
    for (let ended = 0; ended < pieces && running.length > 0; ended++) {
      running.sort((a, b) => a.ends_ms - b.ends_ms);
      const next = running.shift()!;
      now_ms = next.ends_ms;
      next.end();
      await settle();
    }
  };
  const ask = (asker: string, takes_ms = 10) => doneFor(asker, () => work(asker, takes_ms));
  return { ask, work, order, pass };
}
const many = (count: number, make: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => make(index));

test('who asks now and then finds the next free lane, however much thirty others have waiting', async () => {
  const { ask, order, pass } = timedLanes(4);
  many(30, (index) => many(100, () => ask(`greedy ${index}`)));
  await pass(600);
  const before = order.length;
  many(10, () => ask('modest'));
  await pass(10);
  expect(order.slice(before)).toEqual(Array(10).fill('modest'));
});

test('those who ask without end get equal shares of the time, whatever their questions take', async () => {
  const { ask, order, pass } = timedLanes(2);
  many(2_000, () => ask('small', 10));
  many(200, () => ask('large', 100));
  await pass(600);
  const time_ms = (name: string, takes_ms: number) => order.filter((one) => one === name).length * takes_ms;
  const [small, large] = [time_ms('small', 10), time_ms('large', 100)];
  expect(Math.abs(small - large) / large).toBeLessThan(0.15);
});

test('nothing of one asker is passed over by what he asked later, and all of it is done', async () => {
  const { work, order, pass } = timedLanes(3);
  many(50, (index) => doneFor(`asker ${index % 5}`, () => work(`${index % 5} ${index}`, 1 + (index % 7))));
  await pass();
  expect(order).toHaveLength(50);
  for (let asker = 0; asker < 5; asker++) {
    const own = order.filter((name) => name.startsWith(`${asker} `)).map((name) => Number(name.split(' ')[1]));
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});

test('who asks the same as one who has much waiting does not wait for his turn', async () => {
  const { ask, work, order, pass } = timedLanes(2);
  many(40, () => ask('greedy', 1_000));
  const held = holdAnswers<unknown>(() => 0);
  // A shared question asks a shared one, as an evaluation asks for dossiers.
  const popular = () => held('outer', 1_000, () => held('inner', 1_000, () => work('popular', 10)));
  void doneFor('greedy', popular);
  await pass(4);
  expect(order).not.toContain('popular');
  const answered = doneFor('modest', popular);
  await pass(2);
  expect(order.filter((name) => name === 'popular')).toHaveLength(1);
  await pass(5);
  await answered;
});

test('no more work runs at once than there are lanes, and an error frees its lane', async () => {
  const lanes = createLanes(2);
  let [running, most] = [0, 0];
  const work = (fails: boolean) => async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setImmediate(done));
    running--;
    if (fails) throw new Error('no');
    return 1;
  };
  const all = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => lanes(work(index % 3 === 0))));
  expect(most).toBe(2);
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
});
