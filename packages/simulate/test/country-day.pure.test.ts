import { createHash } from 'node:crypto';
import { addDays, type Day, dayOf, DAY_MS, startOfDay } from '@emc/contract';
import { RowWriter, type Hit } from '@emc/event-store';
import { expect, test, vi } from 'vitest';
import { encodeStretch } from '../src/blocks.ts';
import { buildCountry, sendsOn, simulateDay } from '../src/country-day.ts';
import { planCountry } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 60_000 });

const TODAY = '2026-11-22';
const plan = planCountry(2026, referenceBodies(), TODAY);
const country = buildCountry(plan);

function hitsOf(day: Day, scale = 1): Hit[] {
  const hits: Hit[] = [];
  simulateDay(country, day, scale, (hit) => hits.push({ ...hit }));
  return hits;
}

function pageViews(day: Day): number {
  return hitsOf(day).filter(({ kind }) => kind === 'page_view').length;
}

function digest(from: Day, to: Day, days: number): string {
  const hash = createHash('sha256');
  const writer = new RowWriter();
  // A country of its own: nothing may depend on what was asked for before.
  const own = buildCountry(planCountry(2026, referenceBodies(), TODAY));
  for (let day = from; day < to; day = addDays(day, days)) {
    const stretch = {
      batchId: 0n,
      start_ms: startOfDay(day),
      end_ms: Math.min(startOfDay(addDays(day, days)), startOfDay(to)),
    };
    hash.update(encodeStretch(own, stretch, 0.3, writer).rows);
  }
  return hash.digest('hex');
}

test('two runs write the same bytes, however the days are put together', () => {
  const whole = digest('2026-03-02', '2026-03-06', 4);
  expect(digest('2026-03-02', '2026-03-06', 4)).toBe(whole);
  expect(digest('2026-03-02', '2026-03-06', 3)).toBe(whole);
});

test('hours put together are the day', () => {
  const writer = new RowWriter();
  const start_ms = startOfDay('2026-03-02');
  let hits = 0;
  for (let hour = 0; hour < 24; hour++) {
    const from_ms = start_ms + (hour * DAY_MS) / 24;
    hits += encodeStretch(country, { batchId: 0n, start_ms: from_ms, end_ms: from_ms + DAY_MS / 24 }, 1, writer).hits;
  }
  expect(hits).toBe(hitsOf('2026-03-02').length);
});

test('working days are busier than weekends, and weekends than Tết', () => {
  const week = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].map(pageViews);
  const weekend = ['2026-03-07', '2026-03-08'].map(pageViews);
  const tet = ['2026-02-16', '2026-02-17', '2026-02-18'].map(pageViews);
  expect(Math.min(...week)).toBeGreaterThan(1.5 * Math.max(...weekend));
  expect(Math.min(...weekend)).toBeGreaterThan(1.5 * Math.max(...tet));
});

test('other holidays are quiet too, and use rises over the year', () => {
  expect(pageViews('2026-04-30')).toBeLessThan(0.5 * pageViews('2026-04-23'));
  expect(pageViews('2026-09-02')).toBeLessThan(0.5 * pageViews('2026-09-09'));
  expect(pageViews('2026-11-17')).toBeGreaterThan(1.1 * pageViews('2025-11-18'));
});

test('on a working day the peaks are before and after lunch, and the night is quiet', () => {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const hit of hitsOf('2026-03-03')) hours[Math.floor((hit.time_ms - startOfDay('2026-03-03')) / 3_600_000)]!++;
  const [night, nine, noon, afternoon] = [hours[2]!, hours[9]!, hours[12]!, hours[14]!];
  expect(nine).toBeGreaterThan(1.5 * noon);
  expect(afternoon).toBeGreaterThan(1.5 * noon);
  expect(noon).toBeGreaterThan(5 * night);
});

test('every hit of a day lies in that day', () => {
  for (const { time_ms, received_ms } of hitsOf('2026-01-31')) {
    expect(dayOf(time_ms)).toBe('2026-01-31');
    expect(received_ms).toBe(time_ms);
  }
});

test('portals that work send every day, also at Tết; those with a fault only before it, those to come not at all', () => {
  for (const day of ['2026-02-17', '2026-11-08', TODAY]) {
    const heard = new Set(hitsOf(day).map(({ siteId }) => siteId));
    for (const { portal } of country.sites) expect(heard.has(portal.siteId)).toBe(sendsOn(portal, day));
  }
  const heard = new Set(hitsOf(TODAY).map(({ siteId }) => siteId));
  for (const portal of plan.portals) {
    expect(heard.has(portal.siteId)).toBe(portal.fault.kind === 'none' && portal.liveOn <= TODAY);
  }
});

test('a portal that works is heard within any 24 hours', () => {
  const hits = ['2026-11-20', '2026-11-21', TODAY].flatMap((day) => hitsOf(day, 0.000_1));
  for (const [siteId, own] of Map.groupBy(hits, (hit) => hit.siteId)) {
    if (!sendsOn(country.sites.find(({ portal }) => portal.siteId === siteId)!.portal, TODAY)) continue;
    const times = own.map(({ time_ms }) => time_ms).sort((one, other) => one - other);
    const gaps = times.slice(1).map((time_ms, index) => time_ms - times[index]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(DAY_MS);
  }
});

test('most visitors come by telephone, a few portals have most of the use', () => {
  const views = hitsOf('2026-03-03').filter(({ kind }) => kind === 'page_view');
  const phones = views.filter(({ device }) => device === 'phone').length;
  expect(phones / views.length).toBeGreaterThan(0.5);
  expect(phones / views.length).toBeLessThan(0.7);
  const bySite = [...Map.groupBy(views, ({ siteId }) => siteId).values()]
    .map(({ length }) => length)
    .sort((a, b) => b - a);
  const top = bySite.slice(0, Math.round(bySite.length / 10)).reduce((sum, count) => sum + count, 0);
  expect(top / views.length).toBeGreaterThan(0.35);
});

test('visits have pages, services are viewed more often than submitted, everything that can happen happens', () => {
  const hits = hitsOf('2026-03-03');
  const count = (kind: Hit['kind'], state = 0) =>
    hits.filter((hit) => hit.kind === kind && hit.serviceState === state).length;
  for (const kind of ['page_view', 'event', 'download', 'outlink', 'search', 'ping'] as const)
    expect(count(kind)).toBeGreaterThan(20);
  expect(count('service', -1)).toBeGreaterThan(count('service'));
  expect(count('service')).toBeGreaterThan(count('service', 1));
  expect(count('service', 1)).toBeGreaterThan(20);
});
