import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAgent } from '../src/intake/agents.ts';
import { clientAddresses } from '../src/intake/client-address.ts';
import { readTime } from '../src/intake/hit-time.ts';
import { readReferrer } from '../src/intake/referrer.ts';
import { normaliseServiceCode } from '../src/intake/service-code.ts';
import { hostBelongs, keptHost, keptHostOf, starsOf } from '../src/intake/site-hosts.ts';
import { visitorOf } from '../src/intake/visitor.ts';
import { ANSWERS, isDrop } from '../src/http/reasons.ts';
import { TwoGenerationCache } from '../src/two-generation-cache.ts';
import { REDACTION } from './samples.ts';
import { DROP_REASONS, type DropReason } from '@emc/contract';

test.each([
  ['', 'direct', ''],
  ['không phải địa chỉ', 'direct', ''],
  ['https://www.google.com/search?q=001203004567', 'search', 'google.com'],
  ['https://google.com.vn/', 'search', 'google.com'],
  ['android-app://com.google.android.googlequicksearchbox/', 'search', 'google.com'],
  ['https://coccoc.com/search?query=a', 'search', 'coccoc.com'],
  ['https://mail.google.com/', 'website', 'mail.google.com'],
  ['https://google.evil.example/', 'website', 'google.evil.example'],
  ['https://l.facebook.com/l.php?u=x', 'social', 'facebook.com'],
  ['https://chat.zalo.me/', 'social', 'zalo.me'],
  ['https://baochinhphu.vn/a?b=c', 'website', 'baochinhphu.vn'],
  ['https://0912345678.example.com/', 'website', '….example.com'],
])('a referrer %s is %s %s, and of it only the host is kept', (address, kind, value) => {
  expect(readReferrer(address, REDACTION)).toMatchObject({ kind, value });
});

test('a host belongs to a site by name, by name and port, or below a star', () => {
  const site = { siteId: 1, hosts: ['x.gov.vn', 'y.gov.vn:8443', '*.z.gov.vn', '[::1]'], retired: false };
  for (const host of ['x.gov.vn', 'x.gov.vn:8080', 'y.gov.vn:8443', 'a.z.gov.vn', 'a.b.z.gov.vn:81', '[::1]'])
    expect([host, hostBelongs(site, host)]).toEqual([host, true]);
  for (const host of ['www.x.gov.vn', 'y.gov.vn', 'z.gov.vn', 'az.gov.vn', 'x.gov.vn.evil.vn', ''])
    expect([host, hostBelongs(site, host)]).toEqual([host, false]);
});

test('a host that only a star lets in is kept as a digest, one that is named as it is, others without numbers and keys', () => {
  const site = { siteId: 1, hosts: ['x.gov.vn', 'so.z.gov.vn', '*.z.gov.vn', '*.tu-phap.z.gov.vn'], retired: false };
  const kept = (host: string): string => keptHost(site, host, REDACTION).replaceAll(/~[a-z]{10}/g, '~');
  expect(['x.gov.vn', 'x.gov.vn:8080', 'so.z.gov.vn', 'www.z.gov.vn', 'a.z.gov.vn'].map(kept)).toEqual([
    'x.gov.vn',
    'x.gov.vn:8080',
    'so.z.gov.vn',
    'www.z.gov.vn',
    'a.z.gov.vn',
  ]);
  expect(['nguyenvana.z.gov.vn:81', '0912345678.ho.z.gov.vn', 'tran-thi-b.tu-phap.z.gov.vn'].map(kept)).toEqual([
    '~.z.gov.vn:81',
    '~.z.gov.vn',
    '~.tu-phap.z.gov.vn',
  ]);
  expect(keptHost(site, 'a-b.z.gov.vn', REDACTION)).not.toBe(keptHost(site, 'a-c.z.gov.vn', REDACTION));
  expect(['0912.345.678.blog.vn', '203.113.128.200', '[2001:db8::1]'].map(kept)).toEqual([
    '….blog.vn',
    '203.113.128.200',
    '[2001:db8::1]',
  ]);
});

test('the client is the last address that no trusted proxy vouches against', () => {
  const addresses = clientAddresses(['10.0.0.0/8', '::1']);
  expect(addresses.of('203.0.113.9', '1.2.3.4')).toBe('203.0.113.9');
  expect(addresses.of('10.0.0.1', '1.2.3.4, 203.0.113.9')).toBe('203.0.113.9');
  expect(addresses.of('::ffff:10.0.0.1', '203.0.113.9, 10.2.2.2')).toBe('203.0.113.9');
  expect(addresses.of('::1', '[2001:db8::1]:1234')).toBe('2001:db8::1');
  expect(addresses.of('10.0.0.1', '203.0.113.9:55')).toBe('203.0.113.9');
  expect(addresses.of('10.0.0.1', 'unknown')).toBe('10.0.0.1');
  expect(addresses.of('10.0.0.1', undefined)).toBe('10.0.0.1');
  expect(addresses.of('10.0.0.1', '10.3.3.3, 10.4.4.4')).toBe('10.3.3.3');
  expect(() => clientAddresses(['somewhere'])).toThrow('somewhere');
});

/** An instant and an offset, written in one of the forms of clients, by hand and without the product's helpers. */
const written = fc
  .record({
    time_ms: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) }),
    offset_min: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    between: fc.constantFrom(' ', 'T', 't'),
    digits: fc.integer({ min: 0, max: 9 }),
    mark: fc.constantFrom('.', ','),
    zone: fc.constantFrom('none', 'Z', '+hh:mm', '+hhmm', ' +hhmm'),
  })
  .map(({ time_ms, offset_min, between, digits, mark, zone }) => {
    const ownOffset_min = zone.includes('hh') ? offset_min : 0;
    const [day, rest] = new Date(time_ms + ownOffset_min * 60_000).toISOString().slice(0, -1).split('T') as [
      string,
      string,
    ];
    const [clock, thousandths] = rest.split('.') as [string, string];
    const fraction = digits === 0 ? '' : mark + thousandths.padEnd(9, '9').slice(0, digits);
    const two = (value: number) => String(value).padStart(2, '0');
    const [hours, minutes] = [two(Math.floor(Math.abs(ownOffset_min) / 60)), two(Math.abs(ownOffset_min) % 60)];
    const suffix = {
      none: '',
      Z: 'Z',
      '+hh:mm': `${hours}:${minutes}`,
      '+hhmm': `${hours}${minutes}`,
      ' +hhmm': `${hours}${minutes}`,
    };
    const sign = zone.includes('hh') ? (zone.startsWith(' ') ? ' ' : '') + (ownOffset_min < 0 ? '-' : '+') : '';
    const kept = digits === 0 ? 0 : Number(thousandths.slice(0, digits).padEnd(3, '0'));
    const whole_ms = Math.floor(time_ms / 1000) * 1000;
    return {
      text: `${day}${between}${clock}${fraction}${sign}${suffix[zone]}`,
      means_ms: whole_ms + kept,
    };
  });

test('a time of a hit is read in every form, fraction and offset to the millisecond, also when "+" arrives as a blank', () => {
  fc.assert(
    fc.property(written, ({ text, means_ms }) => {
      expect(readTime(text)).toBe(means_ms);
      if (text.includes('+')) expect(readTime(text.replace('+', ' '))).toBe(means_ms);
    }),
    { numRuns: 2000 },
  );
});

test('what is no time is none: nothing throws, and a number is a whole one', () => {
  for (const text of ['', 'yesterday', '2026-02-30 00:00:00', '2026-11-22 25:00:00', '22/11/2026', '-5', '1e9'])
    expect([text, readTime(text)]).toEqual([text, undefined]);
  const alphabet = fc.constantFrom(...'0123456789-:+ .,TZ'.split(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: alphabet, maxLength: 40 }), fc.string({ unit: 'binary' })), (text) => {
      const time_ms = readTime(text);
      expect(time_ms === undefined || Number.isInteger(time_ms)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('every code of a procedure passes, and none that contains what may be a personal number', () => {
  const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
  const agency = fc.oneof(
    fc.constant(''),
    fc.tuple(digits(3), digits(2), digits(2), digits(2)).map((parts) => `.${parts.slice(0, 3).join('.')}.H${parts[3]}`),
    fc.tuple(digits(2), digits(2)).map(([province, unit]) => `.H${province}.${unit}`),
  );
  const service = fc.oneof(
    fc.constant(''),
    digits(2).map((number) => `.${number}`),
  );
  fc.assert(
    fc.property(digits(1), digits(6), agency, service, (kind, number, of, at) => {
      const code = `${kind}.${number}${of}${at}`;
      expect(normaliseServiceCode(code, REDACTION)).toBe(code);
    }),
  );
  for (const text of [
    '038099001234',
    '0912345678',
    'ho-so-038099001234',
    '1.010708.H56.038099001234',
    '038-099-001-234',
  ])
    expect(normaliseServiceCode(text, REDACTION)).toBeUndefined();
});

test('codes of procedures are written one way, private ones stay, others are refused', () => {
  expect(normaliseServiceCode('1.000123', REDACTION)).toBe('1.000123');
  expect(normaliseServiceCode(' 1.010708.000.00.00.h56 ', REDACTION)).toBe('1.010708.000.00.00.H56');
  expect(normaliseServiceCode('2.000815.h56.12', REDACTION)).toBe('2.000815.H56.12');
  expect(normaliseServiceCode('my-Service_1', REDACTION)).toBe('my-Service_1');
  expect(normaliseServiceCode('1.010708.000.00.00.H56.01', REDACTION)).toBe('1.010708.000.00.00.H56.01');
  for (const text of ['', 'a b', 'mã', 'x'.repeat(65), '1.000123;01012000;Nguyen Van A;001203004567'])
    expect(normaliseServiceCode(text, REDACTION)).toBeUndefined();
});

test('devices are told apart, and bots from browsers', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
  expect(readAgent(chrome)).toEqual({
    bot: false,
    anonymous: false,
    device: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
  });
  expect(
    readAgent(`${chrome}\n{"brands":[{"brand":"Chromium","version":"126"}],"mobile":false,"platform":"Windows"}`).bot,
  ).toBe(false);
  expect(readAgent(`${chrome}\nnot json`).bot).toBe(false);
  expect(
    readAgent(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ),
  ).toEqual({ bot: false, anonymous: false, device: 'phone', browser: 'Safari', os: 'iOS' });
  expect(
    readAgent(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/126.0.0 Chrome/120.0.0.0 Safari/537.36',
    ).browser,
  ).toBe('Coc Coc');
  for (const bot of [
    '',
    ' ',
    'curl/8.5.0',
    'Googlebot/2.1 (+http://www.google.com/bot.html)',
    chrome.replace('Chrome', 'HeadlessChrome'),
  ])
    expect([bot, readAgent(bot).bot]).toEqual([bot, true]);
});

test('a host below the star of another portal is a digest too, but none that a portal names, nor half a country', () => {
  const own = { siteId: 1, hosts: ['x.gov.vn'], retired: false };
  const all = [
    own,
    { siteId: 2, hosts: ['ho.vn', '*.ho.vn'], retired: false },
    { siteId: 3, hosts: ['lop.ho.vn:8443'], retired: false },
    { siteId: 4, hosts: ['y.gov.vn', '*.gov.vn', '*.vn'], retired: false },
  ];
  const sites = { get: () => undefined, starAbove: starsOf(all) };
  const kept = (host: string): string =>
    keptHostOf(own, host, { sites, redaction: REDACTION }).replaceAll(/~[a-z]{10}/g, '~');
  expect(['nguyenvana.ho.vn:81', 'a1.nguyenvana.ho.vn'].map(kept)).toEqual(['~.ho.vn:81', '~.ho.vn']);
  for (const host of ['ho.vn', 'www.ho.vn', 'lop.ho.vn:8443', 'so.z.gov.vn', 'baochinhphu.vn', 'x.gov.vn'])
    expect(kept(host)).toBe(host);
});

test('of an agent that is not known no word is kept: it would be any text, another with every hit', () => {
  for (const agent of ['Nguyen Van An 0912345678/1.0 (Linux)', 'nguyen.an@example.vn/2 x', 'VNeID/2.1 (iPhone)'])
    for (const hints of ['', '\n{"platform":"0912345678","brands":[{"brand":"Nguyen Van An","version":"1"}]}']) {
      const { browser, os } = readAgent(agent + hints);
      expect([browser, ['Linux', 'iOS', 'other'].includes(os)], agent + hints).toEqual(['other', true]);
    }
});

test('a visitor is the same all day, another the next day, and told apart by id or by address and browser', () => {
  const one = visitorOf('salt', '', '1.2.3.4', 'Firefox');
  expect(visitorOf('salt', '', '1.2.3.4', 'Firefox')).toBe(one);
  expect(visitorOf('other', '', '1.2.3.4', 'Firefox')).not.toBe(one);
  expect(visitorOf('salt', '', '1.2.3.5', 'Firefox')).not.toBe(one);
  expect(visitorOf('salt', '', '1.2.3.4', 'Chrome')).not.toBe(one);
  expect(visitorOf('salt', '0123456789abcdef', '1.2.3.4', 'A')).toBe(
    visitorOf('salt', '0123456789abcdef', '9.9.9.9', 'B'),
  );
});

test('every reason has its answer: refusals a status, drops none, all in ASCII', () => {
  for (const reason of Object.keys(DROP_REASONS) as DropReason[]) {
    expect(ANSWERS[reason].status === undefined).toBe(isDrop(reason));
    expect(ANSWERS[reason].sentence).toMatch(/^[\x20-\x7e]+$/);
  }
});

test('a cache computes what it forgot anew and holds at most twice its limit', () => {
  let computed = 0;
  const cache = new TwoGenerationCache((key) => (computed++, key.length), 10, 5);
  for (let i = 0; i < 100; i++) expect(cache.get(`k${i}`)).toBe(`k${i}`.length);
  for (let i = 0; i < 5; i++) cache.get('same');
  expect(computed).toBe(101);
  cache.get('longer than five');
  cache.get('longer than five');
  expect(computed).toBe(103);
});
