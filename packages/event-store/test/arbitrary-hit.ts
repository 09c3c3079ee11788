import { HIT_KINDS } from '@emc/contract';
import type { HitKind } from '@emc/contract';
import fc from 'fast-check';
import { REFERRER_KINDS } from '../src/index.ts';
import type { Hit, ReferrerKind } from '../src/index.ts';

/** Any text that can reach us: empty, long, any script, control characters; lone surrogates become U+FFFD on the way. */
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'Cổng dịch vụ công',
      '\'"\\\0\t\n',
      '🇻🇳',
      'x'.repeat(127),
      'x'.repeat(128),
      'ệ'.repeat(42),
      'ệ'.repeat(43),
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 40_000 }).map((length) => 'ậ'.repeat(length)) },
);
const uint32 = fc.oneof(
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const FIRST_MS = Date.UTC(2026, 10, 1);
const time_ms = fc.integer({ min: FIRST_MS, max: FIRST_MS + 20 * 86_400_000 });

/** Any hit of November 2026. */
export const arbitraryHit: fc.Arbitrary<Hit> = fc.record({
  siteId: uint32,
  time_ms,
  received_ms: fc.oneof(time_ms, fc.constantFrom(-1, 0, Date.UTC(1999, 0, 1), 4_294_967_296_000)),
  visitor: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
  kind: fc.constantFrom(...(Object.keys(HIT_KINDS) as HitKind[])),
  host: text,
  path: text,
  title: text,
  referrerKind: fc.constantFrom(...(Object.keys(REFERRER_KINDS) as ReferrerKind[])),
  referrer: text,
  campaign: text,
  device: text,
  browser: text,
  os: text,
  eventCategory: text,
  eventAction: text,
  eventName: text,
  eventValue: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  target: text,
  serviceCode: text,
  serviceState: fc.constantFrom(-1 as const, 0 as const, 1 as const),
  network_ms: uint32,
  server_ms: uint32,
  transfer_ms: uint32,
  domProcessing_ms: uint32,
  domCompletion_ms: uint32,
  onLoad_ms: uint32,
});
