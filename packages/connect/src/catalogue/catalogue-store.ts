import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';
import type { CatalogueCopy, StoredProcedure } from './catalogue-copy.ts';

/** Reads the catalogue, and changes it one change at a time. */
export interface CatalogueStore {
  /** The catalogue as committed now. Kept in memory: unchanged, it costs one look at its version. */
  read(): Promise<CatalogueCopy>;
  /** One change after another, in all processes, each planned against the whole catalogue. */
  write<Result>(change: (trx: Transaction<Database>, copy: CatalogueCopy) => Promise<Result>): Promise<Result>;
}

/** Any number that nothing else in this database takes as an advisory lock. */
const CATALOGUE_LOCK = 422_023;

export function openCatalogue(db: Kysely<Database>): CatalogueStore {
  let cached: CatalogueCopy | undefined;
  let loading: { version: number; copy: Promise<CatalogueCopy> } | undefined;
  const keep = (loaded: CatalogueCopy): CatalogueCopy => {
    // Reads overlap: keep the newest.
    if (cached === undefined || cached.version < loaded.version) cached = loaded;
    return loaded;
  };

  async function read(): Promise<CatalogueCopy> {
    const version = await versionOf(db);
    if (cached?.version === version) return cached;
    // Who asks while it is being loaded waits for the same copy.
    if (loading?.version !== version) loading = { version, copy: loadConsistently(db) };
    const { copy } = loading;
    try {
      return keep(await copy);
    } finally {
      if (loading?.copy === copy) loading = undefined;
    }
  }

  return {
    read,
    write: (change) =>
      db.transaction().execute(async (trx) => {
        // Held until the transaction ends, so that what is read here stays true.
        await sql`select pg_advisory_xact_lock(${sql.lit(CATALOGUE_LOCK)})`.execute(trx);
        const version = await versionOf(trx);
        return change(trx, cached?.version === version ? cached : keep(await load(trx)));
      }),
  };
}

async function versionOf(db: Kysely<Database>): Promise<number> {
  const { version } = await db.selectFrom('catalogue_version').select('version').executeTakeFirstOrThrow();
  return version;
}

/** All of it as of one instant. */
function loadConsistently(db: Kysely<Database>): Promise<CatalogueCopy> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(load);
}

async function load(trx: Transaction<Database>): Promise<CatalogueCopy> {
  const version = await versionOf(trx);
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
  for (const row of rows) {
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
  }
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
