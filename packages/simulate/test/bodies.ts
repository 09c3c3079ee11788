import { readFileSync } from 'node:fs';
import type { Body } from '@emc/contract';

const FOLDER = new URL('../../../reference-data/', import.meta.url);

/** The bodies of the reference data under the names that they have, or had last. */
export function referenceBodies(): Body[] {
  const renames = new Map(rows('renames.csv').map((row) => [row[0], row]));
  return rows('agencies.csv').map(([code = '', nameVi = '', nameEn = '', kind = '', from, to = '', successor = '']) => {
    const renamed = renames.get(code);
    return {
      code,
      nameVi: renamed?.[2] ?? nameVi,
      nameEn: renamed?.[3] ?? nameEn,
      kind: (renamed?.[4] ?? kind) as Body['kind'],
      validFrom: from || null,
      validTo: to || null,
      successors: successor === '' ? [] : [{ code: successor, on: to }],
      predecessors: [],
      certainty: '',
    };
  });
}

function rows(file: string): string[][] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? ''),
  );
}
