import type { Body, Day } from '@emc/contract';
import { addDays, countDays } from '@emc/contract';
import type { PlannedPortal, PlannedUnit } from './country.ts';
import { KNOWN_SIZES, MINISTRY_DOMAINS, PROVINCE_DOMAINS } from './data/bodies.ts';
import { inEnglishSentence, inSentence, isProvincial, levelWord, properName, withoutAccents } from './names.ts';
import { deskKey, officeKey } from './plan-units.ts';
import { below, mix, normal, type Random, seededRandom, shuffled, textSeed } from './random.ts';

/** siteIds as portals of the field have them; the register's own sequence begins above 10,000. */
const FIRST_SITE_ID = 31;
const LARGEST_STEP = 44;
/** Visits of a body's portals in proportion to each other. */
const WEIGHTS = { 'information-portal': 1, 'public-service-portal': 1.7, 'information-page': 0.22 } as const;
/** Part of the department pages that became live in the last year, and how many are still to come. */
const LATELY = 0.12;
const UPCOMING = 3;
/** The register was built up in these days; on the last of them 83 bodies were counted. */
const BUILT_UP_FROM = '2022-11-01';
export const COUNTED_ON = '2024-01-18';
/** Nothing was entered in the last days before: what is expected of it has arrived by then. */
const SETTLED_DAYS = 3;
/** A portal is entered so long before it becomes live. */
const NOTICE_DAYS = 14;
const HEART_BEAT = 0.16;

interface PlanPortals {
  seed: number;
  bodies: readonly Body[];
  bodyToday: ReadonlyMap<string, string>;
  units: readonly PlannedUnit[];
  today: Day;
}
type Draft = Omit<PlannedPortal, 'siteId' | 'bodyCodeToday' | 'registeredOn' | 'startedOn' | 'fault'>;

/** An information portal, a public service portal and the department pages of each body, without faults yet. */
export function planPortals({ seed, bodies, bodyToday, units, today }: PlanPortals): PlannedPortal[] {
  const drafts = bodies.flatMap((body) => portalsOf(seed, body, units));
  const siteIds = siteIdsFor(seed, drafts.length);
  const whole = drafts.reduce((sum, draft) => sum + draft.share, 0);
  const portals = drafts.map((draft, index): PlannedPortal => {
    const bodyCodeToday = bodyToday.get(draft.bodyCode) ?? draft.bodyCode;
    const share = draft.share / whole;
    return {
      ...draft,
      siteId: siteIds[index]!,
      bodyCodeToday,
      share,
      registeredOn: draft.liveOn,
      startedOn: null,
      fault: { kind: 'none' },
    };
  });
  return withRegistration(seed, withLatePortals(seed, portals, today), today);
}

/** Rising with the order in which portals were connected, which is not that of the codes. */
function siteIdsFor(seed: number, count: number): number[] {
  const random = seededRandom(mix(seed, 2));
  const step = Math.max(1, Math.min(LARGEST_STEP, Math.floor(9_900 / Math.max(count, 1))));
  let siteId = FIRST_SITE_ID;
  const rising = Array.from({ length: count }, () => (siteId += 1 + below(random, step)));
  return shuffled(random, rising);
}

function portalsOf(seed: number, body: Body, units: readonly PlannedUnit[]): Draft[] {
  const random = seededRandom(mix(seed, textSeed(body.code), 3));
  const size = KNOWN_SIZES[body.code] ?? Math.exp(0.6 * normal(random));
  const domain = domainOf(body);
  const departments = units.filter(
    ({ bodyCode, key }) => bodyCode === body.code && key !== officeKey(body.code) && key !== deskKey(body.code),
  );
  return [
    informationPortal(random, body, domain, size),
    servicePortal(random, body, domain, size),
    ...departments.map((unit) => departmentPage(random, { body, domain, size, unit })),
  ];
}

function informationPortal(random: Random, body: Body, domain: string, size: number): Draft {
  return {
    bodyCode: body.code,
    unitKey: null,
    kind: 'information-portal',
    name: `Cổng thông tin điện tử ${inSentence(body)}`,
    nameEn: `Portal of ${inEnglishSentence(body)}`,
    host: domain,
    url: `https://${domain}/`,
    allowedHosts: [`www.${domain}`],
    liveOn: dayBetween(random, 2008, 2016),
    share: WEIGHTS['information-portal'] * size * around(random),
    heartBeat: random() < HEART_BEAT,
  };
}

function servicePortal(random: Random, body: Body, domain: string, size: number): Draft {
  const host = `dichvucong.${domain}`;
  return {
    bodyCode: body.code,
    unitKey: deskKey(body.code),
    kind: 'public-service-portal',
    name: `Cổng dịch vụ công ${inSentence(body)}`,
    nameEn: `Public Service Portal of ${inEnglishSentence(body)}`,
    host,
    url: `https://${host}/`,
    allowedHosts: [],
    liveOn: dayBetween(random, 2016, 2021),
    share: WEIGHTS['public-service-portal'] * size * around(random),
    heartBeat: random() < HEART_BEAT,
  };
}

function departmentPage(random: Random, of: { body: Body; domain: string; size: number; unit: PlannedUnit }): Draft {
  const host = `${of.unit.key.slice(of.unit.key.indexOf('/') + 1)}.${of.domain}`;
  const earliest = dayBetween(random, 2012, 2022);
  return {
    bodyCode: of.body.code,
    unitKey: of.unit.key,
    kind: 'information-page',
    name: `Trang thông tin điện tử ${unitInFull(of.unit, of.body)}`,
    nameEn: `Page of ${/^Ha Noi|^Ho Chi Minh/.test(of.unit.nameEn) ? '' : 'the '}${of.unit.nameEn}`,
    host,
    url: `https://${host}/`,
    allowedHosts: [],
    liveOn: of.unit.validFrom === null ? earliest : addDays(of.unit.validFrom, 20 + below(random, 180)),
    share: WEIGHTS['information-page'] * Math.sqrt(of.size) * around(random) ** 2,
    heartBeat: random() < HEART_BEAT / 2,
  };
}

/** `Sở Y tế tỉnh Thanh Hóa`, `Thanh tra tỉnh Thanh Hóa`, `Cục Quản lý Dược`. */
function unitInFull(unit: PlannedUnit, body: Body): string {
  if (!isProvincial(body)) return unit.nameVi;
  return unit.nameVi.endsWith(levelWord(body))
    ? `${unit.nameVi} ${properName(body)}`
    : `${unit.nameVi} ${inSentence(body)}`;
}

/** Some pages of departments that exist today became live lately, and a few will. */
function withLatePortals(seed: number, portals: PlannedPortal[], today: Day): PlannedPortal[] {
  const random = seededRandom(mix(seed, 4));
  const candidates = portals.filter(
    ({ bodyCode, bodyCodeToday, kind }) => kind === 'information-page' && bodyCode === bodyCodeToday,
  );
  const late = shuffled(random, candidates).slice(0, UPCOMING + Math.round(LATELY * candidates.length));
  const liveOn = new Map(
    late.map(({ siteId }, index) => {
      const days = index < UPCOMING ? 5 + below(random, 20) : -20 - below(random, 320);
      return [siteId, addDays(today, days)];
    }),
  );
  return portals.map((portal) => ({ ...portal, liveOn: liveOn.get(portal.siteId) ?? portal.liveOn }));
}

/** What was live by 2024 was entered while the register was built up; what came later, shortly before it became live. */
function withRegistration(seed: number, portals: PlannedPortal[], today: Day): PlannedPortal[] {
  return portals.map((portal) => {
    const builtUp = addDays(
      BUILT_UP_FROM,
      mix(seed, portal.siteId, 10) % (countDays(BUILT_UP_FROM, COUNTED_ON) - SETTLED_DAYS),
    );
    const announced = addDays(portal.liveOn, -NOTICE_DAYS);
    const registeredOn = announced > builtUp ? announced : builtUp;
    return { ...portal, registeredOn: registeredOn < today ? registeredOn : today };
  });
}

function domainOf(body: Body): string {
  const known = MINISTRY_DOMAINS[body.code] ?? PROVINCE_DOMAINS[body.code];
  if (known !== undefined) return known;
  if (!isProvincial(body)) return `${body.code.toLowerCase()}.gov.vn`;
  return `${withoutAccents(properName(body))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')}.gov.vn`;
}

function dayBetween(random: Random, firstYear: number, lastYear: number): Day {
  return addDays(`${firstYear}-01-01`, below(random, (lastYear - firstYear + 1) * 365));
}

/** A factor around 1. */
function around(random: Random): number {
  return Math.exp(0.35 * normal(random));
}
