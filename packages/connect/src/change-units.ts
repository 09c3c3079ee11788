import type { Database, Transaction } from '@emc/control-store';
import { type Day, EmcError, type NewUnit, type UnitChange } from '@emc/contract';
import { badField, bodyExistingOn, knownUnit, unitOfBody } from './refusals.ts';
import { bodyOn, type Register, unitsFrom } from './register.ts';

/** @returns the id. @throws EmcError body-unknown, body-not-valid-then, unit-unknown, unit-of-another-body, bad-request */
export async function addUnit(
  trx: Transaction<Database>,
  register: Register,
  today: Day,
  bodyCode: string,
  unit: NewUnit,
): Promise<number> {
  const begin = unit.validFrom ?? today;
  bodyExistingOn(register, bodyCode, begin);
  if (unit.parentId != null) checkParent(register, unit.parentId, bodyCode, begin);
  const { id } = await trx
    .insertInto('units')
    .values({
      body_code: bodyCode,
      parent_id: unit.parentId ?? null,
      code: unit.code ?? null,
      name_vi: unit.nameVi,
      name_en: unit.nameEn ?? unit.nameVi,
      valid_from: unit.validFrom ?? null,
      valid_to: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @throws EmcError unit-unknown, unit-of-another-body, unit-cycle, bad-request */
export async function changeUnit(
  trx: Transaction<Database>,
  register: Register,
  today: Day,
  id: number,
  change: UnitChange,
): Promise<void> {
  const unit = knownUnit(register, id);
  const from = change.validFrom === undefined ? unit.from : change.validFrom;
  const to = change.validTo === undefined ? unit.to : change.validTo;
  if (from !== null && to !== null && from >= to) throw badField('validTo', `a day after ${from}`);
  if (change.parentId != null) {
    if (unitsFrom(register, id).has(change.parentId)) {
      throw new EmcError('unit-cycle', `Unit ${change.parentId} is unit ${id} itself or stands below it.`);
    }
    checkParent(register, change.parentId, bodyOn(register, unit.bodyCode, today), today);
  }
  if (change.validTo != null) checkNothingBelow(register, id, change.validTo);
  const values = {
    name_vi: change.nameVi,
    name_en: change.nameEn,
    code: change.code,
    parent_id: change.parentId,
    valid_from: change.validFrom,
    valid_to: change.validTo,
  };
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await trx.updateTable('units').set(given).where('id', '=', id).execute();
}

function checkParent(register: Register, parentId: number, bodyCode: string, day: Day): void {
  const parent = unitOfBody(register, parentId, bodyCode, day);
  if (parent.to !== null && parent.to <= day) {
    throw badField('parentId', `unit ${parentId} (${parent.nameVi}) ended on ${parent.to}`);
  }
}

/** A tree has no holes: what stands below a unit is ended or moved before the unit ends. */
function checkNothingBelow(register: Register, id: number, end: Day): void {
  for (const unit of register.units.values()) {
    if (unit.parentId === id && (unit.to === null || unit.to > end)) {
      throw badField('validTo', `unit ${unit.id} (${unit.nameVi}) stands below it; end or move that one first`);
    }
  }
}
