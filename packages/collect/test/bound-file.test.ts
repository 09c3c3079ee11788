import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory } from '@emc/test-kit';
import { expect, onTestFinished, test } from 'vitest';
import { BoundFile } from '../src/bound/bound-file.ts';
import { at, flood, network, newBound, PAGES, pathOf } from './bounded.ts';
import { loggedLines } from './support.ts';

/** A bound and its file, as a collector has them, in a directory of the test's own; `time` moves its clock. */
function place() {
  const directory = freshDirectory();
  onTestFinished(() => directory.remove());
  const dir = path.join(directory.path, 'bound');
  const log = loggedLines();
  const time = { now_ms: at(0) };
  const start = async () => {
    const bound = newBound();
    const file = await BoundFile.open({ dir, bound, clock: () => time.now_ms, log });
    return { bound, file };
  };
  return { dir, log, time, start };
}

test('after a restart places that were taken are taken, a network has had its tenth, and known values are known', async () => {
  const { start, time } = place();
  const before = await start();
  for (const day of [0, 1]) {
    time.now_ms = at(9, day);
    flood(before.bound, { from: network(7), count: 50, prefix: 'known', time_ms: time.now_ms });
    await before.file.flush();
  }
  time.now_ms = at(1, 2);
  flood(before.bound, { from: network(1), count: PAGES, prefix: 'a', time_ms: time.now_ms });
  for (let number = 10; number < 18; number++)
    flood(before.bound, { from: network(number), count: PAGES, prefix: `n${number}-`, time_ms: time.now_ms });
  await before.file.close();

  const { bound, file } = await start();
  const again = { from: network(1), count: 300, time_ms: at(2, 2) };
  expect(flood(bound, { ...again, prefix: 'b' })).toBe(0);
  expect(flood(bound, { ...again, prefix: 'a' })).toBe(PAGES / 10);
  expect(flood(bound, { ...again, from: network(20), prefix: 'c' })).toBe(PAGES / 10);
  expect(flood(bound, { ...again, from: network(21), prefix: 'd' })).toBe(0);
  expect(flood(bound, { ...again, from: network(22), count: 50, prefix: 'known' })).toBe(50);
  await file.close();
});

test('a kill costs what was not written yet and nothing else, and a record that it cut is left out', async () => {
  const { dir, start, time } = place();
  time.now_ms = at(1);
  const killed = await start();
  flood(killed.bound, { from: network(1), count: 100, prefix: 'a', time_ms: time.now_ms });
  await killed.file.flush();
  flood(killed.bound, { from: network(1), count: 50, prefix: 'b', time_ms: time.now_ms });
  const taken = readdirSync(dir).find((name) => name.startsWith('taken-'))!;
  appendFileSync(path.join(dir, taken), Buffer.alloc(5, 7));

  const next = await start();
  expect(flood(next.bound, { from: network(1), count: 5_000, prefix: 'c', time_ms: time.now_ms })).toBe(100);
  await next.file.close();
  const third = await start();
  expect(flood(third.bound, { from: network(1), count: 5_000, prefix: 'd', time_ms: time.now_ms })).toBe(0);
  await Promise.all([killed, third].map(({ file }) => file.close()));
});

test('a network that brings all hits of a portal still does after a restart', async () => {
  const { start, time } = place();
  const before = await start();
  for (let hour = 0; hour < 8; hour++) pathOf(before.bound, '/', network(3), at(hour));
  time.now_ms = at(8);
  await before.file.close();
  const { bound, file } = await start();
  expect(flood(bound, { from: network(3), count: PAGES, prefix: 'p', time_ms: at(9) })).toBe(PAGES - 1);
  await file.close();
});

test('days are forgotten from the disk as they are from memory, and what is kept holds no text and no address', async () => {
  const { dir, start, time } = place();
  const { bound, file } = await start();
  for (let day = 0; day < 40; day++) {
    time.now_ms = at(9, day);
    if (day < 3) flood(bound, { from: '203.0.113.7', count: 150, prefix: `d${day}-`, time_ms: time.now_ms });
    else pathOf(bound, '/', '203.0.113.7', time.now_ms);
    await file.flush();
    expect(readdirSync(dir).length).toBeLessThanOrEqual(2);
  }
  const kept = Buffer.concat(readdirSync(dir).map((name) => readFileSync(path.join(dir, name))));
  expect(kept.length).toBeLessThan(500);
  for (const secret of ['203.0.113', 'd0-', 'bao.example', String.fromCharCode(203, 0, 113)])
    expect(kept.includes(Buffer.from(secret, 'latin1'))).toBe(false);
  await file.close();
});

test('a damaged file is named and left out: hits go on being taken', async () => {
  const { dir, log, start, time } = place();
  const { bound, file } = await start();
  for (const day of [0, 1]) {
    time.now_ms = at(9, day);
    flood(bound, { from: network(1), count: 100, prefix: 'a', time_ms: time.now_ms });
    await file.flush();
  }
  await file.close();
  const values = readdirSync(dir).find((name) => name.startsWith('values-'))!;
  const bytes = readFileSync(path.join(dir, values));
  bytes[40]! ^= 1;
  writeFileSync(path.join(dir, values), bytes);
  const next = await start();
  expect(log.lines.join('\n')).toContain(values);
  expect(pathOf(next.bound, '/a1', network(1), at(10, 1))).toBe('/a1');
  await next.file.close();
});
