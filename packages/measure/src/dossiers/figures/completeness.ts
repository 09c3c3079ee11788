import { addDays, vietnameseDay } from '@emc/contract';
import type { Day, FigureCompleteness, Missing, Period } from '@emc/contract';
import { damageOfDossiers } from '../../damaged-days.ts';
import { collectorsMissing } from '../../usage/coverage.ts';
import type { CompletenessGiven } from './completeness-given.ts';
import { contradictory } from './contradictory.ts';
import { unreconciled } from './reconciliation.ts';
import { countedThrough, uncounted } from './uncounted.ts';
import type { SystemOnMap } from './subject.ts';

/** Days at the end of a period on which nothing arrives before a system is called silent: a weekend has two. */
const SILENT_DAYS = 3;
const MOST_MISSING = 100;

/**
 * What the figures of a subject lack of what was acknowledged before `loadedThrough`, in words: bodies without a system,
 * silent systems, what is not counted yet; what is counted twice; and what cannot be and counts as not said.
 */
export function completenessOf(given: CompletenessGiven): FigureCompleteness {
  const { loaders } = given;
  const missing = [
    ...damageOfDossiers(given.damage, given.period),
    ...bodiesWithoutSystem(given),
    ...silentSystems(given),
    ...bodiesWithoutCatalogue(given),
    ...uncounted(given),
    ...unreconciled(given),
    ...contradictory(given),
    ...collectorsMissing(loaders.missing ?? [], given.period).map(collector),
  ];
  return {
    complete: missing.length === 0,
    missing,
    loadedThrough: countedThrough(given),
    simulated: given.simulated,
  };
}

/** As it is answered: the country can lack more than anybody reads. */
export function withFirstMissing(completeness: FigureCompleteness): FigureCompleteness {
  return { ...completeness, missing: completeness.missing.slice(0, MOST_MISSING) };
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
