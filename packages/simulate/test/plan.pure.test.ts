import { addDays } from '@emc/contract';
import { expect, test, vi } from 'vitest';
import { buildCountry } from '../src/country-day.ts';
import { planCountry, type PlannedPortal } from '../src/index.ts';
import { articleOn } from '../src/news.ts';
import { seededRandom } from '../src/random.ts';
import { referenceBodies } from './bodies.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 60_000 });

const TODAY = '2026-11-22';
const SEEDS = [1, 7, 2026, 4_000_000_000];
const bodies = referenceBodies();
const plan = planCountry(2026, bodies, TODAY);
const LONG_NUMBER = /\d(?:[\s.\-_()]{0,2}\d){8,}/;

function connectedPart(
  portals: PlannedPortal[],
  bodyOf: (portal: PlannedPortal) => string,
): { all: number; connected: number } {
  const live = portals.filter(({ liveOn }) => liveOn <= TODAY);
  const groups = [...Map.groupBy(live, bodyOf).values()];
  return {
    all: groups.length,
    connected: groups.filter((group) => group.every(({ fault }) => fault.kind === 'none')).length,
  };
}

test('the same seed plans the same country, another seed another', () => {
  expect(planCountry(2026, bodies.toReversed(), TODAY)).toEqual(plan);
  expect(planCountry(2027, bodies, TODAY)).not.toEqual(plan);
});

test.each(SEEDS)(
  '67 of 83 bodies are fully connected on the map of 2024, about as many on that of today (seed %i)',
  (seed) => {
    const { portals } = planCountry(seed, bodies, TODAY);
    expect(connectedPart(portals, ({ bodyCode }) => bodyCode)).toEqual({ all: 83, connected: 67 });
    const today = connectedPart(portals, ({ bodyCodeToday }) => bodyCodeToday);
    expect(today.all).toBe(48);
    expect(today.connected / today.all).toBeGreaterThan(0.75);
    expect(today.connected / today.all).toBeLessThan(0.85);
  },
);

test.each(SEEDS)('there are some hundred portals, and no host or siteId twice (seed %i)', (seed) => {
  const { portals } = planCountry(seed, bodies, TODAY);
  expect(portals.length).toBeGreaterThan(280);
  expect(portals.length).toBeLessThan(360);
  expect(new Set(portals.map(({ host }) => host)).size).toBe(portals.length);
  expect(new Set(portals.map(({ siteId }) => siteId)).size).toBe(portals.length);
  expect(Math.max(...portals.map(({ siteId }) => siteId))).toBeLessThanOrEqual(10_000);
});

test('siteIds and hosts stay when the country is planned again on a later day', () => {
  const later = planCountry(2026, bodies, '2027-03-01').portals;
  expect(later.map(({ siteId, host }) => `${siteId} ${host}`)).toEqual(
    plan.portals.map(({ siteId, host }) => `${siteId} ${host}`),
  );
});

test('every kind of fault is there', () => {
  const kinds = new Set(plan.portals.map(({ fault }) => fault.kind));
  expect([...kinds].sort()).toEqual(['never-sent', 'none', 'silent', 'wrong-host']);
});

test('a portal is entered while its body exists, and stands below a unit of that body', () => {
  const ends = new Map(bodies.map(({ code, validTo }) => [code, validTo]));
  const units = new Map(plan.units.map((unit) => [unit.key, unit]));
  for (const portal of plan.portals) {
    expect(portal.registeredOn < (ends.get(portal.bodyCode) ?? '9999')).toBe(true);
    expect(portal.registeredOn <= TODAY).toBe(true);
    if (portal.unitKey !== null) expect(units.get(portal.unitKey)?.bodyCode).toBe(portal.bodyCode);
  }
});

test('addresses follow the rules for the domains of state bodies', () => {
  const hosts = plan.portals.map(({ host }) => host);
  for (const host of hosts) expect(host).toMatch(/^([a-z0-9-]+\.){1,2}gov\.vn$/);
  for (const host of [
    'hochiminhcity.gov.vn',
    'thanhhoa.gov.vn',
    'dichvucong.thanhhoa.gov.vn',
    'daklak.gov.vn',
    'hue.gov.vn',
    'dichvucong.moh.gov.vn',
  ]) {
    expect(hosts).toContain(host);
  }
});

test('no text has a gap left in it, and nothing in an address or title reads as a long number', () => {
  const { sites } = buildCountry(plan);
  const random = seededRandom(1);
  const odd: string[] = [];
  for (const site of sites) {
    const articles = Array.from({ length: 30 }, (_, week) => articleOn(site, 20_000 + week * 12, random));
    const services = site.services.items.flatMap(({ about, apply }) => [about, apply]);
    for (const { path, title, serviceCode } of [...site.pages.items, ...articles, ...services]) {
      if (/[{}]|undefined|NaN/.test(`${path} ${title} ${site.portal.name}`)) odd.push(title);
      if (!/^\/[A-Za-z0-9/.-]*$/.test(path)) odd.push(path);
      // The collector hides runs of nine digits: history would differ from what comes in live.
      const ownWords = serviceCode === '' ? path : path.replace(serviceCode, '');
      if (LONG_NUMBER.test(ownWords) || LONG_NUMBER.test(title)) odd.push(path, title);
    }
    odd.push(...site.documents.filter((file) => LONG_NUMBER.test(file)));
  }
  expect(odd).toEqual([]);
});

test('service codes have the national form, alone or with the agency', () => {
  const { sites } = buildCountry(plan);
  const codes = sites.flatMap(({ services }) => services.items.map(({ about }) => about.serviceCode));
  for (const code of codes) expect(code).toMatch(/^\d\.\d{6}(\.000\.00\.00\.[GH]\d{2})?$/);
  expect(codes.some((code) => code.endsWith('.000.00.00.H56') || code.endsWith('.000.00.00.H26'))).toBe(true);
  expect(codes.some((code) => code.length === 8)).toBe(true);
});

test('some portals are still to become live', () => {
  const upcoming = plan.portals.filter(({ liveOn }) => liveOn > TODAY);
  expect(upcoming.length).toBeGreaterThan(0);
  for (const { liveOn, fault } of upcoming) {
    expect(liveOn < addDays(TODAY, 40)).toBe(true);
    expect(fault.kind).toBe('none');
  }
});
