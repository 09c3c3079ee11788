import type { Day } from '@emc/contract';

interface TouchedDay {
  day: Day;
  /** When something was last inserted, clock of the store; 0 = not known. */
  touched_ms: number;
}

/** A day that is being touched is compared no more often. */
const TOUCHED_AGAIN_MS = 600_000;
const ALL_AGAIN_MS = 20 * 3_600_000;

interface Compared {
  at_ms: number;
  isWhole: boolean;
  touched_ms: number;
}

/** Which days are to be compared next: those never compared, the newest first; those touched since or found damaged; those of yesterday. */
export function createDayQueue() {
  const compared = new Map<Day, Compared>();
  const touched = new Map<Day, number>();

  function rank(day: Day, now_ms: number): number {
    const last = compared.get(day);
    if (last === undefined) return 0;
    // A clock that was set back makes nothing young.
    const age_ms = Math.abs(now_ms - last.at_ms);
    if ((!last.isWhole || touched.get(day) !== last.touched_ms) && age_ms > TOUCHED_AGAIN_MS) return 1;
    return age_ms > ALL_AGAIN_MS ? 2 : Infinity;
  }

  return {
    due(days: readonly TouchedDay[], now_ms: number, all: boolean): Day[] {
      touched.clear();
      for (const { day, touched_ms } of days) touched.set(day, Math.max(touched_ms, touched.get(day) ?? 0));
      const ranked = [...touched.keys()].map((day) => ({ day, at: all ? 0 : rank(day, now_ms) }));
      return ranked
        .filter(({ at }) => at < Infinity)
        .toSorted((a, b) => a.at - b.at || b.day.localeCompare(a.day))
        .map(({ day }) => day);
    },
    compared(day: Day, now_ms: number, isWhole: boolean): void {
      compared.set(day, { at_ms: now_ms, isWhole, touched_ms: touched.get(day) ?? 0 });
    },
    /** Compares days as if they had never been. */
    forget({ from, to }: { from: Day; to: Day }): void {
      for (const day of compared.keys()) if (day >= from && day <= to) compared.delete(day);
    },
  };
}
