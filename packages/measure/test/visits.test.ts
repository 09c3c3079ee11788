import { addDays, usageSchema } from '@emc/contract';
import type { Day, Interval, Subject, Usage, UsageTotals } from '@emc/contract';
import type { EventStore, Hit } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFigures, createRefresher } from '../src/index.ts';
import { midnight, reckon, referrerName, tally, visitsIn } from './brute-force.ts';
import type { Reckoning } from './brute-force.ts';
import { arrivals, hit } from './journeys.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A span of four days around the end of a month, so that journeys cross the end of a day and of a partition. */
interface Span {
  from: Day;
  to: Day;
  /** Local midnight at which the month's last day begins: from here journeys start. */
  begin_ms: number;
  end_ms: number;
}

// Each run has a span of its own, earlier than all before it: so a store need not be emptied, and what was first heard
// is always this run's.
let months = 0;
function nextSpan(): Span {
  const firstOfNext = new Date(Date.UTC(2026, 10 - months++, 1)).toISOString().slice(0, 10);
  const to = addDays(firstOfNext, 1);
  return {
    from: addDays(firstOfNext, -2),
    to,
    begin_ms: midnight(addDays(firstOfNext, -1)),
    end_ms: midnight(addDays(to, 1)),
  };
}
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const NOW_MS = midnight('2026-11-03');
const clock = () => NOW_MS;
const portals = [portal(1), portal(2), portal(3)];
const figures = () =>
  createFigures({
    eventStore: store,
    hierarchy: hierarchyOf(portals),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOW_MS }),
  });
const refresh = () => createRefresher({ eventStore: store, clock, log: quiet }).refreshNow();

function asReckoning(totals: UsageTotals): Reckoning {
  const { bounceRate, pagesPerVisit, averageVisitSeconds, ...counts } = totals;
  const visit_ms = Math.round((averageVisitSeconds ?? 0) * totals.visits * 1000);
  if (totals.visits === 0) expect([bounceRate, pagesPerVisit, averageVisitSeconds]).toEqual([null, null, null]);
  else expect(bounceRate).toBe(totals.bounces / totals.visits);
  return { ...counts, visit_ms };
}

function expectAgreement(span: Span, usage: Usage, hits: readonly Hit[], interval: Interval): void {
  const visits = visitsIn(hits);
  const { end_ms } = span;
  expect(asReckoning(usage.totals)).toEqual(reckon(hits, visits, midnight(span.from), end_ms));
  const ends = [...usage.series.slice(1).map((point) => Date.parse(point.start)), end_ms];
  const first_ms = Math.min(...hits.map(({ time_ms }) => time_ms));
  for (const [index, point] of usage.series.entries()) {
    const start_ms = Date.parse(point.start);
    const stop_ms = ends[index] ?? end_ms;
    const expected = reckon(hits, visits, start_ms, stop_ms, interval === 'hour' ? 'hour' : 'day');
    expect(point.values === null ? null : asReckoning(point.values)).toEqual(stop_ms > first_ms ? expected : null);
  }
  expect(usage.devices).toEqual(tally(visits, (visit) => visit.first.device));
  expect(usage.browsers).toEqual(tally(visits, (visit) => visit.first.browser));
  expect(usage.operatingSystems).toEqual(tally(visits, (visit) => visit.first.os));
  const names = tally(visits, (visit) => `${referrerName(visit).kind}|${referrerName(visit).value}`);
  expect(usage.referrers!.map(({ kind, value, count }) => ({ value: `${kind}|${value}`, count }))).toEqual(names);
  expectLists(usage, hits);
}

function expectLists(usage: Usage, hits: readonly Hit[]): void {
  const ofKind = (kind: Hit['kind']) => hits.filter((one) => one.kind === kind);
  const pages = tally(ofKind('page_view'), (one) => `${one.host}${one.path}`);
  expect(usage.pages!.map(({ host, path, pageViews }) => ({ value: `${host}${path}`, count: pageViews }))).toEqual(
    pages,
  );
  expect(usage.downloads).toEqual(tally(ofKind('download'), (one) => one.target));
  expect(usage.outlinks).toEqual(tally(ofKind('outlink'), (one) => one.target));
  expect(usage.searches).toEqual(tally(ofKind('search'), (one) => one.target));
  const events = ofKind('event');
  expect(usage.events!.reduce((sum, { count }) => sum + count, 0)).toBe(events.length);
  expect(usage.events!.reduce((all, { sum }) => all + sum, 0)).toBe(
    events.reduce((sum, one) => sum + one.eventValue, 0),
  );
  for (const { code, views, declarations, submissions } of usage.services!) {
    const states = ofKind('service')
      .filter((one) => (/^\d\.\d{6}/.test(one.serviceCode) ? one.serviceCode : '') === code)
      .map((one) => one.serviceState);
    expect([views, declarations, submissions]).toEqual(
      [-1, 0, 1].map((state) => states.filter((one) => one === state).length),
    );
  }
}

async function expectUsage(span: Span, hits: readonly Hit[], subject: Subject, interval: Interval): Promise<void> {
  const own = hits.filter((one) => subject.kind !== 'portal' || one.siteId === subject.siteId);
  const inPeriod = own.filter((one) => one.time_ms < span.end_ms);
  const usage = await figures().usage(subject, { from: span.from, to: span.to, interval });
  usageSchema.parse(usage);
  expectAgreement(span, usage, inPeriod, interval);
}

test('every figure equals a brute-force reckoning, whatever the order of arrival, the inserts and the refreshes between', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals(0, DAY_MS), async ({ hits: relative, inserts, refreshes }) => {
      const span = nextSpan();
      const hits = relative.map((one) => ({ ...one, time_ms: one.time_ms + span.begin_ms }));
      const size = Math.ceil(hits.length / inserts);
      const refresher = createRefresher({ eventStore: store, clock, log: quiet });
      for (let i = 0; i < inserts; i++) {
        await insert(store, hits.slice(i * size, (i + 1) * size));
        if (refreshes[i]) await refresher.refreshNow();
      }
      await refresher.refreshNow();
      await Promise.all([
        expectUsage(span, hits, { kind: 'portal', siteId: 1 }, 'hour'),
        expectUsage(span, hits, { kind: 'body', code: 'H56' }, 'day'),
        expectUsage(span, hits, { kind: 'country' }, 'hour'),
        expectUsage(span, hits, { kind: 'country' }, 'month'),
      ]);
    }),
    { numRuns: 8 },
  );
});

const HALF_AN_HOUR_MS = 1_800_000;
/** A hit so long after the beginning of the span. */
const at = (after_ms: number, change: Partial<Hit> = {}) => hit({ time_ms: after_ms, ...change });

async function visitsOf(relative: Hit[]): Promise<{ visits: number; bounces: number; seconds: number | null }> {
  const span = nextSpan();
  await insert(
    store,
    relative.map((one) => ({ ...one, time_ms: one.time_ms + span.begin_ms })),
  );
  await refresh();
  const { totals } = await figures().usage(
    { kind: 'portal', siteId: 1 },
    { from: span.from, to: span.to, interval: 'day' },
  );
  return { visits: totals.visits, bounces: totals.bounces, seconds: totals.averageVisitSeconds };
}

test('a gap of exactly 30 minutes stays one visit, a millisecond more makes two', async () => {
  expect(await visitsOf([at(0), at(HALF_AN_HOUR_MS)])).toEqual({ visits: 1, bounces: 0, seconds: 1800 });
  expect(await visitsOf([at(0), at(HALF_AN_HOUR_MS + 1)])).toEqual({ visits: 2, bounces: 2, seconds: 0 });
});

test('a ping keeps a visit alive and lengthens it, but never begins one', async () => {
  expect(await visitsOf([at(0), at(HALF_AN_HOUR_MS, { kind: 'ping' }), at(2 * HALF_AN_HOUR_MS)])).toEqual({
    visits: 1,
    bounces: 0,
    seconds: 3600,
  });
  expect(await visitsOf([at(0, { kind: 'ping' }), at(1000, { kind: 'ping' })])).toEqual({
    visits: 0,
    bounces: 0,
    seconds: null,
  });
  expect(await visitsOf([at(0, { kind: 'ping' }), at(1000), at(3000, { kind: 'ping' })])).toEqual({
    visits: 1,
    bounces: 1,
    seconds: 2,
  });
});

test('a visit ends at local midnight', async () => {
  const visits = await visitsOf([at(DAY_MS - 1), at(DAY_MS)]);
  expect(visits).toEqual({ visits: 2, bounces: 2, seconds: 0 });
});

test('a new campaign begins a visit; the same one, or none, does not', async () => {
  const campaign = (name: string) => ({ campaign: name });
  expect((await visitsOf([at(0), at(1, campaign('a')), at(2), at(3, campaign('a'))])).visits).toBe(2);
  expect((await visitsOf([at(0, campaign('a')), at(1), at(2, campaign('b')), at(3, campaign('a'))])).visits).toBe(3);
  expect((await visitsOf([at(0, campaign('a')), at(1, { kind: 'ping', campaign: 'b' })])).visits).toBe(1);
});
