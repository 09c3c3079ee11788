import type { Body, ProcedureLevel } from '@emc/contract';
import type { PlannedProcedure } from './country.ts';
import {
  CERTIFICATE_ACTIONS,
  type FieldTexts,
  MINISTRY_FIELDS,
  MINISTRY_SECTORS,
  OTHER_ACTION,
  PERMIT_ACTIONS,
  PROVINCE_FIELDS,
} from './data/catalogue.ts';
import { MINISTRY_PROCEDURES, type ProcedureTexts, PROVINCE_PROCEDURES } from './data/procedures.ts';
import { isProvincial } from './names.ts';
import { mix, seededRandom, textSeed } from './random.ts';

/** Part of all procedures that can be done online, in full or in part (domain.md 1, January 2024). */
const ONLINE_SHARE = 0.81;
/** Part of the online ones that are full. */
const FULL_SHARE = 0.56;
const FEE_SHARE = 0.45;
const PAYABLE_SHARE = 0.85;
/** Working days of a procedure that is known by name. */
const NAMED_DAYS = 6;
/** From this weight on a procedure is one of those that are asked for most. */
const OFTEN = 6;

/** How far a body has come, 0 … 1, most near the middle: what its figures have in common. */
export function readinessOf(seed: number, bodyCode: string): number {
  const [one, other] = [21, 26].map((part) => mix(seed, textSeed(bodyCode), part) / 0x1_0000_0000) as [number, number];
  return (one + other) / 2;
}

/**
 * The catalogue of every body. Provinces offer the same procedures, each at a level of its own, so that exactly 81 % of all
 * are online: those of bodies that have come far rather than others.
 */
export function planProcedures(seed: number, bodies: readonly Body[]): PlannedProcedure[] {
  const all = bodies.flatMap((body) => offerOf(seed, body));
  const byReadiness = all
    .map((procedure) => ({ procedure, order: orderOf(seed, procedure) }))
    .sort((one, other) => other.order - one.order);
  const online = Math.round(ONLINE_SHARE * all.length);
  const full = Math.round(FULL_SHARE * online);
  byReadiness.forEach(({ procedure }, index) => {
    procedure.level = levelAt(index, full, online);
  });
  return all;
}

function levelAt(index: number, full: number, online: number): ProcedureLevel {
  if (index < full) return 'full';
  return index < online ? 'partial' : 'information';
}

/** Luck and readiness; what is asked for often is brought online first. */
function orderOf(seed: number, { bodyCode, code, weight }: PlannedProcedure): number {
  const luck = mix(seed, textSeed(bodyCode), textSeed(code), 22) / 0x1_0000_0000;
  return 0.8 * luck + 0.7 * readinessOf(seed, bodyCode) + 0.35 * Math.min(1, weight / OFTEN);
}

function offerOf(seed: number, body: Body): PlannedProcedure[] {
  const provincial = isProvincial(body);
  const named = provincial
    ? PROVINCE_PROCEDURES
    : [...(MINISTRY_PROCEDURES[body.code] ?? []), ...MINISTRY_PROCEDURES['']!];
  const made = (provincial ? PROVINCE_FIELDS : MINISTRY_FIELDS).flatMap((field) =>
    madeOf(field, provincial ? '' : body.code),
  );
  const taken = new Set<string>();
  const procedures = [
    ...named.map((texts) => ({ ...texts, field: fieldOf(texts, body.code), days: NAMED_DAYS })),
    ...made,
  ];
  return procedures
    .filter(({ code }) => !taken.has(code) && taken.add(code))
    .map((texts) => procedureOf(seed, body.code, texts));
}

interface Texts extends Omit<ProcedureTexts, 'fieldCode'> {
  field: Pick<FieldTexts, 'code' | 'name'>;
  days: number;
}

/** That of a province's procedure is known by its code; a ministry's is what it is in charge of. */
function fieldOf({ fieldCode }: ProcedureTexts, bodyCode: string): Texts['field'] {
  const field = PROVINCE_FIELDS.find(({ code }) => code === fieldCode);
  if (field !== undefined) return field;
  const sector = MINISTRY_SECTORS[bodyCode] ?? MINISTRY_SECTORS['']!;
  return { code: 'CHUYENNGANH', name: `${sector[0]!.toUpperCase()}${sector.slice(1)}` };
}

/** @param owner code of the only body that has these procedures; '' = all provinces */
function madeOf(field: FieldTexts, owner: string): Texts[] {
  const sector = MINISTRY_SECTORS[owner] ?? MINISTRY_SECTORS['']!;
  const groups = [
    { actions: PERMIT_ACTIONS, subjects: field.permits },
    { actions: CERTIFICATE_ACTIONS, subjects: field.certificates },
    { actions: [OTHER_ACTION], subjects: field.others },
  ];
  return groups.flatMap(({ actions, subjects }) =>
    subjects.flatMap((subject) =>
      actions.map(({ verb, weight, days }) => ({
        code: codeOf(`${owner}${field.code}${verb}${subject}`),
        name: `${verb} ${subject}`.trim().replace('{linh vuc}', sector),
        weight,
        field,
        days,
      })),
    ),
  );
}

/** A code of the national form that no named procedure has: those begin with 1, 2 or 3. */
function codeOf(text: string): string {
  return `5.${String(textSeed(text) % 1_000_000).padStart(6, '0')}`;
}

function procedureOf(seed: number, bodyCode: string, { code, name, weight, field, days }: Texts): PlannedProcedure {
  const random = seededRandom(mix(seed, textSeed(bodyCode), textSeed(code), 23));
  const hasFee = random() < FEE_SHARE;
  return {
    bodyCode,
    code,
    name,
    fieldCode: field.code,
    field: field.name,
    level: 'information',
    hasFee,
    onlinePayment: hasFee && random() < PAYABLE_SHARE,
    statutoryDays: days + Math.floor(random() * 6),
    weight: weight * (0.4 + 1.2 * random()),
  };
}
