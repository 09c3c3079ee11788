import { addDays, EmcError, startOfDay } from '@emc/contract';
import type { Clock, Day, Log } from '@emc/contract';
import type { EventStore } from '../event-store.ts';
import { createPartChecks, type PartsSeen } from './check-parts.ts';
import { createDayQueue } from './day-queue.ts';
import { differingDossierDays, statesLackChanges } from './dossier-days.ts';
import {
  COMPARED_TABLES,
  daysOfPartition,
  type Finding,
  type Findings,
  type Ledger,
  monthOf,
  PASSING_TABLES,
  RAW_TABLES,
} from './findings.ts';
import { hitDays, hitsOfDay, outdatedVisits, rollupsUnlikeHits, rowsByDay } from './hit-days.ts';

export interface InspectOptions {
  store: EventStore;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  /** How often {@link Inspector.round} is called; a minute when left out. */
  every_ms?: number;
  /** What is computed later than it arrives is compared when it has not changed for so long; ten minutes when left out. */
  settled_ms?: number;
}

/** Looks for what is damaged. One at a time. */
export interface Inspector {
  /** A slice of everything: in a day all parts are read and all days compared; what changed, sooner. @throws store-unavailable */
  round(): Promise<Findings>;
  /** Everything at once: all parts, and all days. @returns besides what was found, how many parts were put aside */
  whole(): Promise<{ findings: Findings; setAside: number }>;
  /** Some days once more. */
  days(days: readonly Day[]): Promise<Findings>;
}

interface Which {
  /** Every part and every day, else a slice of both. */
  all: boolean;
  /** These days and no others. */
  only?: readonly Day[];
}

/** Comparing days takes this share of a round at most, and one day at least. */
const SHARE = 0.2;
/** Each attempt puts aside what one table cannot be read for. */
const MOST_ATTEMPTS = 8;

export function createInspector(options: InspectOptions): Inspector {
  const { store, clock, log, every_ms = 60_000, settled_ms = 600_000 } = options;
  const checkParts = createPartChecks(store, log, every_ms);
  const queue = createDayQueue();
  const readLedger = createLedgerReading(options);
  let known = new Set<string>();

  /** Days of parts that were put aside since the last look are compared first. */
  function noteSetAside({ setAside }: PartsSeen): void {
    const keyOf = (part: PartsSeen['setAside'][number]): string => `${part.table} ${part.name}`;
    for (const part of setAside.filter((one) => !known.has(keyOf(one)))) queue.forget(daysOfPartition(part.partition));
    known = new Set(setAside.map(keyOf));
  }

  async function look({ all, only }: Which): Promise<{ findings: Findings; setAside: number }> {
    const findings: Findings = new Map();
    // A replica that lacks something would look damaged; it is made equal first.
    if (store.lacking().length > 0) return { findings, setAside: 0 };
    const seen = await checkParts({ now_ms: clock(), all, tables: new Set(store.suspects()) });
    noteSetAside(seen);
    findings.set('parts', setAsideOf(seen));
    const { found, rows } = await readLedger(seen);
    findings.set('ledger', found);
    const shortDays = new Set(found.filter(({ table }) => table === 'hits').map(({ from }) => from));
    const touched = await store.ask(hitDays, {});
    const days = [...touched, ...rows.map(({ day }) => ({ day, touched_ms: 0 }))];
    const end_ms = performance.now() + every_ms * SHARE;
    const due = queue.due(days, clock(), all);
    for (const day of only ?? due) {
      const isWhole = await compareDay(store, day, { settled_ms, isShort: shortDays.has(day) }, findings);
      queue.compared(day, clock(), isWhole);
      if (!all && only === undefined && performance.now() > end_ms) break;
    }
    findings.set('dossier_days', await differing(store, settled_ms));
    return { findings, setAside: seen.damaged };
  }

  /** What cannot be read when it is compared is put aside, and the look begins again. */
  async function lookAgain(which: Which): Promise<{ findings: Findings; setAside: number }> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await look(which);
      } catch (error) {
        const isDamage = error instanceof EmcError && error.code === 'data-damaged';
        if (!isDamage || attempt === MOST_ATTEMPTS) throw error;
        log.error({ err: error.cause }, 'the event store cannot be compared: the parts of the table are read');
      }
    }
  }

  return {
    round: async () => (await lookAgain({ all: false })).findings,
    whole: () => lookAgain({ all: true }),
    days: async (only) => (await lookAgain({ all: false, only })).findings,
  };
}

/** Parts that lie aside of tables that are not compared. */
function setAsideOf({ setAside }: PartsSeen): Finding[] {
  const found = setAside.filter(({ table }) => !COMPARED_TABLES.has(table) && !PASSING_TABLES.has(table));
  const byDays = Map.groupBy(found, ({ table, partition }) => `${table} ${partition}`);
  return [...byDays.values()].map(([part]) => ({
    table: part!.table,
    kind: 'set-aside',
    ...daysOfPartition(part!.partition),
    missingRows: null,
  }));
}

/** Holds what arrived against the ledger, in months whose parts changed, and writes down what is there. */
function createLedgerReading({ store, ledger }: InspectOptions) {
  /** By table and month: which parts it was read from. */
  const read = new Map<string, string>();
  let short: Finding[] = [];
  return async ({ active }: PartsSeen) => {
    const noted = await ledger.read();
    for (const table of RAW_TABLES) {
      const ours = noted.filter((row) => row.table === table);
      const parts = Map.groupBy(
        active.filter((part) => part.table === table),
        ({ partition }) => Number(partition),
      );
      const months = new Set([...parts.keys(), ...ours.map(({ day }) => monthOf(day))]);
      const stateOf = (month: number): string =>
        (parts.get(month) ?? [])
          .map(({ name }) => name)
          .toSorted()
          .join();
      const isShort = (month: number): boolean =>
        short.some((one) => one.table === table && monthOf(one.from) === month);
      const changed = [...months].filter((month) => isShort(month) || read.get(`${table} ${month}`) !== stateOf(month));
      if (changed.length === 0) continue;
      const rows = await store.ask(rowsByDay(table), { months: changed });
      const held = new Map(rows.map((row) => [row.day, row.rows]));
      const lost = ours.filter(({ day, rows: had }) => changed.includes(monthOf(day)) && (held.get(day) ?? 0) < had);
      short = [
        ...short.filter((one) => one.table !== table || !changed.includes(monthOf(one.from))),
        ...lost.map(({ day, rows: had }) => rowsMissing(table, day, had - (held.get(day) ?? 0))),
      ];
      const more = new Map(ours.map((row) => [row.day, row.rows]));
      await ledger.note(rows.filter((row) => row.rows > (more.get(row.day) ?? 0)).map((row) => ({ table, ...row })));
      for (const month of changed) read.set(`${table} ${month}`, stateOf(month));
    }
    return { found: short, rows: noted };
  };
}

function rowsMissing(table: string, day: Day, missingRows: number): Finding {
  return { table, kind: 'rows-missing', from: day, to: day, missingRows };
}

function differs(table: string, day: Day): Finding {
  return { table, kind: 'differs', from: day, to: day, missingRows: null };
}

/** Compares a day with what is made of it. What differs is looked at again while nothing is inserted. @returns whether nothing does */
async function compareDay(
  store: EventStore,
  day: Day,
  { settled_ms, isShort }: { settled_ms: number; isShort: boolean },
  findings: Findings,
): Promise<boolean> {
  const ofHits = (await unlike(store, day)) && (await store.exclusive(() => hitFindings(store, day, isShort)));
  const [visits] = await store.ask(outdatedVisits, { day, settled_ms });
  const outdated = (visits?.portals ?? 0) > 0 ? [differs('visit_days', day)] : [];
  const found = [...(ofHits || []), ...outdated];
  findings.set(`hits ${day}`, found);
  const lack = (await statesLack(store, day)) && (await store.exclusive(() => statesLack(store, day)));
  findings.set(`dossiers ${day}`, lack ? [differs('dossiers', day)] : []);
  return found.length === 0 && !lack;
}

/** The rollups of any server that differ from the hits of the day on it; undefined when none does. */
async function unlike(store: EventStore, day: Day): Promise<string[] | undefined> {
  const found = new Set<string>();
  await store.onEachServer(async (client) => {
    for (const rollup of await rollupsUnlikeHits(client, day)) found.add(rollup);
  });
  return found.size === 0 ? undefined : [...found];
}

/** Hits that are fewer than two rollups counted are missing; else the rollups that differ are wrong. */
async function hitFindings(store: EventStore, day: Day, isShort: boolean): Promise<Finding[]> {
  const rollups = (await unlike(store, day)) ?? [];
  if (rollups.length === 0) return [];
  const params = { day, begin_ms: startOfDay(day), end_ms: startOfDay(addDays(day, 1)) };
  const [count] = await store.ask(hitsOfDay, params);
  const counted = Math.min(count?.by_day ?? 0, count?.by_hour ?? 0);
  const missing = counted - (count?.raw ?? 0);
  if (missing <= 0) return rollups.map((rollup) => differs(rollup, day));
  // The ledger says it already, and more exactly.
  return isShort ? [] : [rowsMissing('hits', day, missing)];
}

async function statesLack(store: EventStore, day: Day): Promise<boolean> {
  let lack = false;
  await store.onEachServer(async (client) => {
    if (await statesLackChanges(client, day)) lack = true;
  });
  return lack;
}

async function differing(store: EventStore, settled_ms: number): Promise<Finding[]> {
  const days = await store.ask(differingDossierDays, { settled_ms });
  return days.map(({ day }) => differs('dossier_days', day));
}
