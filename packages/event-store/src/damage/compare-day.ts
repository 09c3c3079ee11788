import { addDays, startOfDay } from '@emc/contract';
import type { Day } from '@emc/contract';
import { writesEnded } from '../client.ts';
import type { EventStore } from '../event-store.ts';
import { differingDossierTables, statesLackingChanges } from './dossier-days.ts';
import { differs, type Finding, type Findings, rowsMissing } from './findings.ts';
import { hitsOfDay, outdatedVisits, rollupsUnlikeHits } from './hit-days.ts';

interface Comparison {
  store: EventStore;
  day: Day;
  /** What is computed later than it arrives is compared when it was there so long before a round that computed all. */
  settled_ms: number;
  /** The ledger says that hits of the day are missing, and how many. */
  isShort: boolean;
}

/**
 * Compares a day with what is made of it. What differs is compared once more while nothing is inserted.
 * @returns what was found, of hits and of dossiers
 */
export async function compareDay({ store, day, settled_ms, isShort }: Comparison): Promise<Findings> {
  // Where hits are missing, the rollups that still count them differ and are not wrong.
  const rollups = isShort ? [] : await unlike(store, day);
  const ofHits = rollups.length === 0 ? [] : await undisturbed(store, () => hitFindings(store, day, rollups));
  const [visits] = await store.ask(outdatedVisits, { day, settled_ms });
  if ((visits?.portals ?? 0) > 0) ofHits.push(differs('visit_days', day));
  const lacking = await statesLacking(store, day);
  const lack = lacking.length === 0 ? [] : await undisturbed(store, () => statesLacking(store, day));
  const tables = await differingDossierTables(store, day, settled_ms);
  const ofDossiers = [...lack, ...tables].map((table) => differs(table, day));
  return new Map([
    [`hits ${day}`, ofHits],
    [`dossiers ${day}`, ofDossiers],
  ]);
}

/** Runs work while no block is inserted: by nobody who holds the gate, nor by what a broken connection left running. */
function undisturbed<T>(store: EventStore, work: () => Promise<T>): Promise<T> {
  return store.exclusive(async () => {
    await store.onEachServer((client) => writesEnded(client, store.database));
    return work();
  });
}

/** The rollups of any server that differ from the hits of the day on it. @param only of these; of all when left out */
async function unlike(store: EventStore, day: Day, only?: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  await store.onEachServer(async (client) => {
    for (const rollup of await rollupsUnlikeHits(client, day, only)) found.add(rollup);
  });
  return [...found];
}

/** Hits that are fewer than two rollups counted are missing; else the rollups that differ are wrong. */
async function hitFindings(store: EventStore, day: Day, suspected: readonly string[]): Promise<Finding[]> {
  const rollups = await unlike(store, day, suspected);
  if (rollups.length === 0) return [];
  const missing = await hitsMissing(store, day);
  return missing > 0 ? [rowsMissing('hits', day, missing)] : rollups.map((rollup) => differs(rollup, day));
}

/** How many hits of a day fewer there are than two rollups counted. */
export async function hitsMissing(store: EventStore, day: Day): Promise<number> {
  const { held, counted } = await countsOfHits(store, day);
  return counted - held;
}

/** How many hits of a day there are, and how many there were at least when two rollups counted them. */
export async function countsOfHits(store: EventStore, day: Day): Promise<{ held: number; counted: number }> {
  const params = { day, begin_ms: startOfDay(day), end_ms: startOfDay(addDays(day, 1)) };
  const [count] = await store.ask(hitsOfDay, params);
  return { held: count?.raw ?? 0, counted: Math.min(count?.by_day ?? 0, count?.by_hour ?? 0) };
}

/** The states of any server that lack something. */
async function statesLacking(store: EventStore, day: Day): Promise<string[]> {
  const found = new Set<string>();
  await store.onEachServer(async (client) => {
    for (const table of await statesLackingChanges(client, day)) found.add(table);
  });
  return [...found];
}
