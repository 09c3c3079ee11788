import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Drill, Stage } from '../drill.ts';
import { openReader } from '../event-store-reader.ts';
import type { HealthSeen, Installation } from '../installation.ts';
import { type Scene, underLoad } from '../under-load.ts';

/** What can befall a part of a table: one wrong bit, moved away by the store or a person, gone. */
const HARMS = ['bit', 'detached', 'gone'] as const;

const RAW = ['hits', 'dossier_changes'] as const;
/** Of visitors no part need be missed: the same come in others. */
const MADE = ['site_hours', 'site_pages', 'site_days', 'dossiers'] as const;

/** Damage is looked for at the start and every minute; a day that differs is named when it does in the next round too. */
const FOUND_WITHIN_MS = 240_000;
const REPAIRED_WITHIN_MS = 120_000;

interface PartsDrill {
  name: string;
  what: string;
  tables: readonly string[];
  rounds: number;
  /** Whether rows that arrived may be gone for good. */
  raw: boolean;
}

/** A part of a table is harmed while nothing runs; the next start must find it, and `emc repair` make good what it can. */
function partsDrill({ name, what, tables, rounds, raw }: PartsDrill): Drill {
  return {
    name,
    what,
    rounds,
    run: (stage) =>
      underLoad(stage, { derived: !raw, figures: !raw }, async (scene) => {
        const { emc, work, check } = scene;
        const reported = raw ? () => missingRows(emc) : undefined;
        for (let round = 1; round <= stage.rounds; round += 1) {
          await work(2000, 4000);
          const table = tables[(round - 1) % tables.length]!;
          await harmLargestPart(scene, table, HARMS[(round - 1) % HARMS.length]!, stage);
          await emc.start();
          if (!(await found(emc, table, stage))) return;
          await repaired(emc, stage);
          if (!(await check(round, { reported }))) return;
        }
      }),
  };
}

async function harmLargestPart(
  { emc, load }: Scene,
  table: string,
  harm: (typeof HARMS)[number],
  stage: Stage,
): Promise<void> {
  await load.pause();
  await emc.settled(60_000);
  const { part, merged } = await largestPart(emc, table);
  await emc.kill('all');
  // Parts that were merged into it lie beside it for eight minutes, and would take its place.
  for (const one of merged) rmSync(one, { recursive: true, force: true });
  stage.say(`${harm}: ${path.basename(part)} of ${table}`);
  if (harm === 'gone') rmSync(part, { recursive: true });
  else if (harm === 'detached') renameSync(part, path.join(part, '..', 'detached', path.basename(part)));
  else flipBit(part, stage.random);
  load.go();
}

async function largestPart(emc: Installation, table: string): Promise<{ part: string; merged: string[] }> {
  await using reader = openReader(emc.dataDir);
  const parts = await reader.rows<{ path: string; active: number; partition: string; first: string; last: string }>(
    `SELECT path, active, partition_id AS partition, toString(min_block_number) AS first, toString(max_block_number) AS last
     FROM system.parts WHERE database = 'emc' AND table = '${table}' ORDER BY active DESC, rows DESC`,
  );
  const [largest] = parts;
  if (largest?.active !== 1 || !existsSync(largest.path)) throw new Error(`${table} has no part on the disk`);
  const { partition, first, last } = largest;
  const merged = parts.filter(
    (one) =>
      one.active === 0 &&
      one.partition === partition &&
      Number(one.first) >= Number(first) &&
      Number(one.last) <= Number(last),
  );
  return { part: largest.path.replace(/\/$/, ''), merged: merged.map((one) => one.path) };
}

/** In the largest file of values. */
function flipBit(part: string, random: () => number): void {
  const files = readdirSync(part).filter((name) => name.endsWith('.bin'));
  const sizeOf = (name: string): number => statSync(path.join(part, name)).size;
  const file = path.join(part, files.sort((a, b) => sizeOf(b) - sizeOf(a))[0]!);
  const bytes = readFileSync(file);
  bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  writeFileSync(file, bytes);
}

/** Whether health names the table, and figures say that they are not complete, before anything is repaired. */
async function found(emc: Installation, table: string, { tally }: Stage): Promise<boolean> {
  const end = performance.now() + FOUND_WITHIN_MS;
  let health: HealthSeen | undefined;
  while (performance.now() < end) {
    health = await emc.health().catch(() => undefined);
    if (health?.damage?.some((one) => one.table === table) === true) {
      if (health.status === 'ok') tally.faults.push(`health names damage of ${table} and says "ok"`);
      await saysIncomplete(emc, table, tally.faults);
      return tally.faults.length === 0;
    }
    await sleep(500);
  }
  tally.faults.push(
    `${table} was damaged, and health did not say so within ${FOUND_WITHIN_MS / 1000} s: ${JSON.stringify(health)}`,
  );
  return false;
}

async function saysIncomplete(emc: Installation, table: string, faults: string[]): Promise<void> {
  const ofDossiers = table.startsWith('dossier');
  const address = ofDossiers ? '/dossiers?from=2024-01-01&to=2024-12-30' : '/usage';
  const answer = (await emc.api('GET', address).catch((error: unknown) => String(error))) as
    | string
    | { completeness: { complete: boolean } };
  // What cannot be computed is refused with a code.
  if (typeof answer === 'string') {
    if (!/ 503 .*"code":/s.test(answer)) faults.push(`${address}: ${answer.slice(0, 300)}`);
  } else if (answer.completeness.complete) faults.push(`${table} is damaged, and ${address} says that it is complete`);
}

async function repaired(emc: Installation, { tally, say }: Stage): Promise<void> {
  const end = performance.now() + REPAIRED_WITHIN_MS;
  interface Repair {
    running: boolean;
    error: string | null;
  }
  let state = (await emc.api('POST', '/repair', { accept: false })) as Repair;
  while (state.running && performance.now() < end) {
    await sleep(200);
    state = (await emc.api('GET', '/repair')) as Repair;
  }
  say(`repair: ${JSON.stringify(state).slice(0, 300)}`);
  if (state.running || state.error !== null) tally.faults.push(`the repair: ${JSON.stringify(state)}`);
}

/** Rows of what arrived that health says are missing. */
async function missingRows(emc: Installation): Promise<number> {
  const { damage = [] } = await emc.health();
  return damage
    .filter(({ table, kind }) => kind === 'rows-missing' && (RAW as readonly string[]).includes(table))
    .reduce((sum, { missingRows: rows }) => sum + (rows ?? 0), 0);
}

export const partsDrills: readonly Drill[] = [
  partsDrill({
    name: 'parts-made',
    what: 'a part of a table that is made from what arrived has a wrong bit, is detached, or is gone; then emc repair',
    tables: MADE,
    rounds: 5,
    raw: false,
  }),
  partsDrill({
    name: 'parts-raw',
    what: 'a part of hits or dossier_changes has a wrong bit, is detached, or is gone; exactly its rows are reported',
    tables: RAW,
    rounds: 3,
    raw: true,
  }),
];
