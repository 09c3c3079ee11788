import { readFile } from 'node:fs/promises';
import type { Database, Kysely, Transaction } from '@emc/control-store';
import { parse } from 'csv-parse/sync';
import { lockRegister } from './register-store.ts';

const FOLDER = new URL('../../../reference-data/', import.meta.url);

interface ReferenceBody {
  code: string;
  certainty: string;
  names: { name_vi: string; name_en: string; kind: string; valid_from: string | null; valid_to: string | null }[];
  succession: { successor: string; on_day: string } | undefined;
}

/**
 * Enters the bodies of `reference-data/` that the register does not have yet. A body that it has is left as it is, so
 * that a change by the operator is never overwritten.
 *
 * @returns how many bodies were entered.
 */
export async function seedReferenceData(db: Kysely<Database>): Promise<number> {
  const bodies = await readReferenceBodies();
  return db.transaction().execute(async (trx) => {
    await lockRegister(trx);
    const present = new Set((await trx.selectFrom('bodies').select('code').execute()).map((row) => row.code));
    const missing = bodies.filter((body) => !present.has(body.code));
    if (missing.length > 0) await enter(trx, missing);
    return missing.length;
  });
}

async function enter(trx: Transaction<Database>, bodies: ReferenceBody[]): Promise<void> {
  await trx
    .insertInto('bodies')
    .values(bodies.map(({ code, certainty }) => ({ code, certainty })))
    .execute();
  await trx
    .insertInto('body_names')
    .values(bodies.flatMap(({ code, names }) => names.map((name) => ({ code, ...name }))))
    .execute();
  const successions = bodies.flatMap(({ code, succession }) =>
    succession === undefined ? [] : [{ predecessor: code, ...succession }],
  );
  if (successions.length > 0) await trx.insertInto('body_successions').values(successions).execute();
}

/** The bodies of `agencies.csv` with the later names of `renames.csv`; reference-data/README.md tells their sources. */
async function readReferenceBodies(): Promise<ReferenceBody[]> {
  const [agencies, renames] = await Promise.all([readCsv('agencies.csv'), readCsv('renames.csv')]);
  return agencies.map((agency) => {
    const { code = '', name_vi = '', name_en = '', kind = '' } = agency;
    const valid_from = agency['valid_from'] || null;
    const valid_to = agency['valid_to'] || null;
    const names = [{ name_vi, name_en, kind, valid_from, valid_to }];
    const certainty = [agency['certainty'] ?? ''];
    for (const rename of renames.filter((row) => row['code'] === code).sort(byDay)) {
      const on = rename['on'] ?? '';
      const last = names.at(-1);
      if (last !== undefined) last.valid_to = on;
      const { name_vi: newVi = '', name_en: newEn = '', kind: newKind = '' } = rename;
      names.push({ name_vi: newVi, name_en: newEn, kind: newKind, valid_from: on, valid_to });
      certainty.push(rename['certainty'] ?? '');
    }
    const successor = agency['successor_code'] ?? '';
    const succession = successor === '' || valid_to === null ? undefined : { successor, on_day: valid_to };
    return { code, certainty: certainty.join('; '), names, succession };
  });
}

function byDay(a: Record<string, string>, b: Record<string, string>): number {
  return (a['on'] ?? '') < (b['on'] ?? '') ? -1 : 1;
}

/** One record a line, by the names of the header; throws what csv-parse throws, which names the line. */
async function readCsv(name: string): Promise<Record<string, string>[]> {
  return parse(await readFile(new URL(name, FOLDER)), { columns: true, bom: true });
}
