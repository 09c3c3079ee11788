import { expect, test, vi } from 'vitest';
import { buildCountry } from '../src/country-day.ts';
import { Crowd } from '../src/crowd.ts';
import { BOTS } from '../src/data/audience.ts';
import { planCountry, seededRandom } from '../src/index.ts';
import { momentFactor } from '../src/volume.ts';
import { referenceBodies } from './bodies.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 60_000 });

const plan = planCountry(2026, referenceBodies(), '2026-11-22');
const country = buildCountry(plan);
const BEGIN_MS = Date.parse('2026-11-20T03:00:00Z');
const MINUTES = 60;

/** An hour of a crowd, a minute at a time. */
function anHour(hits_per_s: number) {
  const crowd = new Crowd(country, seededRandom(5));
  crowd.arrive(BEGIN_MS - 600_000, BEGIN_MS, hits_per_s, BEGIN_MS);
  return Array.from({ length: MINUTES }, (_, minute) => {
    const from_ms = BEGIN_MS + minute * 60_000;
    crowd.arrive(from_ms, from_ms + 60_000, hits_per_s, from_ms);
    return crowd.take(from_ms + 60_000, Number.MAX_SAFE_INTEGER);
  });
}

test('a crowd makes about as many hits as asked for, from its first minute on', () => {
  const minutes = anHour(6);
  const rate_per_s = minutes.flat().length / (MINUTES * 60);
  expect(rate_per_s).toBeGreaterThan(4.8);
  expect(rate_per_s).toBeLessThan(7.2);
  expect(minutes[0]!.length).toBeGreaterThan(150);
});

test('some of it are robots and some come from hosts that are not registered', () => {
  const requests = anHour(6).flat();
  const bots = requests.filter(({ headers }) => BOTS.includes(headers['user-agent']!)).length;
  const moved = new Set(
    plan.portals.filter(({ fault }) => fault.kind === 'wrong-host').map(({ siteId }) => String(siteId)),
  );
  const wrong = requests.filter(({ query }) => moved.has(new URLSearchParams(query).get('idsite')!)).length;
  for (const count of [bots, wrong]) {
    expect(count).toBeGreaterThan(0);
    expect(count / requests.length).toBeLessThan(0.1);
  }
});

test('no more is given out at once than asked for, and nothing is lost', () => {
  const crowd = new Crowd(country, seededRandom(5));
  crowd.arrive(BEGIN_MS, BEGIN_MS + 60_000, 20, BEGIN_MS);
  let given = 0;
  for (let batch = crowd.take(BEGIN_MS + 60_000, 7); batch.length > 0; batch = crowd.take(BEGIN_MS + 60_000, 7)) {
    expect(batch.length).toBeLessThanOrEqual(7);
    given += batch.length;
  }
  expect(given).toBeGreaterThan(100);
});

test('the moment says when it is busy: mornings over lunch over night, working days over Sundays', () => {
  const at = (day: string, time: string) => momentFactor(Date.parse(`${day}T${time}+07:00`), day);
  expect(at('2026-11-20', '09:30:00')).toBeGreaterThan(0.9);
  expect(at('2026-11-20', '09:30:00')).toBeGreaterThan(at('2026-11-20', '12:15:00'));
  expect(at('2026-11-20', '12:15:00')).toBeGreaterThan(at('2026-11-20', '03:00:00'));
  expect(at('2026-11-20', '09:30:00')).toBeGreaterThan(at('2026-11-22', '09:30:00'));
  expect(at('2026-02-17', '09:30:00')).toBeLessThan(0.1);
});
