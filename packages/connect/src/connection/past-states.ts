import { addDays, type Clock, DAY_MS, type Day, dayOf, startOfDay } from '@emc/contract';
import { nameOn, type Register } from '../register.ts';
import { factsByBody, NO_FACTS } from './body-facts.ts';
import { type BodyState, judgeBody } from './body-state.ts';
import type { Heard, Hearing } from './hearing.ts';

/** The state of every body that exists on a day; null on days of which the register knows nothing. */
export type StatesOfDay = ReadonlyMap<string, BodyState> | null;

export interface PastStates {
  /** The states at the end of each of the days, all of them over. @param days oldest first */
  read(register: Register, days: readonly Day[]): Promise<ReadonlyMap<Day, StatesOfDay>>;
}

/** A closed day's states are kept only when nothing of the day can still be on its way through a collector's spool. */
const SETTLED_MS = 6 * 3_600_000;
/** Days kept; a board needs 90. */
const MOST_DAYS = 1000;

/** Past days are computed once: they change only with the register, or with the systems of bodies. */
export function createPastStates(hearing: Hearing, clock: Clock): PastStates {
  let kept = new Map<Day, StatesOfDay>();
  let keptFor = '';
  return {
    async read(register, days) {
      const { systems } = await hearing.on();
      const key = JSON.stringify([register.version, systems.map((one) => [one.systemId, one.bodyCode, one.retiredOn])]);
      if (key !== keptFor || kept.size > MOST_DAYS) {
        kept = new Map();
        keptFor = key;
      }
      const mine = kept;
      const missing = days.filter((day) => !mine.has(day));
      const read = new Map<Day, StatesOfDay>();
      for (const heard of await hearing.onAll(missing, register)) {
        const states = statesOf(register, heard);
        read.set(heard.day, states);
        if (clock() - startOfDay(heard.day) > DAY_MS + SETTLED_MS) mine.set(heard.day, states);
      }
      return new Map(days.map((day) => [day, read.get(day) ?? mine.get(day) ?? null]));
    },
  };
}

/** The state of every body of the day. */
export function statesOf(register: Register, heard: Heard): StatesOfDay {
  if (heard.day < firstDay(register, heard)) return null;
  const facts = factsByBody(register, heard);
  const bodies = [...register.bodies.values()].filter((body) => nameOn(body, heard.day) !== undefined);
  return new Map(bodies.map(({ code }) => [code, judgeBody(facts.get(code) ?? NO_FACTS, heard.rule).state]));
}

/** The day on which the first portal or system was entered; before it nobody knew anything. */
function firstDay(register: Register, heard: Heard): Day {
  const entered = [
    ...[...register.portals.values()].map(({ registeredAt_ms }) => dayOf(registeredAt_ms)),
    ...heard.systems.map(({ registeredOn }) => registeredOn),
  ];
  return entered.reduce((first, day) => (day < first ? day : first), '9999-12-31');
}

/** The `count` days that end with `last`, oldest first. */
export function daysUpTo(last: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(last, index + 1 - count));
}
