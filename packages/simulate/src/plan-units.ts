import type { Body } from '@emc/contract';
import type { PlannedUnit } from './country.ts';
import type { UnitTexts } from './data/ministry-units.ts';
import { MINISTRY_UNITS } from './data/ministry-units.ts';
import { MINISTRY_OFFICE, PROVINCE_OFFICE, PROVINCE_UNITS } from './data/province-units.ts';
import { inEnglishSentence, isProvincial, levelWord } from './names.ts';
import { KNOWN_SIZES } from './data/bodies.ts';
import { mix, seededRandom, shuffled, textSeed } from './random.ts';

/** A large province has this many department pages, an ordinary one `FEW` or one more. */
const MANY = 4;
const FEW = 1;

/** Keys of the units that every body has. */
export const officeKey = (bodyCode: string): string => `${bodyCode}/vanphong`;
export const deskKey = (bodyCode: string): string => `${bodyCode}/motcua`;

/** Units of each body: its office with the one-stop desk below it, and the departments that run pages of their own. */
export function planUnits(seed: number, bodies: readonly Body[]): PlannedUnit[] {
  return bodies.flatMap((body) => [
    ...officeOf(body),
    ...departmentsOf(seed, body).map((texts, index) => department(body, texts, index)),
  ]);
}

function officeOf(body: Body): PlannedUnit[] {
  const { office, desk } = isProvincial(body) ? PROVINCE_OFFICE : MINISTRY_OFFICE;
  const common = { bodyCode: body.code, validFrom: null };
  const officeName = isProvincial(body) ? office.nameVi : `${office.nameVi} ${body.nameVi}`;
  return [
    {
      ...common,
      key: officeKey(body.code),
      parentKey: null,
      code: `${body.code}.01`,
      nameVi: fill(officeName, body),
      nameEn: `${office.nameEn} of ${inEnglishSentence(body)}`,
    },
    {
      ...common,
      key: deskKey(body.code),
      parentKey: officeKey(body.code),
      code: `${body.code}.01.01`,
      nameVi: `${desk.nameVi} ${isProvincial(body) ? levelWord(body) : body.nameVi}`,
      nameEn: `${desk.nameEn} of ${inEnglishSentence(body)}`,
    },
  ];
}

function department(body: Body, texts: UnitTexts, index: number): PlannedUnit {
  return {
    key: `${body.code}/${texts.label}`,
    bodyCode: body.code,
    parentKey: null,
    code: `${body.code}.${String(index + 2).padStart(2, '0')}`,
    nameVi: fill(texts.nameVi, body),
    nameEn: isProvincial(body) ? `${texts.nameEn} of ${body.nameEn}` : texts.nameEn,
    validFrom: texts.since ?? null,
  };
}

/** What was formed in 2025 is only below bodies that outlived it; what a dissolved body has is what it had. */
function departmentsOf(seed: number, body: Body): UnitTexts[] {
  const outlives = (texts: UnitTexts): boolean =>
    texts.since === undefined || body.validTo === null || texts.since < body.validTo;
  if (!isProvincial(body)) return (MINISTRY_UNITS[body.code] ?? []).filter(outlives);
  const random = seededRandom(mix(seed, textSeed(body.code), 1));
  const count = (KNOWN_SIZES[body.code] ?? 1) > 5 ? MANY : FEW + (random() < 0.45 ? 1 : 0);
  const oldOnly = PROVINCE_UNITS.filter((texts) => body.validTo === null || texts.since === undefined);
  return shuffled(random, oldOnly).slice(0, count);
}

function fill(text: string, body: Body): string {
  return text.replace('{cap}', levelWord(body));
}
