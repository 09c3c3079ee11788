import { localIso, vietnameseDay } from '@emc/contract';
import type { Missing } from '@emc/contract';
import type { CompletenessGiven } from './completeness-given.ts';
import type { SystemOnMap } from './subject.ts';

type Given = Pick<CompletenessGiven, 'whose' | 'sending' | 'howFar' | 'loaders' | 'countedWithin_ms'>;

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
    const since_ms = waitsSince(system, given);
    return since_ms === undefined ? [] : [unsummed(system, since_ms)];
  });
}

/** Clock of the store; 0 = always, undefined = nothing of it waits too long. */
function waitsSince({ systemId }: SystemOnMap, { sending, howFar, countedWithin_ms }: Given): number | undefined {
  const heard = sending.get(systemId);
  if (heard === undefined) return undefined;
  if (howFar === undefined) return 0;
  const { looked_ms, now_ms, behind } = howFar;
  const mayLack_ms = now_ms - looked_ms > BECOMES_VISIBLE_MS ? BECOMES_VISIBLE_MS : 0;
  const unseenSince_ms = heard.touched_ms > looked_ms - mayLack_ms ? looked_ms : undefined;
  const since_ms = behind.get(systemId)?.since_ms ?? unseenSince_ms;
  return since_ms !== undefined && now_ms - since_ms > countedWithin_ms ? since_ms : undefined;
}

function unsummed({ systemId, name, bodyCode }: SystemOnMap, since_ms: number): Missing {
  const iso = localIso(since_ms);
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  const since = since_ms === 0 ? ['', ''] : [` từ ${time} ngày ${vietnameseDay(day)}`, ` since ${time} on ${day}`];
  return {
    what: `unsummed:${systemId}`,
    words: {
      vi: `Hồ sơ thay đổi${since[0]} của hệ thống “${name}” (${bodyCode}) chưa được tổng hợp hết.`,
      en: `Changes of dossiers${since[1]} of the system “${name}” (${bodyCode}) are not all counted yet.`,
    },
  };
}
