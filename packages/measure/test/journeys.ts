import { emptyHit, type Hit } from '@emc/event-store';
import fc from 'fast-check';

const MINUTE_MS = 60_000;
const GAP_MS = 30 * MINUTE_MS;

export function hit(change: Partial<Hit>): Hit {
  return {
    ...emptyHit(),
    siteId: 1,
    time_ms: 0,
    received_ms: change.time_ms ?? 0,
    visitor: 1n,
    host: 'a.gov.vn',
    path: '/',
    device: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    ...change,
  };
}

/** Steps between hits: the edges of a visit, equal instants, and everything between. */
const step_ms = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, GAP_MS - 1, GAP_MS, GAP_MS + 1) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 10 * MINUTE_MS }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 8 * 60 * MINUTE_MS }) },
);

const referrer = fc.constantFrom(
  { referrerKind: 'direct' as const, referrer: '' },
  { referrerKind: 'search' as const, referrer: 'coccoc.com' },
  { referrerKind: 'search' as const, referrer: 'google.com' },
  { referrerKind: 'website' as const, referrer: 'tuổi trẻ.vn|x' },
  { referrerKind: 'internal' as const, referrer: '' },
);

const what = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('page_view' as const),
      path: fc.constantFrom('/', '/a', '/thủ-tục?id=1'),
      title: fc.constantFrom('', 'Trang', 'Thủ tục'),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'ping' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      eventCategory: fc.constantFrom('menu', 'form'),
      eventAction: fc.constantFrom('open', ''),
      eventName: fc.constantFrom('', 'ấn'),
      eventValue: fc.constantFrom(0, 1.5, -2, 1e6),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('download' as const, 'outlink' as const, 'search' as const),
      target: fc.constantFrom('https://x.vn/a.pdf', 'https://y.vn/', 'hộ tịch'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('service' as const),
      serviceCode: fc.constantFrom('1.000123', '2.000001.000.00.00.H56', 'nguyen-van-a', 'my_Service'),
      serviceState: fc.constantFrom(-1 as const, 0 as const, 1 as const),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'custom' as const }, { kind: 'content' as const }) },
);

const move = fc.record({
  step_ms,
  what,
  siteId: fc.constantFrom(1, 1, 1, 2, 3),
  campaign: fc.constantFrom('', '', '', '', 'tết', 'xuân'),
  referrer,
  browser: fc.constantFrom('Firefox', 'Firefox', 'Cốc Cốc'),
});

/** The hits of one visitor from a start on, over a few portals. */
const journey = (earliest_ms: number, latest_ms: number) =>
  fc
    .record({
      start_ms: fc.oneof(
        fc.integer({ min: earliest_ms, max: latest_ms }),
        // Around local midnight, where a visit ends.
        fc.integer({ min: -40, max: 5 }).map((minutes) => earliest_ms + 24 * 3_600_000 + minutes * MINUTE_MS),
      ),
      visitor: fc.constantFrom(1n, 2n, 3n, 0xffff_ffff_ffff_ffffn),
      device: fc.constantFrom('desktop', 'phone'),
      os: fc.constantFrom('Linux', 'Android'),
      moves: fc.array(move, { minLength: 1, maxLength: 14 }),
    })
    .map(({ start_ms, visitor, device, os, moves }) => {
      let time_ms = start_ms;
      return moves.map((one) => {
        time_ms += one.step_ms;
        return hit({
          siteId: one.siteId,
          time_ms,
          visitor,
          device,
          os,
          campaign: one.campaign,
          browser: one.browser,
          ...one.referrer,
          ...one.what,
        });
      });
    });

/** Hits of several visitors in an order of arrival that has nothing to do with time, cut into inserts. */
export const arrivals = (earliest_ms: number, latest_ms: number) =>
  fc.array(journey(earliest_ms, latest_ms), { minLength: 1, maxLength: 20 }).chain((journeys) => {
    const hits = journeys.flat();
    return fc.record({
      hits: fc.shuffledSubarray(hits, { minLength: hits.length }),
      inserts: fc.integer({ min: 1, max: 4 }),
      /** After which inserts the visits are computed, besides at the end. */
      refreshes: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    });
  });
