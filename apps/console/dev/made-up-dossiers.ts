import {
  dossierFiguresSchema,
  periodBefore,
  ratioOf,
  type BodyDossiers,
  type DossierCounts,
  type DossierFigures,
  type DossierRates,
  type System,
} from '@emc/contract';
import { madeUpCatalogue } from './made-up-catalogue.ts';
import { chance, type MadeUpRegister } from './made-up-register.ts';

const DAY_MS = 86_400_000;
/** Before this day nothing was received, so that pages can be seen with gaps. */
const FIRST_DOSSIERS = '2023-07-01';

export interface MadeUpPeriod {
  from: string;
  to: string;
}

const NONE: DossierCounts = {
  received: 0,
  receivedDirect: 0,
  receivedOnline: 0,
  receivedPost: 0,
  fullOnline: 0,
  receivedWithCatalogue: 0,
  withFee: 0,
  paidOnline: 0,
  finished: 0,
  onTime: 0,
  late: 0,
  withoutDueTime: 0,
  processingSeconds: 0,
  processingKnown: 0,
};

/** The days of a period up to today, at most 366. */
function daysOf({ from, to }: MadeUpPeriod): string[] {
  const count = Math.min(366, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10),
  );
}

/** A body of whom nothing was ever received, and one whose system fell silent for some days. */
const hasSystem = (code: string): boolean => chance(`${code} system`) > 0.08 || code === 'H56';
const silentOn = (code: string, day: string): boolean => code === 'H56' && /-1[34]$/.test(day);

/** What a body received on a day; null = nothing is known. */
function dayCounts(code: string, day: string, today: string): DossierCounts | null {
  if (!hasSystem(code) || day < FIRST_DOSSIERS || day > today || silentOn(code, day)) return null;
  const weekend = [0, 6].includes(new Date(day).getUTCDay());
  const size = (code.startsWith('G') ? 90 : 420) * (0.4 + 1.6 * chance(`${code} size`));
  const received = Math.round(size * (weekend ? 0.12 : 1) * (0.8 + 0.4 * chance(`${code} ${day}`)));
  const rise = (Date.parse(day) - Date.parse('2024-01-01')) / DAY_MS / 365;
  const online = Math.min(
    0.985,
    0.3 + 0.6 * chance(`${code} online`) ** 0.7 + 0.035 * rise + 0.08 * chance(`${code} ${day.slice(0, 7)}`),
  );
  const receivedOnline = Math.round(received * online);
  const receivedPost = Math.round((received - receivedOnline) * 0.07);
  const withFee = Math.round(received * 0.42);
  const finished = Math.round(received * (0.9 + 0.12 * chance(`${day} ${code}`)));
  const withoutDueTime = Math.round(finished * 0.015);
  const late = Math.round(finished * 0.09 * chance(`${code} late`));
  return {
    received,
    receivedOnline,
    receivedPost,
    receivedDirect: received - receivedOnline - receivedPost,
    receivedWithCatalogue: received,
    fullOnline: Math.round(receivedOnline * (0.55 + 0.4 * chance(`${code} full`))),
    withFee,
    paidOnline: Math.round(withFee * (0.15 + 0.75 * chance(`${code} paid`))),
    finished,
    withoutDueTime,
    late,
    onTime: finished - withoutDueTime - late,
    processingKnown: finished,
    processingSeconds: Math.round(finished * 86_400 * (2 + 7 * chance(`${code} slow`))),
  };
}

function add(a: DossierCounts, b: DossierCounts): DossierCounts {
  return Object.fromEntries(
    (Object.keys(NONE) as (keyof DossierCounts)[]).map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]),
  ) as unknown as DossierCounts;
}
const sum = (all: readonly (DossierCounts | null)[]): DossierCounts | null => {
  const known = all.filter((counts) => counts !== null);
  return known.length === 0 ? null : known.reduce(add, NONE);
};

function ratesOf(counts: DossierCounts | null): DossierRates {
  const { received = null, receivedOnline = null, fullOnline = null, onTime = null, late = null } = counts ?? {};
  return {
    online: ratioOf(receivedOnline, received),
    fullOnline: ratioOf(fullOnline, counts?.receivedWithCatalogue ?? null),
    onTime: ratioOf(onTime, onTime === null || late === null ? null : onTime + late),
    paidOnline: ratioOf(counts?.paidOnline ?? null, counts?.withFee ?? null),
    averageProcessingDays:
      counts === null || counts.processingKnown === 0
        ? null
        : counts.processingSeconds / counts.processingKnown / 86_400,
  };
}

/** What a body received in a period; null = nothing was ever received of it. */
export function madeUpTotals(code: string, period: MadeUpPeriod, today: string): DossierCounts | null {
  return sum(daysOf(period).map((day) => dayCounts(code, day, today)));
}

function procedures(code: string, totals: DossierCounts | null): DossierFigures['procedures'] {
  if (totals === null) return [];
  const known = madeUpCatalogue(code).slice(0, 24);
  const weights = known.map((_, index) => 1 / (index + 1.6));
  const whole = weights.reduce((a, b) => a + b, 0) * 1.08;
  const rows: DossierFigures['procedures'] = known.map((procedure, index) => {
    const part = (weights[index] ?? 0) / whole;
    const counts = Object.fromEntries(
      Object.entries(totals).map(([name, value]) => [name, Math.floor((value ?? 0) * part)]),
    ) as unknown as DossierCounts;
    return {
      code: procedure.code,
      nameVi: procedure.nameVi,
      level: procedure.level,
      counts,
    };
  });
  const unknown = Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [name, Math.floor((value ?? 0) * 0.02)]),
  ) as unknown as DossierCounts;
  return [...rows, { code: '9.999999', nameVi: null, level: null, counts: unknown }];
}

/** This month's figures of a system; of the first another sends some dossiers too. */
export function madeUpSystemDossiers(
  register: MadeUpRegister,
  { id, name, bodyCode }: Pick<System, 'id' | 'name' | 'bodyCode'>,
  now_ms: number,
): DossierFigures {
  const subject = { kind: 'system' as const, id: String(id), nameVi: name, nameEn: name };
  const today = register.today();
  const figures = madeUpDossiers(register, subject, [bodyCode], { from: `${today.slice(0, 7)}-01`, to: today }, now_ms);
  const words = {
    vi: `Chưa đối soát: 37 hồ sơ của hệ thống “${name}” (${bodyCode}) cũng do hệ thống “Một cửa cũ” gửi nên được tính hai lần.`,
    en: `Not reconciled: 37 dossiers of the system “${name}” (${bodyCode}) were sent by the system “Một cửa cũ” too and count twice.`,
  };
  const missing = id === 12 ? [{ what: `unreconciled:${id}`, words }] : [];
  return dossierFiguresSchema.parse({
    ...figures,
    completeness: { ...figures.completeness, complete: missing.length === 0, missing },
  });
}

/** Figures of one body, or with `codes` of the whole country. */
export function madeUpDossiers(
  register: MadeUpRegister,
  subject: DossierFigures['subject'],
  codes: readonly string[],
  period: MadeUpPeriod,
  now_ms: number,
): DossierFigures {
  const today = register.today();
  const days = daysOf(period).map((day) => ({ day, counts: sum(codes.map((code) => dayCounts(code, day, today))) }));
  const totals = sum(days.map(({ counts }) => counts));
  const before = periodBefore(period);
  const without = codes.filter((code) => !hasSystem(code));
  const catalogue = codes.flatMap((code) => madeUpCatalogue(code));
  const online = catalogue.filter(({ level }) => level !== 'information').length;
  return {
    subject,
    period,
    asOf: new Date(now_ms).toISOString(),
    definitionVersion: 1,
    completeness: {
      complete: without.length === 0,
      missing: without.map((code) => ({
        what: `body:${code}`,
        words: {
          vi: `${register.body(code)?.nameVi}: chưa có hệ thống nào gửi hồ sơ`,
          en: `${register.body(code)?.nameEn}: no system sends dossiers yet`,
        },
      })),
      loadedThrough: new Date(now_ms - 4000).toISOString(),
      simulated: true,
    },
    totals,
    rates: ratesOf(totals),
    previous:
      before === null
        ? null
        : {
            period: before,
            totals: sum(codes.map((code) => madeUpTotals(code, before, today))),
            sourcesMissing: subject.kind === 'country' ? 100 : 0,
          },
    days,
    procedures: procedures(subject.kind === 'body' ? subject.id : 'H56', totals),
    procedureCounts: {
      inCatalogue: catalogue.length,
      online,
      withDossiers: totals === null ? 0 : Math.round(catalogue.length * 0.7),
      withOnlineDossiers: totals === null ? 0 : Math.round(online * 0.62),
      withFeePaidOnline: totals === null ? 0 : Math.round(catalogue.length * 0.3),
      notInCatalogue: totals === null ? 0 : 1,
    },
  };
}

export function madeUpByBody(register: MadeUpRegister, period: MadeUpPeriod, now_ms: number): BodyDossiers {
  const bodies = register.bodies(period.to > register.today() ? register.today() : period.to);
  const country = madeUpDossiers(
    register,
    { kind: 'country', id: 'VN', nameVi: 'Toàn quốc', nameEn: 'The country' },
    bodies.map(({ code }) => code),
    { from: period.to, to: period.to },
    now_ms,
  );
  return {
    period,
    asOf: country.asOf,
    definitionVersion: 1,
    completeness: country.completeness,
    items: bodies.map(({ code, nameVi, nameEn, kind }) => {
      const totals = madeUpTotals(code, period, register.today());
      return { bodyCode: code, nameVi, nameEn, kind, totals, rates: ratesOf(totals) };
    }),
  };
}
