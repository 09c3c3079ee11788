import { isNationalCode } from '@emc/contract';
import type { CatalogueEntry, DossierCounts, DossierFigures, ListedCodes, ProcedureDossiers } from '@emc/contract';
import { addCounts, countsOfProcedure } from './counts.ts';
import type { ProcedureRow } from './readings.ts';
import type { Whose } from './subject.ts';

const MOST_LISTED = 200;

/** Counts by body and procedure: what the systems of a body told of the same procedure, added up. */
export function countsOfBodies(
  rows: readonly ProcedureRow[],
  systems: Whose['systems'],
  catalogues: Whose['catalogues'],
): ProcedureDossiers[] {
  const bodyOf = new Map(systems.map(({ systemId, bodyCode }) => [systemId, bodyCode]));
  const items = new Map<string, ProcedureDossiers>();
  for (const { systemId, procedure: code, sums } of rows) {
    const bodyCode = bodyOf.get(systemId);
    if (bodyCode === undefined) continue;
    const catalogue = catalogues.get(bodyCode);
    const counts = countsOfProcedure(sums, catalogue && catalogue.get(code)?.level === 'full');
    const key = `${bodyCode} ${code}`;
    const item = items.get(key);
    if (item === undefined) items.set(key, { bodyCode, code, counts });
    else addCounts(item.counts, counts);
  }
  return [...items.values()];
}

/** The procedures with most dossiers, each once however many bodies handle it. */
export function listProcedures(
  items: readonly ProcedureDossiers[],
  catalogues: Whose['catalogues'],
  codes: ListedCodes,
): DossierFigures['procedures'] {
  const shown = ({ code }: ProcedureDossiers): string => (codes === 'as-sent' || isNationalCode(code) ? code : '');
  const listed = [...Map.groupBy(items, shown)].map(([code, same]) => {
    const entries = same.flatMap(({ bodyCode }) => catalogues.get(bodyCode)?.get(code) ?? []);
    return { code, nameVi: entries[0]?.nameVi ?? null, level: commonLevel(entries), counts: sumOfSame(same) };
  });
  listed.sort((a, b) => b.counts.received - a.counts.received || (a.code < b.code ? -1 : 1));
  return listed.slice(0, MOST_LISTED);
}

/** Bodies may provide the same procedure at different levels: then none can be named. */
function commonLevel(entries: readonly CatalogueEntry[]): string | null {
  const [first] = entries;
  return first !== undefined && entries.every(({ level }) => level === first.level) ? first.level : null;
}

function sumOfSame([first, ...more]: readonly ProcedureDossiers[]): DossierCounts {
  const sum = { ...first!.counts };
  for (const { counts } of more) addCounts(sum, counts);
  return sum;
}

/** How the catalogues of the bodies and what their systems sent cover each other. A dossier without a code is not counted here. */
export function countProcedures(items: readonly ProcedureDossiers[], whose: Whose): DossierFigures['procedureCounts'] {
  const entries = whose.bodies.flatMap(({ code }) => [...(whose.catalogues.get(code)?.values() ?? [])]);
  const known = items.flatMap((item) => {
    const entry = whose.catalogues.get(item.bodyCode)?.get(item.code);
    return entry === undefined ? [] : [{ ...item, entry }];
  });
  const isOnline = ({ level }: CatalogueEntry): boolean => level !== 'information';
  return {
    inCatalogue: entries.length,
    online: entries.filter(isOnline).length,
    withDossiers: known.filter(({ counts }) => counts.received > 0).length,
    withOnlineDossiers: known.filter(({ entry, counts }) => isOnline(entry) && counts.receivedOnline > 0).length,
    withFeePaidOnline: known.filter(({ entry, counts }) => entry.hasFee && counts.paidOnline > 0).length,
    notInCatalogue: items.filter(({ code }) => code !== '').length - known.filter(({ code }) => code !== '').length,
  };
}
