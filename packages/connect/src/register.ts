import type { Day } from '@emc/contract';

/** The whole register in memory: some thousands of rows. Everything about validity is worked out here, without I/O. */
export interface Register {
  /** Rises with every change; see the table register_version. */
  version: number;
  bodies: ReadonlyMap<string, RegisteredBody>;
  units: ReadonlyMap<number, RegisteredUnit>;
  portals: ReadonlyMap<number, RegisteredPortal>;
}

/** Half open: `from` is the first day, `to` the first day after; null = without end on that side. */
export interface Validity {
  from: Day | null;
  to: Day | null;
}

export interface BodyName extends Validity {
  nameVi: string;
  nameEn: string;
  kind: string;
}

export interface RegisteredBody {
  code: string;
  certainty: string;
  /** Oldest first, without gaps. The body exists on the days on which one of them is valid. */
  names: BodyName[];
  /** By day, then by code. */
  successors: { code: string; on: Day }[];
  predecessors: { code: string; on: Day }[];
}

export interface RegisteredUnit extends Validity {
  id: number;
  /** Below which it was made; after a merger it stands below the successor, see {@link bodyOn}. */
  bodyCode: string;
  parentId: number | null;
  code: string | null;
  nameVi: string;
  nameEn: string;
}

export interface Owner extends Validity {
  bodyCode: string;
  unitId: number | null;
}

export interface RegisteredPortal {
  siteId: number;
  kind: string;
  name: string;
  nameEn: string | null;
  url: string;
  urlKey: string;
  allowedHosts: string[];
  liveOn: Day | null;
  registeredAt_ms: number;
  /** The day of it, worked out once: it is asked for with every day that is judged. */
  registeredOn: Day;
  retiredOn: Day | null;
  /** Oldest first, without gaps. */
  owners: Owner[];
}

export function isValidOn(validity: Validity, day: Day): boolean {
  return (validity.from === null || validity.from <= day) && (validity.to === null || day < validity.to);
}

/** What the body is called on the day; undefined when it does not exist then. */
export function nameOn(body: RegisteredBody, day: Day): BodyName | undefined {
  return body.names.find((name) => isValidOn(name, day));
}

/** The row that is valid on the day, else the one that is nearest to it. Rows are oldest first and at least one. */
export function nearestRow<Row extends Validity>(rows: Row[], day: Day): Row {
  if (rows.length === 1 && rows[0] !== undefined) return rows[0];
  const begun = rows.filter((row) => row.from === null || row.from <= day);
  const row = begun.at(-1) ?? rows[0];
  if (row === undefined) throw new Error('a register entry without a single row');
  return row;
}

/**
 * The body that stands for `code` on the map of the day: itself, or who took over from it by then. A body with several
 * successors is followed to the first (by day, then by code); what belongs elsewhere is given to it by hand.
 */
export function bodyOn(register: Register, code: string, day: Day): string {
  if (register.bodies.get(code)?.successors.length === 0) return code;
  let current = code;
  for (const seen = new Set<string>(); !seen.has(current);) {
    seen.add(current);
    const next = register.bodies.get(current)?.successors.find((succession) => succession.on <= day);
    if (next === undefined) break;
    current = next.code;
  }
  return current;
}

/** Whose the portal is on the map of the day. */
export function ownerOn(
  register: Register,
  portal: RegisteredPortal,
  day: Day,
): { bodyCode: string; unitId: number | null } {
  const owner = nearestRow(portal.owners, day);
  return { bodyCode: bodyOn(register, owner.bodyCode, day), unitId: owner.unitId };
}

/** The unit and every unit below it, at any depth. */
export function unitsFrom(register: Register, unitId: number): Set<number> {
  const found = new Set([unitId]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const unit of register.units.values()) {
      if (unit.parentId !== null && found.has(unit.parentId)) found.add(unit.id);
    }
  }
  return found;
}

/** Retired portals refuse hits from that day on. */
export function isRetired(portal: { retiredOn: Day | null }, today: Day): boolean {
  return portal.retiredOn !== null && portal.retiredOn <= today;
}

/** In use and live: from these, something is expected. */
export function isLive(portal: { retiredOn: Day | null; liveOn: Day | null }, today: Day): boolean {
  return !isRetired(portal, today) && (portal.liveOn === null || portal.liveOn <= today);
}
