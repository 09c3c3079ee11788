import { addDays, countDays, dayOf, DOSSIER_DEFINITION_VERSION, localIso, periodBefore } from '@emc/contract';
import type {
  BodyDossiers,
  Clock,
  Damage,
  Day,
  DossierFigures,
  Dossiers,
  Period,
  ProcedureDossiers,
} from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import type { LoaderStatus } from '../figures-options.ts';
import { createContradicted } from './contradicted.ts';
import { completenessOf, withFirstMissing } from './figures/completeness.ts';
import { noCounts, ratesOf, sumOf } from './figures/counts.ts';
import { readPeriod } from './figures/period.ts';
import { countProcedures, countsOfBodies, listProcedures } from './figures/procedures.ts';
import { createReader } from './figures/read.ts';
import type { Reading } from './figures/read.ts';
import { findSubject } from './figures/subject.ts';
import type { MapOptions, Whose } from './figures/subject.ts';
import { createOneDossier } from './one-dossier.ts';
import { createRecentChanges } from './recent-changes.ts';

export interface DossiersOptions extends MapOptions {
  eventStore: EventStore;
  clock: Clock;
  /** True when the data are those of the simulator: said beside every figure. */
  simulated: boolean;
  loaderStatus: () => LoaderStatus;
  /** What of the event store is known to be damaged; nothing when left out. */
  damage?: () => readonly Damage[];
  /** What waits longer than this to be counted is named beside a figure; 15 seconds when left out. */
  countedWithin_ms?: number;
}

/**
 * The figures about dossiers, all from counts by system, day and procedure. A system's dossiers are those of the body whose
 * it is on the last day of the period, and a procedure is full when that body's catalogue says so on that day; so the
 * country is the sum of its bodies. Made once in a process: its readers share what they ask.
 */
export function createDossiers(options: DossiersOptions): Dossiers {
  const reader = createReader(options);
  const country = async (period: Period) => {
    const whose = await findSubject(options, { kind: 'country' }, period.to);
    return { whose, read: await reader(whose, period, false) };
  };
  /** By the systems and the catalogue of the period that is asked for: a merger is no rise. */
  const before = async (whose: Whose, asked: Period): Promise<DossierFigures['previous']> => {
    const period = periodBefore(asked);
    if (period === null) return null;
    const read = await reader(whose, period, false);
    const totals = totalsOf(whose.systems, itemsOf(whose, read), period, read);
    return { period, totals, sourcesMissing: completeness(options, whose, period, read).missing.length };
  };
  return {
    figures: async (subject, query, codes = 'national') => {
      const period = readPeriod(query, options.clock());
      const whose = await findSubject(options, subject, period.to);
      const [read, previous] = await Promise.all([reader(whose, period, true), before(whose, period)]);
      const procedures = listProcedures(itemsOf(whose, read), read.catalogues, codes);
      return { ...figuresOf(options, whose, period, read, previous), procedures };
    },
    byBody: async (query) => {
      const period = readPeriod(query, options.clock());
      const { whose, read } = await country(period);
      return bodiesOf(options, whose, period, read);
    },
    byProcedure: async (asked) => {
      const period = readPeriod(asked, options.clock());
      const { whose, read } = await country(period);
      // Whole: of what the country lacks each body is told what is its own.
      return { items: itemsOf(whose, read), completeness: completeness(options, whose, period, read) };
    },
    recentChanges: createRecentChanges(options),
    oneDossier: createOneDossier(options),
    contradicted: createContradicted(options),
  };
}

const itemsOf = (whose: Whose, { procedures, catalogues }: Reading): ProcedureDossiers[] =>
  countsOfBodies(procedures, whose.systems, catalogues);

function figuresOf(
  options: DossiersOptions,
  whose: Whose,
  period: Period,
  read: Reading,
  previous: DossierFigures['previous'],
): Omit<DossierFigures, 'procedures'> {
  const items = itemsOf(whose, read);
  const totals = totalsOf(whose.systems, items, period, read);
  return {
    subject: { kind: whose.kind, id: whose.id, nameVi: whose.nameVi, nameEn: whose.nameEn },
    period,
    asOf: localIso(read.now_ms),
    definitionVersion: DOSSIER_DEFINITION_VERSION,
    completeness: withFirstMissing(completeness(options, whose, period, read)),
    totals,
    rates: ratesOf(totals),
    previous,
    days: daysOf(whose, period, read),
    procedureCounts: countProcedures(items, whose),
  };
}

function bodiesOf(options: DossiersOptions, whose: Whose, period: Period, read: Reading): BodyDossiers {
  const items = Map.groupBy(itemsOf(whose, read), ({ bodyCode }) => bodyCode);
  const systems = Map.groupBy(whose.systems, ({ bodyCode }) => bodyCode);
  return {
    period,
    asOf: localIso(read.now_ms),
    definitionVersion: DOSSIER_DEFINITION_VERSION,
    completeness: withFirstMissing(completeness(options, whose, period, read)),
    items: whose.bodies.map(({ code, nameVi, nameEn, kind }) => {
      const totals = totalsOf(systems.get(code) ?? [], items.get(code) ?? [], period, read);
      return { bodyCode: code, nameVi, nameEn, kind, totals, rates: ratesOf(totals) };
    }),
  };
}

/** null when nothing was known of any of the systems by the end of the period, or it has not begun: which is not 0. */
function totalsOf(systems: Whose['systems'], items: readonly ProcedureDossiers[], { from, to }: Period, read: Reading) {
  const known = systemsKnownBy(to, systems, read);
  if (known.length === 0 || from > dayOf(read.now_ms)) return null;
  return sumOf(
    items.map(({ counts }) => counts),
    haveCatalogue(known, read),
  );
}

const systemsKnownBy = (day: Day, systems: Whose['systems'], { sending }: Reading) =>
  systems.filter(({ systemId }) => (sending.get(systemId)?.firstDay ?? NEVER) <= day);

/** Whether a body of one of the systems has a catalogue: otherwise nothing is known of full online. */
const haveCatalogue = (systems: Whose['systems'], { catalogues }: Reading): boolean =>
  systems.some(({ bodyCode }) => catalogues.has(bodyCode));

/** After every day. */
const NEVER = '9999-12-31';

/** Every day of the period: null before anything was ever known of a system of the subject, and in the future. */
function daysOf(whose: Whose, { from, to }: Period, read: Reading): DossierFigures['days'] {
  const { days, sending, now_ms } = read;
  const today = dayOf(now_ms);
  const hasCatalogue = haveCatalogue(systemsKnownBy(to, whose.systems, read), read);
  const firsts = whose.systems.flatMap(({ systemId }) => sending.get(systemId)?.firstDay ?? []);
  const first = firsts.toSorted()[0];
  return Array.from({ length: countDays(from, to) }, (_, index) => {
    const day = addDays(from, index);
    const isKnown = first !== undefined && day >= first && day <= today;
    if (!isKnown) return { day, counts: null };
    const counts = days.get(day);
    if (counts === undefined) return { day, counts: noCounts(hasCatalogue) };
    return { day, counts: hasCatalogue ? counts : { ...counts, fullOnline: null } };
  });
}

function completeness(
  { simulated, countedWithin_ms = 15_000, damage = () => [] }: DossiersOptions,
  whose: Whose,
  period: Period,
  read: Reading,
) {
  const { sending, howFar, toldTwice, contradicted, loaders, now_ms } = read;
  const today = dayOf(now_ms);
  const told = { sending, howFar, toldTwice, contradicted, loaders, now_ms };
  return completenessOf({ ...told, whose, period, today, simulated, countedWithin_ms, damage: damage() });
}
