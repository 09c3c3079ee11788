import { bodyDossiersSchema, dossierFiguresSchema, startOfDay } from '@emc/contract';
import type { DossierChange, EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDossierRefresher, createDossiers } from '../src/index.ts';
import { changeArrivals, PROCEDURES, SYSTEMS } from './arbitrary-dossiers.ts';
import { enterChanges } from './dossier-helpers.ts';
import { entry, mapOf, system } from './dossier-map.ts';
import { outcomesOf, reckonDossiers, type Outcome } from './dossier-reckoning.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const NOW_MS = startOfDay('2026-11-21');
const clock = () => NOW_MS;

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const refresher = () => createDossierRefresher({ eventStore: store, clock, log: quiet });

/** Systems of their own for each run, so that a store need not be emptied: three for two bodies, as in SYSTEMS. */
let runs = 0;
function newRun() {
  const offset = ++runs * 100;
  const renumber = (one: DossierChange): DossierChange => ({ ...one, systemId: one.systemId + offset });
  const bodyOf = (systemId: number) => (systemId - offset === SYSTEMS[2] ? 'H57' : 'H56');
  const systems = SYSTEMS.map((id) => system(id + offset, bodyOf(id + offset)));
  // H57 provides the first procedure only in part; in every second run nobody entered its catalogue.
  const entries = [
    entry('H56', PROCEDURES[0]!),
    entry('H56', PROCEDURES[1]!, { level: 'partial' }),
    ...(runs % 2 === 0 ? [] : [entry('H57', PROCEDURES[0]!, { level: 'partial' }), entry('H57', PROCEDURES[2]!)]),
  ];
  const hasCatalogue = (systemId: number) => entries.some(({ bodyCode }) => bodyCode === bodyOf(systemId));
  const isFull = ({ systemId, procedure }: Outcome) =>
    hasCatalogue(systemId)
      ? entries.some((one) => one.bodyCode === bodyOf(systemId) && one.code === procedure && one.level === 'full')
      : undefined;
  const map = mapOf(['H56', 'H57', 'H58'], systems, entries);
  const loaderStatus = () => ({ loadedThrough_ms: NOW_MS });
  const dossiers = createDossiers({ eventStore: store, ...map, clock, simulated: false, loaderStatus });
  return { dossiers, renumber, bodyOf, isFull, hasCatalogue, offset };
}
type Run = ReturnType<typeof newRun>;

const PERIODS = [
  { from: '2023-12-01', to: '2024-03-31' },
  { from: '2023-12-31', to: '2023-12-31' },
  { from: '2024-01-01', to: '2024-02-29' },
];

async function expectAgreement(run: Run, changes: readonly DossierChange[]): Promise<void> {
  const outcomes = outcomesOf(changes);
  const ofBody = (code: string) => outcomes.filter(({ systemId }) => run.bodyOf(systemId) === code);
  for (const { from, to } of PERIODS) {
    const [country, own, first, byBody] = await Promise.all([
      run.dossiers.figures({ kind: 'country' }, { from, to }),
      run.dossiers.figures({ kind: 'body', code: 'H56' }, { from, to }),
      run.dossiers.figures({ kind: 'system', id: SYSTEMS[0]! + run.offset }, { from, to }),
      run.dossiers.byBody({ from, to }),
    ]);
    for (const figures of [country, own, first]) dossierFiguresSchema.parse(figures);
    bodyDossiersSchema.parse(byBody);
    const reckon = (some: readonly Outcome[]) => reckonDossiers(some, run.isFull, from, to);
    /** null: by the end of the period nothing was known of any of these systems. */
    const totalsOf = (isOne: (systemId: number) => boolean) => {
      const some = outcomes.filter(({ systemId }) => isOne(systemId));
      const told = changes.filter(({ systemId }) => isOne(systemId));
      const known = SYSTEMS.map((id) => id + run.offset).filter((id) => {
        const ofOne = (one: { systemId: number }) => one.systemId === id;
        return isOne(id) && firstDay(outcomes.filter(ofOne), changes.filter(ofOne)) <= to;
      });
      const hasCatalogue = known.some(run.hasCatalogue);
      return firstDay(some, told) <= to ? reckonDossiers(some, run.isFull, from, to, hasCatalogue) : null;
    };
    expect(country.totals).toEqual(totalsOf(() => true));
    expect(own.totals).toEqual(totalsOf((systemId) => run.bodyOf(systemId) === 'H56'));
    expect(first.totals).toEqual(totalsOf((systemId) => systemId === SYSTEMS[0]! + run.offset));
    expect(byBody.items.map(({ totals }) => totals)).toEqual(
      ['H56', 'H57', 'H58'].map((code) => totalsOf((systemId) => run.bodyOf(systemId) === code)),
    );
    // Of H56 are the first two; of what H57 told too nobody's figure says anything.
    const [one, other] = SYSTEMS.map((id) => id + run.offset);
    const twice = outcomes.filter((told) => {
      const { systemId, dossier, receivedOn = '' } = told;
      const isOfOther = (too: Outcome) => too.systemId === other && too.dossier === dossier && too.receivedOn;
      const counts = systemId === one && receivedOn >= from && receivedOn <= to;
      return counts && !dossier.startsWith('x-') && outcomes.some(isOfOther);
    }).length;
    for (const { completeness } of [country, own, first, byBody]) {
      const told = completeness.missing.filter(({ what }) => what.startsWith('unreconciled:'));
      expect(told.map(({ what }) => what)).toEqual(twice === 0 ? [] : [`unreconciled:${one}`]);
      if (twice > 0)
        expect(told[0]?.words.en).toMatch(
          new RegExp(`^Not reconciled: ${twice} dossiers of the system “Hệ thống ${one}” .* “Hệ thống ${other}” too`),
        );
    }
    const listed = await run.dossiers.contradicted(one!, { from, to });
    const contradictory = outcomes.filter(
      ({ systemId, contradictions, listedOn }) =>
        systemId === one && contradictions.length > 0 && listedOn >= from && listedOn <= to,
    );
    const shown = listed.items.map(
      (item) => `${item.day} ${item.dossier} ${item.contradictions.map(({ code }) => code).join()}`,
    );
    expect(new Set(shown)).toEqual(
      new Set(contradictory.map((told) => `${told.listedOn} ${told.dossier} ${told.contradictions.join()}`)),
    );
    expect(listed.total).toBe(contradictory.length);
    expect(first.completeness.missing.some(({ what }) => what === `contradicted:${one}`)).toBe(listed.total > 0);
    for (const { day, counts } of own.days)
      if (counts !== null) expect(counts).toEqual(reckonDossiers(ofBody('H56'), run.isFull, day, day, true));
    const unknown = own.days.filter(({ counts }) => counts === null).map(({ day }) => day);
    const ofH56 = changes.filter(({ systemId }) => run.bodyOf(systemId) === 'H56');
    const begin = firstDay(ofBody('H56'), ofH56);
    expect(unknown).toEqual(own.days.map(({ day }) => day).filter((day) => day < begin));
    for (const { code, counts } of country.procedures)
      expect(counts).toEqual(reckon(outcomes.filter(({ procedure }) => codeForAll(procedure) === code)));
  }
}

/** Everybody sees national codes; what a system made up, or left out, is one line without a code. */
const codeForAll = (procedure: string): string => (/^\d\.\d{6}$/.test(procedure) ? procedure : '');

/** The first day of which anything is known of some systems. */
function firstDay(outcomes: readonly Outcome[], changes: readonly DossierChange[]): string {
  const heard = changes.map(({ received_ms }) => new Date(received_ms + 7 * 3_600_000).toISOString().slice(0, 10));
  const counted = outcomes.flatMap(({ receivedOn, endedOn }) => [receivedOn ?? '9', endedOn ?? '9']);
  return [...heard, ...counted].toSorted()[0] ?? '9';
}

let counts: ReturnType<typeof refresher>;

test('every figure equals a brute-force reckoning, whatever the order, repetition and lateness of the changes and the refreshes between', async () => {
  await fc.assert(
    fc.asyncProperty(changeArrivals, async ({ blocks, refreshes }) => {
      const run = newRun();
      // A new one compares everything, which grows with the runs; the first ones are enough to try that.
      if (runs <= 3) counts = refresher();
      const entered = blocks.map((block) => block.map(run.renumber));
      for (const [index, block] of entered.entries()) {
        await enterChanges(store, block);
        if (refreshes[index]) await counts.refreshNow();
      }
      await counts.refreshNow();
      await expectAgreement(run, entered.flat());
    }),
    { numRuns: 12 },
  );
});
