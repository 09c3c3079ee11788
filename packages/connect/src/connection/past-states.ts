import { setImmediate } from 'node:timers/promises';
import { addDays, type Clock, type Day, dayOf } from '@emc/contract';
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

/**
 * How long a closed day's states are kept. Hits may come a day late and a spool may be loaded after an outage, so the
 * youngest days are judged again soon; the others, into which somebody may bring history, once in a while.
 */
const SETTLED_AFTER_DAYS = 3;
const KEPT_YOUNG_MS = 60_000;
const KEPT_MS = 900_000;
/** Days kept; a board needs 90. */
const MOST_DAYS = 1000;

/** Past days are computed once: they change only with the register, or with the systems of bodies. */
export function createPastStates(hearing: Hearing, clock: Clock): PastStates {
  const kept = new Map<Day, { judged_ms: number; states: StatesOfDay }>();
  let keptFor = '';

  function keptOf(day: Day): StatesOfDay | undefined {
    const found = kept.get(day);
    if (found === undefined) return undefined;
    const young = day > addDays(dayOf(clock()), -SETTLED_AFTER_DAYS);
    return Math.abs(clock() - found.judged_ms) < (young ? KEPT_YOUNG_MS : KEPT_MS) ? found.states : undefined;
  }

  async function compute(register: Register, days: readonly Day[]): Promise<ReadonlyMap<Day, StatesOfDay>> {
    const { systems } = await hearing.on();
    const key = JSON.stringify([register.version, systems.map((one) => [one.systemId, one.bodyCode, one.retiredOn])]);
    if (key !== keptFor || kept.size > MOST_DAYS) kept.clear();
    keptFor = key;
    const first = firstDay(register, systems);
    const states = new Map<Day, StatesOfDay>();
    for (const day of days) {
      const known = keptOf(day);
      if (known !== undefined) states.set(day, known);
    }
    const missing = days.filter((day) => !states.has(day));
    for (const heard of await hearing.onAll(missing, register)) {
      // Ninety days of thousands of portals take a while; others are answered in between.
      await setImmediate();
      const of = heard.day < first ? null : statesOf(register, heard);
      states.set(heard.day, of);
      kept.set(heard.day, { judged_ms: clock(), states: of });
    }
    return states;
  }

  let turn: Promise<unknown> = Promise.resolve();
  return {
    read(register, days) {
      // One after another: who asks meanwhile finds the days computed.
      const mine = turn.then(() => compute(register, days));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** The state of every body of the day. */
function statesOf(register: Register, heard: Heard): StatesOfDay {
  const facts = factsByBody(register, heard);
  const bodies = [...register.bodies.values()].filter((body) => nameOn(body, heard.day) !== undefined);
  return new Map(bodies.map(({ code }) => [code, judgeBody(facts.get(code) ?? NO_FACTS, heard.rule).state]));
}

/** The day on which the first portal or system was entered; before it nobody knew anything. */
function firstDay(register: Register, systems: Heard['systems']): Day {
  const entered = [
    ...[...register.portals.values()].map(({ registeredOn }) => registeredOn),
    ...systems.map(({ registeredOn }) => registeredOn),
  ];
  return entered.reduce((first, day) => (day < first ? day : first), '9999-12-31');
}

/** The `count` days that end with `last`, oldest first. */
export function daysUpTo(last: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(last, index + 1 - count));
}
