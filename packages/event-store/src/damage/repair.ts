import type { ClickHouseClient } from '@clickhouse/client';
import type { Day, Log } from '@emc/contract';
import { z } from 'zod';
import { askAs } from '../client.ts';
import type { EventStore } from '../event-store.ts';
import { defineQuery } from '../query.ts';
import { FROM_EVENTS, outdateDossierDay, touchAllDossiers, touchDossiersOf } from './dossier-days.ts';
import { type Finding, type Findings, isOfUsage, RAW_TABLES } from './findings.ts';
import type { Inspector } from './inspect.ts';
import { activeParts, attachPart, checkPart, dropSetAside, partsSetAside, type SetAsidePart } from './parts.ts';

export interface RepairOptions {
  store: EventStore;
  inspector: Inspector;
  /** Computes what is made of rollups and states; called after these were made again. */
  refresh: () => Promise<void>;
  log: Log;
}

export interface RepairOutcome {
  setAside: number;
  attached: number;
  days: Day[];
  /** What was found in the end. */
  findings: Findings;
}

/**
 * Makes whole what can be: parts that lie aside and are whole are put back, rollups and states are made again from what
 * arrived, where that is whole. What arrived and is lost stays lost; its rollups, which may know more, are left as they are.
 * When it throws, call it again.
 */
export async function repairStore({ store, inspector, refresh, log }: RepairOptions): Promise<RepairOutcome> {
  const { findings, setAside } = await inspector.whole();
  const damaged = daysOf([...findings.values()].flat().filter(({ kind }) => kind !== 'set-aside'));
  const lookAgain = async (): Promise<void> => {
    for (const [look, found] of await inspector.days(damaged)) findings.set(look, found);
  };
  const attached = await store.exclusive(() => attachWhole(store, log));
  if (attached > 0) await lookAgain();
  const days = await computeAgain({ store, inspector }, [...findings.values()].flat());
  await refresh();
  if (findings.size > 0) await lookAgain();
  return { setAside, attached, days, findings };
}

/** @returns the days that were made again */
async function computeAgain(
  { store, inspector }: Pick<RepairOptions, 'store' | 'inspector'>,
  found: readonly Finding[],
): Promise<Day[]> {
  const lost = new Set(
    found.filter(({ table, kind }) => table === 'hits' && kind === 'rows-missing').map(({ from }) => from),
  );
  const wrong = found.filter(({ kind }) => kind === 'differs');
  const wrongRollups = wrong.filter(({ table, from }) => isOfUsage(table) && !lost.has(from));
  const ofHits = daysOf(wrongRollups);
  for (const day of ofHits) {
    const tables = wrongRollups.filter(({ from }) => from === day).map(({ table }) => table);
    // Visits are computed again for the days that `site_days` says were touched.
    await store.rebuildDay(day, [...tables, ...(tables.includes('visit_days') ? ['site_days'] : [])]);
  }
  const ofDossiers = daysOf(wrong.filter(({ table }) => !isOfUsage(table)));
  for (const day of ofDossiers) {
    await store.onEachServer((client) => touchDossiersOf(client, day));
    await store.run(outdateDossierDay, { day });
  }
  await replaceWhole(store, inspector, found);
  return [...new Set([...ofHits, ...ofDossiers])].toSorted();
}

function daysOf(found: readonly Finding[]): Day[] {
  return [...new Set(found.map(({ from }) => from))].toSorted();
}

/** Tables that views fill from events or states: made again whole, and what lies aside of them is of no more use. */
async function replaceWhole(store: EventStore, inspector: Inspector, found: readonly Finding[]): Promise<void> {
  const wrong = new Set(found.filter(({ kind }) => kind !== 'rows-missing').map(({ table }) => table));
  for (const [table, statement] of Object.entries(FROM_EVENTS)) if (wrong.has(table)) await store.run(statement, {});
  if (!wrong.has('dossiers_told_twice')) return;
  await store.onEachServer(async (client) => {
    await touchAllDossiers(client);
    for (const part of await partsSetAside(client))
      if (part.table === 'dossiers_told_twice') await dropSetAside(client, part);
  });
  inspector.filled('dossiers_told_twice');
}

/** Puts back parts of what arrived that lie aside, are whole and hold no block that is there already. */
async function attachWhole(store: EventStore, log: Log): Promise<number> {
  let attached = 0;
  await store.onEachServer(async (client) => {
    const aside = await partsSetAside(client);
    for (const part of aside) {
      const isRaw = (RAW_TABLES as readonly string[]).includes(part.table);
      // What the server or EMC found broken has a reason, or is read again here and put aside again.
      if (!isRaw || part.reason !== '') continue;
      const why = await attachChecked(client, part);
      if (why === undefined) attached++;
      else log.warn({ table: part.table, part: part.name, why }, 'a part that lies aside cannot be put back');
    }
  });
  return attached;
}

/** @returns why it was not put back */
async function attachChecked(client: ClickHouseClient, part: SetAsidePart): Promise<string | undefined> {
  // A merge would hide which part it became.
  await client.command({ query: `SYSTEM STOP MERGES ${part.table}` });
  try {
    const before = new Set((await activeParts(client)).map(({ table, name }) => `${table} ${name}`));
    try {
      await attachPart(client, part);
    } catch (error) {
      return String(error).slice(0, 300);
    }
    const fresh = (await activeParts(client)).find(
      ({ table, name }) => table === part.table && !before.has(`${table} ${name}`),
    );
    if (fresh === undefined) return 'it holds nothing';
    const why = (await checkPart(client, fresh)) ?? (await doubled(client, fresh));
    if (why !== undefined) await client.command({ query: `ALTER TABLE ${fresh.table} DETACH PART '${fresh.name}'` });
    return why;
  } finally {
    await client.command({ query: `SYSTEM START MERGES ${part.table}` });
  }
}

/** A block is in one part; one that is in two was merged into another part before this one was put aside. */
async function doubled(
  client: ClickHouseClient,
  { table, name }: { table: string; name: string },
): Promise<string | undefined> {
  const query = defineQuery({
    name: 'doubled-blocks',
    sql: `SELECT count() AS blocks FROM (SELECT DISTINCT batch_id FROM ${table} WHERE _part = {part:String})
    WHERE batch_id IN (SELECT batch_id FROM ${table} WHERE _part != {part:String})`,
    params: z.object({ part: z.string() }),
    row: z.object({ blocks: z.int() }),
  });
  const [row] = await askAs(client, query, { part: name });
  return (row?.blocks ?? 0) > 0 ? 'blocks of it are in the table already' : undefined;
}
