import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BodyFacts, type BodyState, judgeBody } from '../src/connection/body-state.ts';
import { bodyReason, lackWords } from '../src/connection/body-words.ts';
import { readConnectionRules, ruleOn } from '../src/connection/rules.ts';

const RULE = ruleOn(readConnectionRules(), '2026-11-20');

let number = 0;
const portal = (kind: string, receiving: boolean, live = true) => ({
  siteId: ++number,
  name: `Cổng ${number}`,
  kind,
  live,
  receiving,
});
const system = (receiving: boolean) => ({ systemId: ++number, name: `Hệ thống ${number}`, receiving });
const sends = [system(true)];
const state = (facts: BodyFacts, rule = RULE) => judgeBody(facts, rule).state;

describe('the rule of version 1, clause by clause', () => {
  test('every live portal of a required kind must send', () => {
    for (const kind of ['public-service-portal', 'information-portal']) {
      const others = Array.from({ length: 30 }, () => portal('information-page', true));
      expect(state({ portals: [...others, portal(kind, true)], systems: sends })).toBe('connected');
      expect(state({ portals: [...others, portal(kind, false)], systems: sends })).toBe('partly-connected');
    }
  });

  test('nine in ten of the other live portals must send', () => {
    const pages = (sending: number, silent: number) => [
      ...Array.from({ length: sending }, () => portal('information-page', true)),
      ...Array.from({ length: silent }, () => portal('other', false)),
    ];
    const of = (sending: number, silent: number) => state({ portals: pages(sending, silent), systems: sends });
    expect(of(9, 1)).toBe('connected');
    expect(of(8, 1)).toBe('partly-connected');
    expect(of(18, 2)).toBe('connected');
    expect(of(17, 2)).toBe('partly-connected');
    expect(of(27, 3)).toBe('connected');
  });

  test('a portal that is not live need not send, and counts when it does', () => {
    const later = portal('information-portal', false, false);
    expect(state({ portals: [portal('information-portal', true), later], systems: sends })).toBe('connected');
    const early = portal('information-portal', true, false);
    expect(state({ portals: [early], systems: sends })).toBe('connected');
    expect(judgeBody({ portals: [early, later], systems: [] }, RULE).portals).toEqual({ expected: 1, receiving: 1 });
  });

  test('one portal and one system at least must send, and every system', () => {
    const one = portal('information-portal', true);
    expect(state({ portals: [], systems: sends })).toBe('partly-connected');
    expect(state({ portals: [portal('other', false, false)], systems: sends })).toBe('partly-connected');
    expect(state({ portals: [one], systems: [] })).toBe('partly-connected');
    expect(state({ portals: [one], systems: [system(true), system(false)] })).toBe('partly-connected');
    expect(state({ portals: [one], systems: [system(true), system(true)] })).toBe('connected');
  });

  test('a body from which nothing at all arrives is not connected', () => {
    expect(state({ portals: [], systems: [] })).toBe('not-connected');
    expect(state({ portals: [portal('other', false)], systems: [system(false)] })).toBe('not-connected');
  });

  test('other numbers make another rule', () => {
    const facts = { portals: [portal('other', true), portal('other', false)], systems: [system(false)] };
    const mild = { ...RULE, otherPortalsShare: 0.5, systemsShare: 0, minimumSystems: 0 };
    expect(state(facts, mild)).toBe('connected');
    expect(state(facts, { ...mild, minimumPortals: 2 })).toBe('partly-connected');
    expect(state(facts, { ...mild, requiredPortalKinds: ['other'] })).toBe('partly-connected');
    expect(state(facts, { ...mild, minimumSystems: 1 })).toBe('partly-connected');
    expect(state({ portals: [], systems: [] }, { ...mild, minimumPortals: 0 })).toBe('connected');
  });
});

const kind = fc.constantFrom('public-service-portal', 'information-portal', 'information-page', 'other');
const portals = fc.array(
  fc.record({ siteId: fc.nat(), name: fc.string(), kind, live: fc.boolean(), receiving: fc.boolean() }),
  { maxLength: 25 },
);
const systems = fc.array(fc.record({ systemId: fc.nat(), name: fc.string(), receiving: fc.boolean() }), {
  maxLength: 4,
});
const facts = fc.record({ portals, systems });
const rule = fc.record({
  otherPortalsShare: fc.constantFrom(0, 0.5, 0.9, 1),
  systemsShare: fc.constantFrom(0, 0.5, 1),
  minimumPortals: fc.nat(3),
  minimumSystems: fc.nat(2),
  requiredPortalKinds: fc.subarray(['public-service-portal', 'information-portal', 'other']),
});
const RANK: Record<BodyState, number> = { 'not-connected': 0, 'partly-connected': 1, connected: 2 };
const rank = (one: BodyFacts, by: typeof RULE) => RANK[state(one, by)];

describe('whatever the body and the rule', () => {
  const holds = (check: (one: BodyFacts, by: typeof RULE) => void) =>
    fc.assert(
      fc.property(facts, rule, (one, part) => check(one, { ...RULE, ...part })),
      { numRuns: 500 },
    );

  test('another portal or system that sends never makes it less connected', () => {
    holds((one, by) => {
      for (const every of ['public-service-portal', 'other']) {
        const more = { ...one, portals: [...one.portals, portal(every, true)] };
        expect(rank(more, by)).toBeGreaterThanOrEqual(rank(one, by));
      }
      expect(rank({ ...one, systems: [...one.systems, system(true)] }, by)).toBeGreaterThanOrEqual(rank(one, by));
    });
  });

  test('a silent portal or system that begins to send never makes it less connected', () => {
    holds((one, by) => {
      const awake = <One extends { receiving: boolean }>(all: readonly One[], index: number) =>
        all.map((each, at) => (at === index ? { ...each, receiving: true } : each));
      one.portals.forEach((_portal, index) => {
        expect(rank({ ...one, portals: awake(one.portals, index) }, by)).toBeGreaterThanOrEqual(rank(one, by));
      });
      one.systems.forEach((_system, index) => {
        expect(rank({ ...one, systems: awake(one.systems, index) }, by)).toBeGreaterThanOrEqual(rank(one, by));
      });
    });
  });

  test('another live portal or system that is silent never makes it more connected', () => {
    holds((one, by) => {
      const more = { ...one, portals: [...one.portals, portal('information-page', false)] };
      expect(rank(more, by)).toBeLessThanOrEqual(rank(one, by));
      expect(rank({ ...one, systems: [...one.systems, system(false)] }, by)).toBeLessThanOrEqual(rank(one, by));
    });
  });

  test('the order in which portals and systems are entered never matters', () => {
    holds((one, by) => {
      const turned = { portals: one.portals.toReversed(), systems: one.systems.toReversed() };
      expect(state(turned, by)).toBe(state(one, by));
    });
  });

  test('it is connected exactly when nothing is lacking, and every lack is said in both languages', () => {
    holds((one, by) => {
      const judgement = judgeBody(one, by);
      expect(judgement.state === 'connected').toBe(judgement.lacks.length === 0);
      for (const words of [bodyReason(judgement, by), ...judgement.lacks.map((lack) => lackWords(lack, by))]) {
        expect(words.vi.trim()).not.toBe('');
        expect(`${words.vi}${words.en}`).not.toMatch(/undefined|NaN|null/);
      }
    });
  });
});

test('the reason says what arrives and which clause is not met, as an official would', () => {
  const judgement = judgeBody(
    {
      portals: [portal('information-portal', true), portal('public-service-portal', false), portal('other', true)],
      systems: [],
    },
    RULE,
  );
  expect(bodyReason(judgement, RULE)).toEqual({
    vi: 'Đang gửi dữ liệu: 2/3 cổng, 0/0 hệ thống. 1 cổng bắt buộc không gửi dữ liệu trong 24 giờ qua. Chưa đăng ký hệ thống thông tin giải quyết thủ tục hành chính.',
    en: 'Sending: 2 of 3 portals, 0 of 0 systems. 1 required portal sent nothing in the last 24 hours. No procedure-handling system is registered.',
  });
});
