import { type PageCheck, startOfDay } from '@emc/contract';
import { describe, expect, test } from 'vitest';
import { deadlineOf } from '../src/connection/deadlines.ts';
import { judgePortal, type PortalFacts } from '../src/connection/portal-state.ts';
import { judgeSystem, type SystemFacts } from '../src/connection/system-state.ts';
import { describeCheck } from '../src/page-check/describe-check.ts';

const HOUR_MS = 3_600_000;
const DAY = '2026-11-20';
const at_ms = startOfDay(DAY) + 12 * HOUR_MS;

const facts: PortalFacts = {
  siteId: 227,
  registeredOn: '2026-11-01',
  liveOn: null,
  retiredOn: null,
  hosts: ['tinh.gov.vn', '*.tinh.gov.vn'],
  lastHit_ms: undefined,
  wrongHosts: [],
  check: null,
  at_ms,
  day: DAY,
  window_h: 24,
};
const check = (outcome: PageCheck['outcome'], siteIds: string[] = [], more = {}): PageCheck => ({
  at: '2026-11-20T08:05:00+07:00',
  outcome,
  status: 200,
  siteIds,
  detail: describeCheck({
    outcome,
    status: 200,
    siteIds,
    facts: { host: 'tinh.gov.vn', redirects: 0, queue: false, collectors: [], tagManagers: [], error: null, ...more },
  }),
});
const wrongHosts = [{ host: 'thu.tinhkhac.gov.vn', count: 12 }];

describe('a portal', () => {
  test('of which nothing was ever counted is registered, seen once its page carries the code, wrong-host once others send for it', () => {
    expect(judgePortal(facts).state).toBe('registered');
    expect(judgePortal({ ...facts, check: check('no-code') }).state).toBe('registered');
    expect(judgePortal({ ...facts, check: check('wrong-site-id', ['33']) }).state).toBe('registered');
    expect(judgePortal({ ...facts, check: check('carries-code', ['227']) }).state).toBe('seen');
    expect(judgePortal({ ...facts, check: check('carries-code', ['227']), wrongHosts }).state).toBe('wrong-host');
  });

  test('is receiving to the last millisecond of the window, then interrupted, whatever its page shows', () => {
    const last = (lastHit_ms: number) =>
      judgePortal({ ...facts, lastHit_ms, wrongHosts, check: check('no-code') }).state;
    expect(last(at_ms)).toBe('receiving');
    expect(last(at_ms - 24 * HOUR_MS)).toBe('receiving');
    expect(last(at_ms - 24 * HOUR_MS - 1)).toBe('interrupted');
  });

  test('is retired from its last day on', () => {
    expect(judgePortal({ ...facts, lastHit_ms: at_ms, retiredOn: DAY }).state).toBe('retired');
    expect(judgePortal({ ...facts, lastHit_ms: at_ms, retiredOn: '2026-11-21' }).state).toBe('receiving');
  });

  test('says since when, how many came from hosts of others and what was found in the page, and what to do', () => {
    const registered = judgePortal({ ...facts, liveOn: '2026-12-01', check: check('wrong-site-id', ['33']) });
    expect(registered.reason).toEqual({
      vi: 'Chưa ghi nhận lượt gửi hợp lệ nào kể từ khi đăng ký (ngày 01/11/2026). Cổng sẽ đưa vào sử dụng từ ngày 01/12/2026. Kiểm tra trang lúc 08:05 ngày 20/11/2026: trang có mã giám sát nhưng mang siteId 33, không phải siteId của cổng này.',
      en: "No hit has been counted since it was registered (1 November 2026). It goes live on 1 December 2026. Look at the page at 08:05 on 20 November 2026: the page carries the monitoring code, but with siteId 33, which is not this portal's.",
    });
    expect(registered.remedy?.vi).toContain('bằng 227');
    const wrong = judgePortal({ ...facts, wrongHosts });
    expect(wrong.reason.vi).toContain(
      '12 lượt gửi mang siteId 227 bị từ chối vì đến từ tên miền chưa đăng ký. Tên miền đã đăng ký: tinh.gov.vn, *.tinh.gov.vn.',
    );
    expect(wrong.remedy?.en).toContain('under what was refused');
    const interrupted = judgePortal({ ...facts, lastHit_ms: at_ms - 50 * HOUR_MS, check: check('no-code') });
    expect(interrupted.reason.vi).toContain(
      'Gián đoạn kết nối: lượt gửi gần nhất lúc 10:00 ngày 18/11/2026, đã quá 24 giờ.',
    );
    expect(interrupted.reason.vi).toContain('không thấy mã giám sát trong trang');
    expect(interrupted.remedy?.vi).toContain('Gắn mã giám sát');
    const blocked = judgePortal({ ...facts, lastHit_ms: at_ms - 50 * HOUR_MS, check: check('carries-code', ['227']) });
    expect(blocked.remedy?.vi).toContain('Content-Security-Policy');
    const gone = judgePortal({ ...facts, check: check('unreachable', [], { error: 'ENOTFOUND' }) });
    expect(gone.reason.vi).toContain('không tìm thấy tên miền (ENOTFOUND)');
    expect(gone.remedy?.en).toContain('EMC-PageCheck');
  });

  test('that sends needs nothing done; without code in its page it is said how it may come', () => {
    const receiving = { ...facts, lastHit_ms: at_ms - HOUR_MS };
    expect(judgePortal(receiving)).toMatchObject({ remedy: null });
    const tagged = judgePortal({ ...receiving, check: check('no-code', [], { tagManagers: ['Google Tag Manager'] }) });
    expect(tagged.remedy).toBeNull();
    expect(tagged.reason.en).toContain('not in the page itself, but perhaps loaded by a tag manager');
    expect(judgePortal({ ...receiving, check: check('too-slow') }).reason).toEqual(judgePortal(receiving).reason);
    expect(judgePortal({ ...receiving, wrongHosts }).remedy).not.toBeNull();
  });

  test('every finding in its page has its words', () => {
    const outcomes = [
      'carries-code',
      'wrong-site-id',
      'no-code',
      'not-html',
      'http-error',
      'unreachable',
      'address-refused',
      'too-slow',
    ] as const;
    const words = outcomes.map((outcome) => check(outcome, ['33']).detail);
    expect(new Set(words.map(({ vi }) => vi)).size).toBe(outcomes.length);
    for (const error of ['NOT_PUBLIC', 'PORT', 'SCHEME', 'CREDENTIALS', 'BAD_REDIRECT', 'NO_ADDRESS']) {
      expect(check('address-refused', [], { error }).detail.vi).toMatch(/^[A-ZĐ].*\.$/u);
    }
    for (const error of [
      'ECONNREFUSED',
      'ETIMEDOUT',
      'ECONNRESET',
      'CERT_HAS_EXPIRED',
      'HPE_HEADER_OVERFLOW',
      'WHATEVER',
    ]) {
      expect(check('unreachable', [], { error, redirects: 2 }).detail.en).toContain(
        `(${error}). It happened after 2 redirects.`,
      );
    }
  });
});

describe('a system', () => {
  const system: SystemFacts = {
    registeredOn: '2026-11-01',
    retiredOn: null,
    lastChange_ms: undefined,
    at_ms,
    day: DAY,
    window_h: 168,
  };

  test('is registered until its first change, receiving within the window, then interrupted, and retired from its last day on', () => {
    expect(judgeSystem(system)).toMatchObject({
      state: 'registered',
      remedy: { en: expect.stringContaining('DongBoHoSoMC') },
    });
    expect(judgeSystem({ ...system, lastChange_ms: at_ms - 168 * HOUR_MS })).toMatchObject({
      state: 'receiving',
      remedy: null,
    });
    const silent = judgeSystem({ ...system, lastChange_ms: at_ms - 168 * HOUR_MS - 1 });
    expect(silent.state).toBe('interrupted');
    expect(silent.reason.vi).toBe(
      'Gián đoạn kết nối: thay đổi hồ sơ gần nhất lúc 11:59 ngày 13/11/2026, đã quá 7 ngày.',
    );
    expect(judgeSystem({ ...system, lastChange_ms: at_ms, retiredOn: DAY }).state).toBe('retired');
  });
});

test('a new portal is due the day before it goes live, one that was running before the duty began by the common day', () => {
  const rules = { newFrom: '2024-04-05', existingUntil: '2025-04-05' };
  expect(deadlineOf('2024-04-05', rules, '2024-04-01')).toEqual({
    day: '2024-04-04',
    rule: 'before-use',
    passed: false,
    daysLeft: 3,
  });
  expect(deadlineOf('2026-12-01', rules, '2026-11-30')).toEqual({
    day: '2026-11-30',
    rule: 'before-use',
    passed: false,
    daysLeft: 0,
  });
  expect(deadlineOf('2026-12-01', rules, '2026-12-01')).toMatchObject({ passed: true, daysLeft: -1 });
  expect(deadlineOf('2024-04-04', rules, '2025-04-05')).toEqual({
    day: '2025-04-05',
    rule: 'existing',
    passed: false,
    daysLeft: 0,
  });
  expect(deadlineOf(null, rules, '2025-04-06')).toEqual({
    day: '2025-04-05',
    rule: 'existing',
    passed: true,
    daysLeft: -1,
  });
});
