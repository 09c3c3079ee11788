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

export function createHearing({ clock, arrivals, systems, rules, readChecks }: HearingOptions): Hearing {
  const refusedOn = async (day: Day): Promise<Signs['wrongHosts']> => {
    const refused = await arrivals.wrongHosts(day, ruleOn(rules, day).portalWindowHours);
    return Map.groupBy(
      refused.toSorted((a, b) => b.count - a.count),
      ({ siteId }) => siteId,
    );
  };
  // Nothing has arrived yet on a day to come.
  const heardBy = (day: Day): Day => (day < dayOf(clock()) ? day : dayOf(clock()));
  return {
    rules,
    async on(day = dayOf(clock())) {
      const last = heardBy(day);
      const [arrived, onMap] = await Promise.all([arrivals.asOf([last]), systems.systemsOn(day)]);
      const { hits, changes } = arrived.get(last) ?? NOTHING;
      return { day, at_ms: instantOf(day, clock()), hits, changes, systems: onMap, rule: ruleOn(rules, day) };
    },
    async onAll(days, register) {
      const [first] = days;
      if (first === undefined) return [];
      const now_ms = clock();
      const [arrived, onFirst] = await Promise.all([arrivals.asOf(days), systems.systemsOn(first)]);
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
      const [wrongHosts, checks] = await Promise.all([refusedOn(heardBy(day)), readChecks(at_ms, siteIds)]);
      return { wrongHosts, checks };
    },
  };
}

const NOTHING: { hits: LastHits; changes: LastHits } = { hits: new Map(), changes: new Map() };

function instantOf(day: Day, now_ms: number): number {
  return Math.min(startOfDay(day) + DAY_MS - 1, now_ms);
}
