import { localIso, vietnameseDay } from '@emc/contract';
import type { Missing } from '@emc/contract';
import type { CompletenessGiven } from './completeness-given.ts';
import type { SystemOnMap } from './subject.ts';

type Given = Pick<CompletenessGiven, 'whose' | 'sending' | 'howFar' | 'loaders' | 'countedWithin_ms' | 'now_ms'>;

/**
 * Longer than an insert takes to become visible. What it says of itself is when it began, so that a look may have missed one
 * that began before; the next look finds it. When none has come for so long, perhaps nobody looks any more.
 */
const BECOMES_VISIBLE_MS = 60_000;

/**
 * Everything that the systems of a subject were acknowledged before this instant is in their figures; null = of some
 * nothing is known to be.
 */
export function countedThrough({ whose, sending, howFar, loaders }: Given): string | null {
  const heard = whose.systems.filter(({ systemId }) => sending.has(systemId));
  const reached = heard.map(({ systemId }) => howFar?.behind.get(systemId)?.through_ms ?? howFar?.through_ms ?? 0);
  const least_ms = Math.min(loaders.loadedThrough_ms, ...reached);
  return least_ms > 0 ? localIso(least_ms) : null;
}

/** The systems whose changes wait to be counted longer than they should, and since when. */
export function uncounted(given: Given): Missing[] {
  return given.whose.systems.flatMap((system) => {
    const wait_ms = waitOf(system, given);
    return wait_ms === undefined ? [] : [unsummed(system, given.now_ms - wait_ms)];
  });
}

/** How long something of a system has waited by the clock of the store; infinite = always, undefined = nothing waits too long. */
function waitOf({ systemId }: SystemOnMap, { sending, howFar, countedWithin_ms }: Given): number | undefined {
  const heard = sending.get(systemId);
  if (heard === undefined) return undefined;
  if (howFar === undefined) return Infinity;
  const { looked_ms, now_ms, behind } = howFar;
  const mayLack_ms = now_ms - looked_ms > BECOMES_VISIBLE_MS ? BECOMES_VISIBLE_MS : 0;
  const unseenSince_ms = heard.touched_ms > looked_ms - mayLack_ms ? looked_ms : undefined;
  const since_ms = behind.get(systemId)?.since_ms ?? unseenSince_ms;
  return since_ms !== undefined && now_ms - since_ms > countedWithin_ms ? now_ms - since_ms : undefined;
}

/** @param since_ms clock of the program, which in a simulated country is not that of the store; infinitely long ago = always */
function unsummed({ systemId, name, bodyCode }: SystemOnMap, since_ms: number): Missing {
  const since = sinceInWords(since_ms);
  return {
    what: `unsummed:${systemId}`,
    words: {
      vi: `Hồ sơ thay đổi${since[0]} của hệ thống “${name}” (${bodyCode}) chưa được tổng hợp hết.`,
      en: `Changes of dossiers${since[1]} of the system “${name}” (${bodyCode}) are not all counted yet.`,
    },
  };
}

function sinceInWords(since_ms: number): [vi: string, en: string] {
  if (since_ms === -Infinity) return ['', ''];
  const iso = localIso(since_ms);
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  return [` từ ${time} ngày ${vietnameseDay(day)}`, ` since ${time} on ${day}`];
}
