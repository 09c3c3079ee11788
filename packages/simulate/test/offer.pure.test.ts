import { addDays, readDossierCode, readProcedureCode } from '@emc/contract';
import { expect, test, vi } from 'vitest';
import { changesOf, dossiersOf, type MadeDossier, openDesks, systemSendsOn } from '../src/dossiers/dossier-day.ts';
import { COUNTED_ON, planAsCounted, planCountry } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 60_000 });

const SEEDS = [1, 7, 2026, 4_000_000_000];
const bodies = referenceBodies();
const isOnline = ({ online }: MadeDossier): boolean => online;
const plan = planCountry(2026, bodies, '2026-11-22');

test.each(SEEDS)('81 % of all procedures are online, and every body offers some (seed %i)', (seed) => {
  const { procedures } = planCountry(seed, bodies, '2026-11-22');
  const online = procedures.filter(({ level }) => level !== 'information').length;
  expect(Math.round((100 * online) / procedures.length)).toBe(81);
  expect(new Set(procedures.map(({ bodyCode }) => bodyCode)).size).toBe(83);
  expect(procedures.length).toBeGreaterThan(5_000);
});

test('a procedure has a code of the national form, once in each body', () => {
  const keys = plan.procedures.map(({ bodyCode, code }) => `${bodyCode} ${code}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { code } of plan.procedures) expect(readProcedureCode(code)?.national).toBe(code);
});

test('a procedure has a name without gaps, once in each body, and a field', () => {
  const names = plan.procedures.map(({ bodyCode, name }) => `${bodyCode} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const { name, field, fieldCode } of plan.procedures) {
    expect(name).toMatch(/^\p{Lu}[\p{L}\d ,-]+$/u);
    expect(field).not.toBe('');
    expect(fieldCode).toMatch(/^[A-Z]+$/);
  }
});

test.each(SEEDS)(
  'on 2024-01-18 the portals of 67 bodies all work; 11 ministries and 5 localities have gaps (seed %i)',
  (seed) => {
    const counted = planAsCounted(planCountry(seed, bodies, '2026-11-22'));
    const faulty = new Set(
      counted.portals.filter(({ fault }) => fault.kind !== 'none').map(({ bodyCode }) => bodyCode),
    );
    const kinds = [...faulty].map((code) => (code.startsWith('G') ? 'ministry' : 'locality'));
    expect(kinds.filter((kind) => kind === 'ministry')).toHaveLength(11);
    expect(kinds.filter((kind) => kind === 'locality')).toHaveLength(5);
    const silent = counted.systems
      .filter((system) => !systemSendsOn(system, COUNTED_ON))
      .map(({ bodyCode }) => bodyCode);
    expect(silent.length).toBeGreaterThan(0);
    for (const code of silent) expect(faulty.has(code)).toBe(true);
  },
);

test('a dossier has an official code of its day, is finished after it was received, and is the same each time', () => {
  const desks = openDesks(plan, new Map(plan.systems.map(({ bodyCode }, index) => [bodyCode, index + 1])));
  expect(desks).toHaveLength(83);
  for (const desk of desks) {
    const made = dossiersOf(plan.seed, desk, '2026-11-10', 1);
    expect(made.length).toBeGreaterThan(0);
    expect(dossiersOf(plan.seed, desk, '2026-11-10', 1).map(({ code }) => code)).toEqual(made.map(({ code }) => code));
    for (const dossier of made) {
      expect(readDossierCode(dossier.code)?.day).toBe('2026-11-10');
      const [received, finished] = changesOf(dossier);
      expect(finished!.version_ms).toBeGreaterThan(received!.version_ms);
      expect([received!.status, finished!.status]).toEqual([4, 10]);
    }
  }
});

test.each(SEEDS)(
  'bodies differ: some hand in seven of ten online and more, others far less, and most are on time (seed %i)',
  (seed) => {
    const { systems, procedures } = planCountry(seed, bodies, '2026-11-22');
    const systemIds = new Map(systems.map(({ bodyCode }, index) => [bodyCode, index + 1]));
    const desks = openDesks({ ...plan, seed, systems, procedures }, systemIds);
    const days = Array.from({ length: 20 }, (_, index) => addDays('2024-01-01', index));
    const ofBodies = desks.map((desk) => days.flatMap((day) => dossiersOf(seed, desk, day, 1)));
    const reached = ofBodies.filter((made) => made.filter(isOnline).length >= 0.7 * made.length).length;
    expect(reached).toBeGreaterThan(10);
    expect(reached).toBeLessThan(60);
    const all = ofBodies.flat();
    const full = all.filter((one) => isOnline(one) && one.procedure.level === 'full').length / all.length;
    expect(full).toBeGreaterThan(0.38);
    expect(full).toBeLessThan(0.52);
    const onTime = all.filter(({ finished_ms, due_ms }) => finished_ms <= due_ms).length / all.length;
    expect(onTime).toBeGreaterThan(0.88);
    expect(onTime).toBeLessThan(0.98);
  },
);

test('in the weeks before the count more and more bodies became connected, and none is late on the day itself', () => {
  const counted = planAsCounted(plan);
  const late = counted.portals.flatMap(({ startedOn }) => startedOn ?? []);
  expect(late.length).toBeGreaterThan(10);
  for (const day of late) expect(day < COUNTED_ON).toBe(true);
});
