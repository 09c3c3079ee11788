import { NOBODY } from '@emc/contract';
import { movableClock } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { RefusedTries } from '../src/refused-tries.ts';

function setUp() {
  const clock = movableClock(Date.parse('2026-11-22T01:00:00Z'));
  const written: { name: string; tries: unknown }[] = [];
  const due = new Map<() => void, number>();
  let isAway = false;
  const refused = new RefusedTries({
    clock,
    log: { warn: () => undefined },
    schedule: (task, delay_ms) => {
      due.set(task, clock() + delay_ms);
      return () => due.delete(task);
    },
    write: async ({ caller, detail }) => {
      if (isAway) throw new Error('away');
      written.push({ name: caller.name, tries: detail['tries'] });
    },
  });
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute++) {
      clock.advance(60_000);
      for (const [task, at_ms] of due) if (at_ms <= clock() && due.delete(task)) task();
      await new Promise((done) => setImmediate(done));
    }
  };
  const tryAs = (name: string) =>
    refused.count({ caller: { ...NOBODY, name }, action: 'sign-in', target: '/', outcome: 'sign-in-failed' });
  return { refused, written, pass, tryAs, due, goAway: (away: boolean) => (isAway = away) };
}

test('tries that go on all day are written after a minute and then every quarter of an hour, and none is lost', async () => {
  const { written, pass, tryAs, due } = setUp();
  for (let minute = 0; minute < 24 * 60; minute++) {
    for (let index = 0; index < 50; index++) tryAs('a@b.vn');
    await pass(1);
  }
  await pass(30);
  expect(written.reduce((sum, { tries }) => sum + Number(tries), 0)).toBe(24 * 60 * 50);
  expect(written.length).toBeLessThanOrEqual(98);
  expect(due.size).toBe(0);
});

test('only the first try since the last entry says that it is the first', async () => {
  const { pass, tryAs } = setUp();
  expect([tryAs('a@b.vn'), tryAs('a@b.vn'), tryAs('c@d.vn')]).toEqual([true, false, true]);
  await pass(1);
  expect(tryAs('a@b.vn')).toBe(true);
});

test('who tries every account leaves a bounded number of entries', async () => {
  const { written, pass, tryAs } = setUp();
  for (let account = 0; account < 3_000; account++) tryAs(`${account}@b.vn`);
  await pass(1);
  expect(written).toHaveLength(51);
  expect(written.at(-1)).toEqual({ name: 'nobody', tries: 2_950 });
});

test('what cannot be written is counted on and written later, once', async () => {
  const { refused, written, pass, tryAs, goAway } = setUp();
  goAway(true);
  tryAs('a@b.vn');
  await pass(1);
  await expect(refused.writeOf('a@b.vn')).rejects.toThrow('away');
  tryAs('a@b.vn');
  goAway(false);
  await Promise.all([refused.writeOf('a@b.vn'), refused.writeOf('a@b.vn')]);
  await refused.close();
  expect(written).toEqual([{ name: 'a@b.vn', tries: 2 }]);
});
