import { dayNumberOf } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueBound } from '../src/bound/value-bound.ts';
import { createCaches, Intake, type IntakeContext } from '../src/intake/intake.ts';
import { NAMES } from '../src/intake/parameters.ts';
import { StepRunner } from '../src/intake/run-steps.ts';
import { STEPS } from '../src/intake/steps.ts';
import { BROWSER, PAGE, REDACTION, SALT, SITES } from './samples.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 2, 0);
const days: number[] = [];
const sites = new Map(SITES.map((site) => [site.siteId, site]));
const context: IntakeContext = {
  sites,
  salt: { current: () => SALT },
  recording: () => true,
  // What the steps need of a spool; the spool itself has its own tests.
  spool: { append: (_type: number, day: number) => days.push(day) > 0 },
  redaction: REDACTION,
  known: createCaches(REDACTION),
  bound: new ValueBound({ key: Buffer.from('a key of the tests') }),
};
const nobody = { written: () => {}, failed: () => {} };

function run(query: string, body: string): { intake: Intake; reason: string | undefined } {
  const intake = new Intake();
  intake.now_ms = NOW_MS;
  intake.sender = { address: '203.0.113.1', userAgent: BROWSER, referer: '', optedOut: false };
  intake.query = query;
  intake.body = body;
  intake.waiter = nobody;
  return { intake, reason: new StepRunner(STEPS, () => 0).run(intake, context) };
}

const name = fc.constantFrom(...Object.keys(NAMES));
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ unit: 'binary-ascii', maxLength: 30 }),
  fc.constantFrom(
    '%',
    '%C3',
    PAGE,
    '1',
    '-1',
    '0',
    '1e999',
    'NaN',
    '99999999999',
    '{"brands":1}',
    '{"brands":[null]}',
    '[]',
    'null',
    '2026-13-99 99:99:99',
  ),
);
const query = fc.array(fc.tuple(name, value)).map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

test('nothing that is sent makes a step throw, and a counted hit is of a known site and of today or yesterday', () => {
  fc.assert(
    fc.property(query, query, fc.boolean(), (inAddress, inBody, complete) => {
      days.length = 0;
      const { intake, reason } = run(complete ? `${inAddress}&idsite=5&url=${PAGE}` : inAddress, inBody);
      if (reason !== undefined) return;
      expect(sites.has(intake.hit.siteId)).toBe(true);
      expect([dayNumberOf(NOW_MS), dayNumberOf(NOW_MS) - 1]).toContain(days[0]);
      for (const stored of Object.values(intake.hit))
        if (typeof stored === 'number') expect(Number.isFinite(stored)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a hit leaves nothing behind for the one after it', () => {
  const full = run(
    `idsite=5&rec=1&url=${PAGE}&action_name=A&_rcn=c&e_c=C&e_a=A&e_n=N&e_v=3&_id=0123456789abcdef`,
    '',
  ).intake;
  full.reset();
  full.query = `idsite=5&rec=1&url=${PAGE}`;
  expect(new StepRunner(STEPS, () => 0).run(full, context)).toBeUndefined();
  const { visitor: _one, ...again } = full.hit;
  const { visitor: _other, ...fresh } = run(`idsite=5&rec=1&url=${PAGE}`, '').intake.hit;
  expect(again).toEqual(fresh);
});
