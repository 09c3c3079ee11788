import type { Database, Kysely, Transaction } from '@emc/control-store';
import { openVersionedCopy, type VersionedCopy } from '../versioned-copy.ts';
import type { CatalogueCopy, StoredProcedure } from './catalogue-copy.ts';
import { inTurns } from './in-turns.ts';

/** The catalogue: opened once in a process, and handed to all who read or change it. */
export type CatalogueStore = VersionedCopy<CatalogueCopy>;

/** Any number that nothing else in this database takes as an advisory lock. */
const CATALOGUE_LOCK = 422_023;

export function openCatalogue(db: Kysely<Database>): CatalogueStore {
  return openVersionedCopy({ db, versionTable: 'catalogue_version', lock: CATALOGUE_LOCK, load });
}

async function load(trx: Transaction<Database>): Promise<CatalogueCopy> {
  const { version } = await trx.selectFrom('catalogue_version').select('version').executeTakeFirstOrThrow();
  const rows = await trx
    .selectFrom('procedures')
    .innerJoin('procedure_versions', 'procedure_versions.procedure_id', 'procedures.id')
    .selectAll('procedure_versions')
    .select(['procedures.body_code', 'procedures.code'])
    .orderBy('procedures.body_code')
    .orderBy('procedures.code')
    .orderBy('valid_from', (order) => order.asc().nullsFirst())
    .execute();
  const byBody = new Map<string, Map<string, StoredProcedure>>();
  const text = keptOnce();
  await inTurns(rows, (row) => {
    const ofBody = byBody.get(row.body_code) ?? new Map<string, StoredProcedure>();
    byBody.set(row.body_code, ofBody);
    const code = text(row.code);
    const procedure: StoredProcedure = ofBody.get(code) ?? {
      id: row.procedure_id,
      bodyCode: text(row.body_code),
      code,
      versions: [],
    };
    ofBody.set(code, procedure);
    procedure.versions.push({
      id: row.id,
      from: row.valid_from,
      to: row.valid_to,
      content: {
        localCode: row.local_code,
        nameVi: text(row.name_vi),
        nameEn: row.name_en === null ? null : text(row.name_en),
        fieldCode: row.field_code === null ? null : text(row.field_code),
        fieldVi: text(row.field_vi),
        level: row.level,
        services: row.services,
        hasFee: row.has_fee,
        onlinePayment: row.online_payment,
        statutoryDays: row.statutory_days === null ? null : Number(row.statutory_days),
      },
    });
  });
  return { version, byBody };
}

/** The same names come once for each province: in memory they are kept once. */
function keptOnce(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, text);
    return text;
  };
}
