import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConnectionRules, ruleOn } from '../src/connection/rules.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'emc-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface RuleFile {
  rules: Record<string, unknown>[];
  deadlines: Record<string, unknown>;
}
const FILE = new URL('../../../reference-data/connection-rules.json', import.meta.url);
const current = (): RuleFile => JSON.parse(readFileSync(FILE, 'utf8')) as RuleFile;
const write = (content: string): string => {
  const file = path.join(folder, 'rules.json');
  writeFileSync(file, content);
  return file;
};
const changed = (change: (file: RuleFile) => void): string => {
  const file = current();
  change(file);
  return write(JSON.stringify(file));
};

test('the rule in force asks what the operator asks', () => {
  expect(ruleOn(readConnectionRules(), '2024-01-18')).toMatchObject({
    version: '1',
    portalWindowHours: 24,
    systemWindowHours: 168,
    requiredPortalKinds: ['public-service-portal', 'information-portal'],
    otherPortalsShare: 0.9,
    minimumPortals: 1,
    minimumSystems: 1,
    systemsShare: 1,
  });
  expect(readConnectionRules().deadlines).toEqual({ newFrom: '2024-04-05', existingUntil: '2025-04-05' });
});

test('each day is judged by the rule that was valid on it', () => {
  const file = changed(({ rules }) => rules.push({ ...rules[0], version: '2', validFrom: '2027-01-01' }));
  const rules = readConnectionRules(file);
  expect(ruleOn(rules, '1990-01-01').version).toBe('1');
  expect(ruleOn(rules, '2026-12-31').version).toBe('1');
  expect(ruleOn(rules, '2027-01-01').version).toBe('2');
});

test.each<[string, (file: RuleFile) => void]>([
  ['/rules/0/portalWindowHours', ({ rules }) => (rules[0]!['portalWindowHours'] = 0)],
  ['/rules/0/otherPortalsShare', ({ rules }) => (rules[0]!['otherPortalsShare'] = 1.1)],
  ['/rules/0/requiredPortalKinds/0', ({ rules }) => (rules[0]!['requiredPortalKinds'] = ['website'])],
  ['/rules/0: Unrecognized key: "systemWindow"', ({ rules }) => (rules[0]!['systemWindow'] = 1)],
  ['/rules/0/validFrom: null', ({ rules }) => (rules[0]!['validFrom'] = '2024-01-01')],
  ['/rules/1/version', ({ rules }) => rules.push({ ...rules[0], validFrom: '2027-01-01' })],
  ['/rules/1/validFrom', ({ rules }) => rules.push({ ...rules[0], version: '2' })],
  ['/rules', (file) => (file.rules = [])],
  ['/deadlines/existingUntil', ({ deadlines }) => (deadlines['existingUntil'] = '05/04/2025')],
])('a file that is wrong at %s is refused by name and place', (place, change) => {
  const file = changed(change);
  expect(() => readConnectionRules(file)).toThrow(`${file}: `);
  expect(() => readConnectionRules(file)).toThrow(place);
});

test('a file that is no JSON, or is not there, is refused by name', () => {
  expect(() => readConnectionRules(write('{'))).toThrow(/rules\.json: .*JSON/);
  expect(() => readConnectionRules(path.join(folder, 'none.json'))).toThrow('none.json');
});
