import { dossierStates, numberOfChange, readDossierChanges, readDossierStates, ROLLUP_SUMS } from '@emc/test-kit';
import { isDeepStrictEqual } from 'node:util';
import { openReader, type Reader } from './event-store-reader.ts';
import type { Installation } from './installation.ts';
import type { Book, Differences, Ledger } from './ledger.ts';
import { numberOfPage, numberOfUnit, UNIT_OF } from './load-requests.ts';

/** What the stores and the API were found to hold, against the ledger. */
export interface Comparison {
  acknowledged: number;
  lost: number;
  /** Without an answer and not there: may be reported as missing, or not. */
  open: number;
  doubled: number;
  /** Which records, in words. */
  lostWhich: string[];
  lostHits: ReadonlySet<number>;
  faults: string[];
}

/** Every record of the ledger looked for in the stores: once, and nothing else is there. */
export async function compareRecords(emc: Installation, ledger: Ledger): Promise<Comparison> {
  await using reader = openReader(emc.dataDir);
  const found = {
    acknowledged: 0,
    lost: 0,
    open: 0,
    doubled: 0,
    lostWhich: [],
    faults: [],
    lostHits: new Set<number>(),
  };
  found.lostHits = new Set(add(found, 'hits', ledger.hits, await hitsIn(reader)));
  const changes = await reader.rows<{ feed: string; procedure: string; version: string }>(
    'SELECT toString(feed) AS feed, procedure, toString(toUnixTimestamp64Milli(version)) AS version FROM dossier_changes',
  );
  const numbers = changes.map(({ version, ...change }) =>
    numberOfChange({ ...change, version_ms: Number(version) } as Parameters<typeof numberOfChange>[0]),
  );
  add(found, 'dossier changes', ledger.dossiers, counted(numbers));
  const { items } = (await emc.api('GET', `/bodies/${UNIT_OF}/units`)) as { items: { nameVi: string }[] };
  add(found, 'units', ledger.units, counted(items.map(({ nameVi }) => numberOfUnit(nameVi))));
  return found;
}

async function hitsIn(reader: Reader): Promise<Map<number, number>> {
  const rows = await reader.rows<{ path: string; title: string; count: string }>(
    'SELECT path, title, toString(count()) AS count FROM hits GROUP BY path, title',
  );
  return new Map(rows.map(({ path, title, count }) => [numberOfPage(path, title), Number(count)]));
}

function counted(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

/** @returns the numbers of those that are lost */
function add(found: Comparison, what: string, book: Book, there: ReadonlyMap<number, number>): number[] {
  const { acknowledged, lost, open, doubled, strange }: Differences = book.compare(there);
  found.acknowledged += acknowledged;
  found.lost += lost.length;
  found.open += open;
  found.doubled += doubled.length;
  const note = (list: string[], how: string, numbers: number[]): void => {
    if (numbers.length > 0) list.push(`${numbers.length} ${what} ${how}: ${numbers.slice(0, 5).join(', ')} …`);
  };
  note(found.lostWhich, 'lost', lost);
  note(found.faults, 'doubled', doubled);
  note(found.faults, 'that were never sent', strange);
  return lost;
}

/** What is made from the records, against the records themselves: rollups, states of dossiers, the audit log. */
export async function compareDerived(emc: Installation, ledger: Ledger): Promise<string[]> {
  await using reader = openReader(emc.dataDir);
  const faults: string[] = [];
  for (const [what, raw, rollup] of ROLLUP_SUMS) {
    const table = what.split('.')[0];
    const [row] = await reader.rows<{ raw: string; rollup: string }>(
      `SELECT toString((SELECT ${raw} FROM hits)) AS raw, toString((SELECT ${rollup} FROM ${table})) AS rollup`,
    );
    if (row!.raw !== row!.rollup) faults.push(`${what} is ${row!.rollup}, hits say ${row!.raw}`);
  }
  const [states, changes] = [await readDossierStates(reader.client), await readDossierChanges(reader.client)];
  if (!isDeepStrictEqual(states, dossierStates(changes)))
    faults.push('the states of dossiers are not those of their changes');
  const audit = (await emc.api('GET', '/audit/check')) as { intact: boolean; entries: number; firstBroken: unknown };
  if (!audit.intact) faults.push(`the audit chain is broken at entry ${JSON.stringify(audit.firstBroken)}`);
  const least = 2 * ledger.units.acknowledged;
  if (audit.entries < least)
    faults.push(`the audit log has ${audit.entries} entries for ${ledger.units.acknowledged} writes`);
  return faults;
}
