import type { Database, Transaction } from '@emc/control-store';
import { type BodyChange, type Day, EmcError, type NewBody } from '@emc/contract';
import { bodyExistingOn, badField, describeBody, knownBody } from './refusals.ts';
import { nameOn, type Register, type RegisteredBody } from './register.ts';

/** @throws EmcError body-code-taken */
export async function addBody(trx: Transaction<Database>, register: Register, body: NewBody): Promise<void> {
  const taken = register.bodies.get(body.code);
  if (taken !== undefined) {
    const who = taken.names.at(-1)?.nameVi;
    throw new EmcError('body-code-taken', `${body.code} is ${who}, and stays so even after that body ends.`);
  }
  await trx.insertInto('bodies').values({ code: body.code, certainty: 'entered by the operator' }).execute();
  await trx
    .insertInto('body_names')
    .values({
      code: body.code,
      name_vi: body.nameVi,
      name_en: body.nameEn,
      kind: body.kind,
      valid_from: body.validFrom ?? null,
      valid_to: null,
    })
    .execute();
}

/**
 * Renames a body, or dissolves it into another, from a day on. The name of the days before stays what it was; a change
 * that is already entered for a later day stays as well.
 *
 * @throws EmcError body-unknown, body-not-valid-then, bad-request
 */
export async function changeBody(
  trx: Transaction<Database>,
  register: Register,
  code: string,
  change: BodyChange,
): Promise<void> {
  const body = bodyExistingOn(register, code, change.on);
  if (change.rename !== undefined) return rename(trx, body, change.on, change.rename);
  if (change.successorCode !== undefined) return dissolve(trx, register, body, change.on, change.successorCode);
}

async function rename(
  trx: Transaction<Database>,
  body: RegisteredBody,
  on: Day,
  to: NonNullable<BodyChange['rename']>,
): Promise<void> {
  const old = nameOn(body, on);
  if (old === undefined) return;
  const name = { name_vi: to.nameVi, name_en: to.nameEn, kind: to.kind ?? old.kind };
  if (old.from === on) {
    await trx.updateTable('body_names').set(name).where('code', '=', body.code).where('valid_from', '=', on).execute();
    return;
  }
  await endNameOn(trx, body.code, old.to, on);
  await trx
    .insertInto('body_names')
    .values({ code: body.code, ...name, valid_from: on, valid_to: old.to })
    .execute();
}

async function dissolve(
  trx: Transaction<Database>,
  register: Register,
  body: RegisteredBody,
  on: Day,
  successorCode: string,
): Promise<void> {
  if (successorCode === body.code) throw badField('successorCode', 'a body cannot take over from itself');
  bodyExistingOn(register, knownBody(register, successorCode).code, on);
  const end = body.names.at(-1)?.to ?? null;
  if (end !== null) {
    const successors = body.successors.map((successor) => successor.code).join(', ');
    throw badField('on', `${describeBody(body, on)} ends on ${end} already; ${successors} takes over`);
  }
  const begin = body.names[0]?.from ?? null;
  if (begin === on) throw badField('on', `${body.code} begins on that day; it can end on a later one`);
  const later = body.predecessors.find((predecessor) => predecessor.on > on);
  if (later !== undefined) throw badField('on', `${body.code} takes over from ${later.code} only on ${later.on}`);
  // Names that were to hold only after the end never come to be.
  await trx.deleteFrom('body_names').where('code', '=', body.code).where('valid_from', '>=', on).execute();
  const last = body.names.findLast((name) => name.from === null || name.from < on);
  await endNameOn(trx, body.code, last?.to ?? null, on);
  await trx
    .insertInto('body_successions')
    .values({ predecessor: body.code, successor: successorCode, on_day: on })
    .execute();
}

/** Ends the name that now ends on `end`. */
async function endNameOn(trx: Transaction<Database>, code: string, end: Day | null, on: Day): Promise<void> {
  await trx
    .updateTable('body_names')
    .set({ valid_to: on })
    .where('code', '=', code)
    .where('valid_to', end === null ? 'is' : '=', end)
    .execute();
}
