import { BOUNDED_FIELDS } from '@emc/contract';
import { expect, test } from 'vitest';
import { ValueBound } from '../src/bound/value-bound.ts';
import { at, flood, KEY, network, newBound, othersOf, PAGES, pathOf, view } from './bounded.ts';

test('one network gets a tenth of the new places, and all together no more than there are', () => {
  const bound = newBound();
  const time_ms = at(0.02);
  expect(flood(bound, { from: network(1), count: PAGES, prefix: 'a', time_ms })).toBe(PAGES / 10);
  // Another address of the same network has no part of its own.
  expect(flood(bound, { from: network(1).replace('.9', '.200'), count: 100, prefix: 'b', time_ms })).toBe(0);
  let kept = PAGES / 10;
  for (let number = 2; number < 30; number++) {
    kept += flood(bound, { from: network(number), count: PAGES / 10, prefix: `n${number}-`, time_ms });
  }
  expect(kept).toBe(PAGES);
});

test('a flood of one network at 00:01 takes the place of no honest page, known or new', () => {
  const bound = new ValueBound({ key: KEY });
  for (const day of [0, 1]) flood(bound, { from: network(7), count: 900, prefix: 'known', time_ms: at(9, day) });
  flood(bound, { from: network(66), count: 50_000, prefix: 'flood', time_ms: at(0.02, 2) });
  let honest = 0;
  for (let number = 0; number < 4_000; number++) {
    const path = number < 900 ? `/known${number}` : `/new${number}`;
    if (pathOf(bound, path, network(100 + (number % 50)), at(8, 2)) === path) honest++;
  }
  expect(honest).toBe(4_000);
});

test('values seen on two of the 28 days before keep their place when every new place is taken', () => {
  const bound = newBound();
  const known = (days: number): string => pathOf(bound, '/known', network(1), at(9, days));
  known(0);
  pathOf(bound, '/once', network(1), at(9, 0));
  known(5);
  const taken = (day: number): void => {
    for (let number = 2; number < 30; number++)
      flood(bound, { from: network(number), count: PAGES / 10, prefix: `d${day}n${number}-`, time_ms: at(1, day) });
  };
  taken(28);
  expect([known(28), pathOf(bound, '/once', network(1), at(9, 28))]).toEqual(['/known', 'other']);
  // Days 5 and 28 lie in the 28 days before day 33; before day 57, only one does.
  taken(33);
  expect(known(33)).toBe('/known');
  taken(62);
  expect(known(62)).toBe('other');
});

test('a value that has its place keeps it the whole day, and a place is not taken twice', () => {
  const bound = newBound();
  const first = { from: network(1), count: PAGES / 10, prefix: 'a', time_ms: at(1) };
  expect([flood(bound, first), flood(bound, first)]).toEqual([PAGES / 10, PAGES / 10]);
  expect(flood(bound, { ...first, from: network(2) })).toBe(PAGES / 10);
  expect(flood(bound, { ...first, from: network(2), prefix: 'b' })).toBe(PAGES / 10);
});

test('where one network brings nearly all hits of a portal, its new values have the bound of the portal alone', () => {
  const bound = newBound();
  for (let hour = 0; hour < 7; hour++) {
    for (let number = 0; number < 50; number++) pathOf(bound, '/', network(3), at(hour + number / 60));
    pathOf(bound, '/', network(4), at(hour + 0.9));
    // Other portals have readers everywhere: it is not the network of all hits of the country.
    for (let number = 0; number < 200; number++) {
      bound.apply(view('/', at(hour + 0.95), { siteId: 9 }), network(100 + number));
    }
  }
  const flooded = { count: PAGES * 2, prefix: 'p', time_ms: at(8) };
  expect(flood(bound, { ...flooded, from: network(4), prefix: 'q' })).toBe(PAGES / 10);
  expect(flood(bound, { ...flooded, from: network(3) })).toBe(PAGES - PAGES / 10 - 1);
});

test('where one network brings nearly all hits of all portals, a portal that is new is not held to a tenth', () => {
  const bound = newBound();
  for (let hour = 0; hour < 7; hour++) {
    for (let siteId = 10; siteId < 40; siteId++) bound.apply(view('/', at(hour), { siteId }), network(3));
  }
  expect(flood(bound, { from: network(3), count: PAGES * 2, prefix: 'p', time_ms: at(8), siteId: 77 })).toBe(PAGES);
});

test('a flood of one hour does not make its network the one that brings all hits', () => {
  const bound = newBound();
  for (let hour = 0; hour < 20; hour++) {
    for (let number = 0; number < 30; number++) pathOf(bound, '/', network(number), at(hour));
  }
  flood(bound, { from: network(66), count: 30_000, prefix: 'f', time_ms: at(20) });
  expect(flood(bound, { from: network(66), count: PAGES, prefix: 'g', time_ms: at(21) })).toBe(0);
});

test('a late hit takes its place on the day on which it happened', () => {
  const bound = newBound();
  for (let number = 2; number < 12; number++)
    flood(bound, { from: network(number), count: PAGES / 10, prefix: `n${number}-`, time_ms: at(12) });
  const late = (path: string): string => {
    const hit = view(path, at(13), { received_ms: at(1, 1) });
    bound.apply(hit, network(40));
    return hit.path;
  };
  expect(pathOf(bound, '/today', network(40), at(1, 1))).toBe('/today');
  expect([late('/late'), late('/n2-0')]).toEqual(['other', '/n2-0']);
});

test('late hits that waited over midnight give no place back that was taken', () => {
  const bound = newBound();
  const flooded = { from: network(66), count: PAGES, prefix: 'f', time_ms: at(0.01, 2) };
  expect(flood(bound, flooded)).toBe(PAGES / 10);
  // Of the evening before yesterday, sent a second before midnight with all the lateness that is taken.
  bound.apply(view('/late', at(23.99, 0), { received_ms: at(23.99, 1) }), network(66));
  expect(flood(bound, { ...flooded, prefix: 'g' })).toBe(0);
});

test('when the clock was set far ahead and back again, the days that follow have their places and known values theirs', () => {
  const bound = newBound();
  for (const day of [0, 1]) pathOf(bound, '/known', network(1), at(9, day));
  const taken = (day: number): number => {
    let kept = 0;
    for (let number = 2; number < 14; number++)
      kept += flood(bound, { from: network(number), count: 300, prefix: `d${day}n${number}-`, time_ms: at(9, day) });
    return kept;
  };
  taken(20);
  expect(taken(2)).toBe(PAGES);
  expect(pathOf(bound, '/known', network(30), at(9, 2))).toBe('/known');
  expect([taken(3), taken(4)]).toEqual([PAGES, PAGES]);
});

test('every text of a hit is bounded, and what is not too much stays', () => {
  const bound = newBound();
  const texts: Record<string, (number: number) => Partial<ReturnType<typeof view>>> = {
    title: (number) => ({ title: `t${number}` }),
    host: (number) => ({ host: `h${number}.example.gov.vn` }),
    referrer: (number) => ({ referrerKind: 'website', referrer: `r${number}.com` }),
    campaign: (number) => ({ referrerKind: 'campaign', referrer: `c${number}`, campaign: `c${number}` }),
    event: (number) => ({ kind: 'event', eventCategory: 'c', eventAction: `a${number}`, eventName: 'n' }),
    'event-name': (number) => ({ kind: 'event', eventCategory: 'c', eventAction: 'a', eventName: `n${number}` }),
    target: (number) => ({ kind: number % 2 ? 'download' : 'outlink', target: `x/${number}.pdf` }),
    keyword: (number) => ({ kind: 'search', target: `k${number}` }),
    service: (number) => ({ kind: 'service', serviceCode: `s${number}` }),
  };
  expect(['page', ...Object.keys(texts)].sort()).toEqual(Object.keys(BOUNDED_FIELDS).sort());
  const site = (field: string): number => 10 + Object.keys(texts).indexOf(field);
  for (const [field, more] of Object.entries(texts)) {
    const part = (field === 'title' ? PAGES : BOUNDED_FIELDS[field as keyof typeof BOUNDED_FIELDS].places) / 10;
    const stored = new Set<string>();
    for (let number = 0; number < part + 50; number++) {
      const hit = view('/', at(1), { siteId: site(field), ...more(number) });
      bound.apply(hit, network(1));
      stored.add(JSON.stringify({ ...hit, kind: '', visitor: '' }));
    }
    expect([field, stored.size]).toEqual([field, part + 1]);
  }
  const late = view('/', at(2), { siteId: site('event-name'), ...texts['event-name']!(99_999) });
  bound.apply(late, network(1));
  expect([late.eventCategory, late.eventAction, late.eventName]).toEqual(['c', 'a', 'other']);
  const campaign = view('/', at(2), { siteId: site('campaign'), ...texts['campaign']!(99_999) });
  bound.apply(campaign, network(1));
  expect([campaign.campaign, campaign.referrer]).toEqual(['other', 'other']);
});

test('how many hits and values of a portal and day went to "other" is counted', () => {
  const bound = newBound();
  for (let turn = 0; turn < 2; turn++) {
    for (let number = 0; number < PAGES / 10 + 300; number++)
      bound.apply(view(`/p${number}`, at(1), { title: `T${number}` }), network(1));
  }
  const counted = othersOf(bound);
  expect(counted['5 2026-11-02 any']).toBe('600');
  for (const field of ['page', 'title']) {
    const [hits, values] = counted[`5 2026-11-02 ${field}`]!.split('/').map(Number);
    expect(hits).toBe(600);
    expect(Math.abs(values! - 300)).toBeLessThan(45);
  }
  // Taken once; what could not be kept is given again.
  expect(othersOf(bound)).toEqual({});
});

test('what is remembered of all portals stays within its bytes, whatever they send, and honest pages that are known stay', () => {
  const most_bytes = 1024 * 1024;
  const bound = newBound({ places: {}, most_bytes });
  for (const day of [0, 1]) {
    for (let siteId = 1; siteId <= 5; siteId++)
      flood(bound, { from: network(1), count: 100, prefix: 'known', time_ms: at(8, day), siteId });
  }
  let largest = 0;
  for (let day = 2; day < 5; day++) {
    for (let siteId = 1; siteId <= 5; siteId++) {
      for (let number = 2; number < 14; number++) {
        flood(bound, {
          from: network(number),
          count: 2_000,
          prefix: `d${day}n${number}-`,
          time_ms: at(1, day),
          siteId,
        });
        largest = Math.max(largest, bound.size_bytes);
      }
    }
  }
  // One table may have doubled when the last byte was taken.
  expect(largest).toBeLessThan(most_bytes * 1.5);
  let known = 0;
  for (let siteId = 1; siteId <= 5; siteId++)
    known += flood(bound, { from: network(1), count: 100, prefix: 'known', time_ms: at(8, 5), siteId });
  expect(known).toBe(500);
});

test('one network cannot take the memory of all portals', () => {
  const bound = new ValueBound({ key: KEY });
  let kept = 0;
  for (let siteId = 1; siteId <= 300; siteId++)
    kept += flood(bound, { from: network(1), count: 2_100, prefix: 'f', time_ms: at(1), siteId });
  expect(kept).toBeLessThanOrEqual(500_000);
});
