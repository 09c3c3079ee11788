import { type Database, sql, type Transaction } from '@emc/control-store';
import type { CatalogueCopy, ProcedureContent } from './catalogue-copy.ts';
import type { ImportPlan } from './plan-import.ts';

/** Rows of one statement. */
const BLOCK_ROWS = 5000;

/** Does what the plan says, in blocks: a hundred thousand lines take seconds. */
export async function applyPlan(trx: Transaction<Database>, copy: CatalogueCopy, plan: ImportPlan): Promise<void> {
  for (const ids of blocksOf(plan.removals)) {
    await trx.deleteFrom('procedure_versions').where('id', 'in', ids).execute();
  }
  for (const block of blocksOf(plan.boundaries)) {
    await sql`update procedure_versions set valid_from = given."from", valid_to = given."to"
      from json_to_recordset(${JSON.stringify(block)}::json) as given(id bigint, "from" date, "to" date)
      where procedure_versions.id = given.id`.execute(trx);
  }
  for (const block of blocksOf(plan.corrections)) await correctVersions(trx, block);
  const ids = await procedureIds(trx, copy, plan.additions);
  for (const block of blocksOf(plan.additions)) {
    const rows = block.map(({ bodyCode, code, content, from, to }) => ({
      procedure_id: ids.get(bodyCode)?.get(code),
      valid_from: from,
      valid_to: to,
      ...columnsOf(content),
    }));
    await insertVersions(trx, rows);
  }
}

function* blocksOf<Item>(items: Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += BLOCK_ROWS) yield items.slice(at, at + BLOCK_ROWS);
}

/** Numbers of the procedures to which versions are added, by body and code; new ones are entered. */
async function procedureIds(
  trx: Transaction<Database>,
  copy: CatalogueCopy,
  additions: ImportPlan['additions'],
): Promise<Map<string, Map<string, number>>> {
  const ids = new Map<string, Map<string, number>>();
  const keep = (body: string, code: string, id: number): void =>
    void ids.set(body, (ids.get(body) ?? new Map<string, number>()).set(code, id));
  const missing: { body_code: string; code: string }[] = [];
  for (const { bodyCode, code } of additions) {
    const known = copy.byBody.get(bodyCode)?.get(code);
    if (known === undefined) missing.push({ body_code: bodyCode, code });
    else keep(bodyCode, code, known.id);
  }
  for (const block of blocksOf(missing)) {
    // A procedure whose every version was taken away is known to the table only.
    const { rows } = await sql<{ id: number; body_code: string; code: string }>`
      insert into procedures (body_code, code)
      select body_code, code from json_to_recordset(${JSON.stringify(block)}::json) as given(body_code text, code text)
      on conflict (body_code, code) do update set code = excluded.code
      returning id, body_code, code`.execute(trx);
    for (const { body_code, code, id } of rows) keep(body_code, code, id);
  }
  return ids;
}

function columnsOf(content: ProcedureContent) {
  return {
    local_code: content.localCode,
    name_vi: content.nameVi,
    name_en: content.nameEn,
    field_code: content.fieldCode,
    field_vi: content.fieldVi,
    level: content.level,
    services: content.services,
    has_fee: content.hasFee,
    online_payment: content.onlinePayment,
    statutory_days: content.statutoryDays,
  };
}

const TYPES = {
  local_code: 'text',
  name_vi: 'text',
  name_en: 'text',
  field_code: 'text',
  field_vi: 'text',
  level: 'text',
  services: 'jsonb',
  has_fee: 'boolean',
  online_payment: 'boolean',
  statutory_days: 'numeric',
} as const satisfies Record<keyof ReturnType<typeof columnsOf>, string>;
const CONTENT = sql.raw(Object.keys(TYPES).join(', '));
const TYPED = sql.raw(
  Object.entries(TYPES)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
);
const ASSIGNED = sql.raw(
  Object.keys(TYPES)
    .map((name) => `${name} = given.${name}`)
    .join(', '),
);

async function insertVersions(trx: Transaction<Database>, rows: object[]): Promise<void> {
  await sql`insert into procedure_versions (procedure_id, valid_from, valid_to, ${CONTENT})
    select procedure_id, valid_from, valid_to, ${CONTENT}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given(procedure_id integer, valid_from date, valid_to date, ${TYPED})`.execute(trx);
}

async function correctVersions(trx: Transaction<Database>, corrections: ImportPlan['corrections']): Promise<void> {
  const rows = corrections.map(({ id, content }) => ({ id, ...columnsOf(content) }));
  await sql`update procedure_versions set ${ASSIGNED}
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(id bigint, ${TYPED})
    where procedure_versions.id = given.id`.execute(trx);
}
