import { type Day, EmcError } from '@emc/contract';
import {
  bodyOn,
  nameOn,
  nearestRow,
  type Register,
  type RegisteredBody,
  type RegisteredPortal,
  type RegisteredUnit,
} from './register.ts';

/** `H05 (Tỉnh Bắc Ninh)`, by its name on the day or the nearest one. */
export function describeBody(body: RegisteredBody, day: Day): string {
  return `${body.code} (${nearestRow(body.names, day).nameVi})`;
}

export function knownBody(register: Register, code: string): RegisteredBody {
  const body = register.bodies.get(code);
  if (body === undefined) throw new EmcError('body-unknown', `There is no body ${code}.`);
  return body;
}

/** The body, if it exists on the day. @throws EmcError body-unknown, body-not-valid-then naming who took over. */
export function bodyExistingOn(register: Register, code: string, day: Day): RegisteredBody {
  const body = knownBody(register, code);
  if (nameOn(body, day) !== undefined) return body;
  const begin = body.names[0]?.from ?? null;
  const who = describeBody(body, day);
  if (begin !== null && day < begin) {
    const before = body.predecessors.map((predecessor) => predecessor.code).join(', ');
    const hint = before === '' ? '' : ` Before it: ${before}.`;
    throw new EmcError('body-not-valid-then', `${who} does not exist on ${day}; it begins on ${begin}.${hint}`);
  }
  const end = body.names.at(-1)?.to ?? day;
  const successor = register.bodies.get(bodyOn(register, code, day));
  const hint =
    successor === undefined || successor === body
      ? ' Nobody is recorded as its successor.'
      : ` Its successor is ${describeBody(successor, day)}.`;
  throw new EmcError('body-not-valid-then', `${who} does not exist on ${day}; it ended on ${end}.${hint}`);
}

export function knownUnit(register: Register, id: number): RegisteredUnit {
  const unit = register.units.get(id);
  if (unit === undefined) throw new EmcError('unit-unknown', `There is no unit ${id}.`);
  return unit;
}

/** The unit, if on the map of the day it stands below the body. @throws EmcError unit-unknown, unit-of-another-body */
export function unitOfBody(register: Register, id: number, bodyCode: string, day: Day): RegisteredUnit {
  const unit = knownUnit(register, id);
  const actual = bodyOn(register, unit.bodyCode, day);
  if (actual !== bodyCode) {
    throw new EmcError('unit-of-another-body', `Unit ${id} (${unit.nameVi}) belongs to ${actual}, not to ${bodyCode}.`);
  }
  return unit;
}

export function knownPortal(register: Register, siteId: number): RegisteredPortal {
  const portal = register.portals.get(siteId);
  if (portal === undefined) throw new EmcError('portal-unknown', `There is no portal with siteId ${siteId}.`);
  return portal;
}

/** A refusal of one field. */
export function badField(where: string, what: string): EmcError {
  return new EmcError('bad-request', `${where}: ${what}`, [{ where, what }]);
}
