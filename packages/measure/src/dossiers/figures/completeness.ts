import { addDays, localIso, vietnameseDay } from '@emc/contract';
import type { Day, FigureCompleteness, Missing, Period } from '@emc/contract';
import type { LoaderStatus } from '../../figures-options.ts';
import { collectorsMissing } from '../../usage/coverage.ts';
import type { Sending } from './readings.ts';
import type { SystemOnMap, Whose } from './subject.ts';

/** Days at the end of a period on which nothing arrives before a system is called silent: a weekend has two. */
const SILENT_DAYS = 3;
/** Counts are computed within seconds; what takes longer is said beside the figure. */
const UNSUMMED_AFTER_MS = 60_000;
const MOST_MISSING = 100;

export interface CompletenessGiven {
  whose: Whose;
  sending: ReadonlyMap<number, Sending>;
  period: Period;
  today: Day;
  now_ms: number;
  loaders: LoaderStatus;
  simulated: boolean;
}

/** What the figures of a subject lack, in words: bodies without a system, silent systems, what is not summed up yet. */
export function completenessOf(given: CompletenessGiven): FigureCompleteness {
  const { whose, sending, now_ms, loaders } = given;
  const late = whose.systems.filter(({ systemId }) => isUnsummed(sending.get(systemId), now_ms));
  const missing = [
    ...bodiesWithoutSystem(given),
    ...silentSystems(given),
    ...bodiesWithoutCatalogue(given),
    ...late.map((system) => unsummed(system)),
    ...collectorsMissing(loaders.missing ?? [], given.period).map(collector),
  ];
  return {
    complete: missing.length === 0,
    missing: missing.slice(0, MOST_MISSING),
    loadedThrough: loadedThrough(loaders.loadedThrough_ms, late, sending),
    simulated: given.simulated,
  };
}

function loadedThrough(
  loaded_ms: number,
  late: readonly SystemOnMap[],
  sending: ReadonlyMap<number, Sending>,
): string | null {
  const computed = late.map(({ systemId }) => sending.get(systemId)?.computed_ms);
  const known = computed.filter((time_ms) => time_ms !== undefined);
  return known.length < computed.length ? null : localIso(Math.min(loaded_ms, ...known));
}

/** Systems that were to send in the period: in use then, or known by dossiers of then that were brought in later. */
function expectedSystems({ whose, sending, period, today }: CompletenessGiven): SystemOnMap[] {
  const last = lastDayOf(period, today);
  return whose.systems.filter(({ systemId, registeredOn, retiredOn }) => {
    const firstDay = sending.get(systemId)?.firstDay;
    const begun = registeredOn <= last || (firstDay !== undefined && firstDay <= last);
    return begun && (retiredOn === null || retiredOn > period.from);
  });
}

function bodiesWithoutSystem(given: CompletenessGiven): Missing[] {
  const provided = new Set(expectedSystems(given).map(({ bodyCode }) => bodyCode));
  return given.whose.bodies
    .filter(({ code }) => !provided.has(code))
    .map(({ code, nameVi, nameEn }) => ({
      what: `body:${code}`,
      words: {
        vi: `${nameVi} chưa có hệ thống thông tin giải quyết thủ tục hành chính nào kết nối.`,
        en: `${nameEn} has no system for administrative procedures connected.`,
      },
    }));
}

function silentSystems(given: CompletenessGiven): Missing[] {
  return expectedSystems(given).flatMap((system) => {
    const { systemId, name, bodyCode, retiredOn } = system;
    const heard = given.sending.get(systemId);
    const what = `system:${systemId}`;
    if (heard === undefined) {
      const vi = `Hệ thống “${name}” (${bodyCode}) chưa gửi hồ sơ lần nào.`;
      return [{ what, words: { vi, en: `The system “${name}” (${bodyCode}) has never sent a dossier.` } }];
    }
    const end = retiredOn === null ? undefined : addDays(retiredOn, -1);
    const last = earliest(lastDayOf(given.period, given.today), end);
    if (heard.lastDay > addDays(last, -SILENT_DAYS)) return [];
    const vi = `Hệ thống “${name}” (${bodyCode}) không gửi gì sau ngày ${vietnameseDay(heard.lastDay)}.`;
    const en = `The system “${name}” (${bodyCode}) has sent nothing after ${heard.lastDay}.`;
    return [{ what, words: { vi, en } }];
  });
}

/** Without a catalogue nobody knows which procedures are full: full online would be counted as none. */
function bodiesWithoutCatalogue({ whose, sending }: CompletenessGiven): Missing[] {
  const sends = new Set(whose.systems.filter(({ systemId }) => sending.has(systemId)).map(({ bodyCode }) => bodyCode));
  return whose.bodies
    .filter(({ code }) => sends.has(code) && !whose.catalogues.has(code))
    .map(({ code, nameVi, nameEn }) => ({
      what: `catalogue:${code}`,
      words: {
        vi: `${nameVi} chưa có danh mục thủ tục hành chính nên chưa tính được hồ sơ toàn trình.`,
        en: `${nameEn} has no catalogue of procedures, so full online dossiers cannot be told.`,
      },
    }));
}

/** Something arrived after the last computation, and a minute has gone by. */
function isUnsummed(sending: Sending | undefined, now_ms: number): boolean {
  if (sending === undefined) return false;
  const { lastChange_ms, computed_ms = Number.NEGATIVE_INFINITY } = sending;
  const waits_ms = Math.max(now_ms - lastChange_ms, lastChange_ms - computed_ms);
  return lastChange_ms > computed_ms && waits_ms > UNSUMMED_AFTER_MS;
}

function unsummed({ systemId, name, bodyCode }: SystemOnMap): Missing {
  return {
    what: `unsummed:${systemId}`,
    words: {
      vi: `Hồ sơ mới của hệ thống “${name}” (${bodyCode}) chưa được tổng hợp hết.`,
      en: `New dossiers of the system “${name}” (${bodyCode}) are not all summed up yet.`,
    },
  };
}

function collector({ name, since }: { name: string; since: string }): Missing {
  return {
    what: `collector:${name}`,
    words: {
      vi: `Máy thu nhận ${name} đã dừng; hồ sơ nhận từ ${since} có thể chưa được nạp.`,
      en: `The collector ${name} has stopped; dossiers taken since ${since} may not be loaded.`,
    },
  };
}

function lastDayOf({ to }: Period, today: Day): Day {
  return to < today ? to : today;
}

function earliest(day: Day, other: Day | undefined): Day {
  return other !== undefined && other < day ? other : day;
}
