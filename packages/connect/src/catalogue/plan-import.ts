import type { Day } from '@emc/contract';
import { isValidOn, type Register, type Validity } from '../register.ts';
import {
  type BodyMap,
  type CatalogueCopy,
  handledBy,
  mapOn,
  type ProcedureContent,
  type StoredVersion,
} from './catalogue-copy.ts';
import type { FileProcedure } from './group-lines.ts';
import { inTurns } from './in-turns.ts';

/** What an import does to the tables; to be done in this order. */
export interface ImportPlan {
  /** Versions that never came to hold. */
  removals: number[];
  /** Versions that begin or end on another day than before. */
  boundaries: (Validity & { id: number })[];
  /** Versions that are corrected as of the day on which they begin. */
  corrections: { id: number; content: ProcedureContent }[];
  additions: (Validity & { bodyCode: string; code: string; content: ProcedureContent })[];
  added: number;
  changed: number;
  unchanged: number;
  ended: number;
}

export interface ImportContext {
  copy: CatalogueCopy;
  register: Register;
  today: Day;
}

/**
 * Works out what the file changes. A line holds from its own day on, else from today, until the next change that is
 * entered; what was before stays as it was. The first list of a body stands for the time before it too, since nothing
 * else is known of it.
 */
export async function planImport(procedures: FileProcedure[], context: ImportContext): Promise<ImportPlan> {
  const plan: ImportPlan = {
    removals: [],
    boundaries: [],
    corrections: [],
    additions: [],
    added: 0,
    changed: 0,
    unchanged: 0,
    ended: 0,
  };
  const mapOf = mapsOf(context.register);
  const today = mapOf(context.today);
  const isFirst = (body: string): boolean =>
    (today.get(body) ?? [body]).every((origin) => (context.copy.byBody.get(origin)?.size ?? 0) === 0);
  await inTurns(procedures, (procedure) => {
    planProcedure(plan, procedure, context, mapOf(procedure.from ?? context.today), isFirst(procedure.bodyCode));
  });
  return plan;
}

function mapsOf(register: Register): (day: Day) => BodyMap {
  const known = new Map<Day, BodyMap>();
  return (day) => {
    const map = known.get(day) ?? mapOn(register, day);
    known.set(day, map);
    return map;
  };
}

function planProcedure(
  plan: ImportPlan,
  { bodyCode, code, content, from }: FileProcedure,
  { copy, today }: ImportContext,
  map: BodyMap,
  isFirst: boolean,
): void {
  const day = from ?? today;
  const handled = handledBy(copy, map, bodyCode, code, day);
  if (handled !== undefined && sameContent(handled.version.content, content)) {
    plan.unchanged++;
    return;
  }
  // What was taken over from a predecessor stays there; from this day on the body has an entry of its own.
  const own = copy.byBody.get(bodyCode)?.get(code)?.versions ?? [];
  const current = own.find((version) => isValidOn(version, day));
  const next = own.find((version) => version.from !== null && version.from > day);
  if (handled === undefined && next === undefined) plan.added++;
  else plan.changed++;
  if (current?.from === day) {
    plan.corrections.push({ id: current.id, content });
    return;
  }
  if (current !== undefined) plan.boundaries.push({ id: current.id, from: current.from, to: day });
  if (current === undefined && next !== undefined && sameContent(next.content, content)) {
    plan.boundaries.push({ id: next.id, from: day, to: next.to });
    return;
  }
  const begin = isFirst && from === null ? null : day;
  const end = current === undefined ? (next?.from ?? null) : current.to;
  plan.additions.push({ bodyCode, code, content, from: begin, to: end });
}

/**
 * Adds to the plan that what the body handles today and the file does not list ends today, with what is entered for
 * later days. What begins on a later day only stays.
 */
export async function planEndings(
  plan: ImportPlan,
  listed: FileProcedure[],
  bodies: string[],
  context: ImportContext,
): Promise<void> {
  const { copy, register, today } = context;
  const map = mapOn(register, today);
  const kept = new Set<string>();
  await inTurns(listed, ({ bodyCode, code }) => void kept.add(`${bodyCode} ${code}`));
  for (const body of bodies) {
    const ending = new Set<string>();
    // Those of predecessors too, which a body's own entry hides: they must not come back when that ends.
    for (const origin of map.get(body) ?? []) {
      await inTurns(copy.byBody.get(origin)?.values() ?? [], ({ code, versions }) => {
        if (kept.has(`${body} ${code}`) || !versions.some((version) => isValidOn(version, today))) return;
        ending.add(code);
        for (const version of versions) endToday(plan, version, today);
      });
    }
    plan.ended += ending.size;
  }
}

function endToday(plan: ImportPlan, { id, from, to }: StoredVersion, today: Day): void {
  if (from !== null && from >= today) plan.removals.push(id);
  else if (to === null || to > today) plan.boundaries.push({ id, from, to: today });
}

function sameContent(a: ProcedureContent, b: ProcedureContent): boolean {
  return (
    a.localCode === b.localCode &&
    a.nameVi === b.nameVi &&
    a.nameEn === b.nameEn &&
    a.fieldCode === b.fieldCode &&
    a.fieldVi === b.fieldVi &&
    a.level === b.level &&
    a.hasFee === b.hasFee &&
    a.onlinePayment === b.onlinePayment &&
    a.statutoryDays === b.statutoryDays &&
    a.services.length === b.services.length &&
    a.services.every((service, index) => {
      const other = b.services[index];
      return service.number === other?.number && service.nameVi === other.nameVi && service.level === other.level;
    })
  );
}
