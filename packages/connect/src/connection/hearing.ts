import {
  type Arrivals,
  type Clock,
  type ConnectionRule,
  DAY_MS,
  type Day,
  dayOf,
  type LastHits,
  type PageCheck,
  startOfDay,
  type Systems,
} from '@emc/contract';
import { bodyOn, type Register } from '../register.ts';
import { type ConnectionRules, ruleOn } from './rules.ts';

export type SystemOnMap = Awaited<ReturnType<Systems['systemsOn']>>[number];

/** All by which the connection of bodies is judged on a day: what arrived, which systems there are, the rule. */
export interface Heard {
  /** The day of the map, and of what is in use. */
  day: Day;
  /** The instant judged, Unix milliseconds: the end of the day, or now when it is not over. */
  at_ms: number;
  /** When each portal and each system was last heard, as of that instant. */
  hits: LastHits;
  changes: LastHits;
  systems: readonly SystemOnMap[];
  rule: ConnectionRule;
}

/** What tells more about a portal than what arrives. */
export interface Signs {
  wrongHosts: ReadonlyMap<number, readonly { host: string; count: number }[]>;
  checks: ReadonlyMap<number, PageCheck>;
}

export interface Hearing {
  rules: ConnectionRules;
  /** @param day today when left out; a day to come is judged by what was heard until now */
  on(day?: Day): Promise<Heard>;
  /** Several days that are over, oldest first: each with its own rule, and the register's map of that day. */
  onAll(days: readonly Day[], register: Register): Promise<Heard[]>;
  /** @param siteIds of which portals the looks are wanted; all when left out */
  signs(heard: Heard, siteIds?: readonly number[]): Promise<Signs>;
}

export interface HearingOptions {
  clock: Clock;
  arrivals: Arrivals;
  systems: Pick<Systems, 'systemsOn'>;
  rules: ConnectionRules;
  /** The newest look at each page before the instant, of some portals or of all. */
  readChecks: (before_ms: number, siteIds?: readonly number[]) => Promise<ReadonlyMap<number, PageCheck>>;
}

/** How old an answer about what arrived may be: who asks within it shares one. Part of how soon a state changes. */
const ANSWER_AGE_MS = 1000;

/** Asks what was heard: the open national page asks every second, so the answer about a day is shared for one. */
export function createHearing(options: HearingOptions): Hearing {
  const { clock, systems, rules } = options;
  const arrivalsOf = shareAnswers(clock, async (day: Day) => (await options.arrivals.asOf([day])).get(day) ?? NOTHING);
  const wrongHostsOf = shareAnswers(clock, async (day: Day) => {
    const refused = await options.arrivals.wrongHosts(day, ruleOn(rules, day).portalWindowHours);
    return Map.groupBy(
      refused.toSorted((a, b) => b.count - a.count),
      ({ siteId }) => siteId,
    );
  });
  // Nothing has arrived yet on a day to come.
  const heardBy = (day: Day): Day => (day < dayOf(clock()) ? day : dayOf(clock()));
  return {
    rules,
    async on(day = dayOf(clock())) {
      const [{ hits, changes }, onMap] = await Promise.all([arrivalsOf(heardBy(day)), systems.systemsOn(day)]);
      return { day, at_ms: instantOf(day, clock()), hits, changes, systems: onMap, rule: ruleOn(rules, day) };
    },
    async onAll(days, register) {
      const [first] = days;
      if (first === undefined) return [];
      const now_ms = clock();
      const [arrived, onFirst] = await Promise.all([options.arrivals.asOf(days), systems.systemsOn(first)]);
      return days.map((day) => ({
        ...(arrived.get(day) ?? NOTHING),
        day,
        at_ms: instantOf(day, now_ms),
        // Successions are followed day by day: from the first day's body to this day's.
        systems: onFirst.map((system) => ({ ...system, bodyCode: bodyOn(register, system.bodyCode, day) })),
        rule: ruleOn(rules, day),
      }));
    },
    async signs({ day, at_ms }, siteIds) {
      const [wrongHosts, checks] = await Promise.all([wrongHostsOf(heardBy(day)), options.readChecks(at_ms, siteIds)]);
      return { wrongHosts, checks };
    },
  };
}

const NOTHING: { hits: LastHits; changes: LastHits } = { hits: new Map(), changes: new Map() };

function instantOf(day: Day, now_ms: number): number {
  return Math.min(startOfDay(day) + DAY_MS - 1, now_ms);
}

/**
 * Who asks for today within a second shares one answer. When it cannot be had, the last answer about today stands, so
 * that the register stays readable while the event store is away; without one, the error is the answer. Other days are
 * asked for each time.
 */
function shareAnswers<Answer>(clock: Clock, ask: (day: Day) => Promise<Answer>): (day: Day) => Promise<Answer> {
  let shared: { day: Day; asked_ms: number; answer: Promise<Answer> } | undefined;
  return (day) => {
    const now_ms = clock();
    if (day !== dayOf(now_ms)) return ask(day);
    const old = shared?.day === day ? shared : undefined;
    if (old !== undefined && Math.abs(now_ms - old.asked_ms) < ANSWER_AGE_MS) return old.answer;
    const answer = ask(day).catch((error: unknown) => {
      if (old === undefined) {
        // The next one asks again.
        shared = undefined;
        throw error;
      }
      return old.answer;
    });
    shared = { day, asked_ms: now_ms, answer };
    return answer;
  };
}
