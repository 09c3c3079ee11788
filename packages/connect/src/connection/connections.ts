import {
  type Arrivals,
  type Clock,
  type Connections,
  type Day,
  dayOf,
  EmcError,
  localIso,
  type Systems,
} from '@emc/contract';
import { createCampaigns, type JudgedDay } from '../campaigns/campaigns.ts';
import { readNewestChecks } from '../page-check/check-store.ts';
import type { PageChecker } from '../page-check/page-checker.ts';
import { bodyExistingOn, knownPortal } from '../refusals.ts';
import { isRetired, ownerOn, type Register } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import { judgeBody } from './body-state.ts';
import { bodyReason } from './body-words.ts';
import { bodyConnection, connectionBoard, LOOK_BACK_DAYS, type Past } from './board.ts';
import { factsByBody, isInUse, NO_FACTS, portalsInUse } from './body-facts.ts';
import { createHearing, type Hearing, type HearingOptions } from './hearing.ts';
import { createPastStates, daysUpTo, type PastStates } from './past-states.ts';
import { type ConnectionRules, readConnectionRules } from './rules.ts';
import { portalConnection, systemConnection } from './views.ts';

export interface ConnectionsOptions {
  register: RegisterStore;
  clock: Clock;
  /** What arrived. Asked with every answer: whoever gives it shares answers about today and keeps those about closed days. */
  arrivals: Arrivals;
  systems: Pick<Systems, 'systemsOn'>;
  /** Looks at pages on demand. */
  pageChecks: Pick<PageChecker, 'check'>;
  /** As in `reference-data/connection-rules.json` when left out. @throws Error when that file is not right */
  rules?: ConnectionRules;
}

/** Who is connected, as of any day, and why; and the campaigns that follow from it. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { register: store, clock, rules = readConnectionRules() } = options;
  const { db } = store;
  const readChecks: HearingOptions['readChecks'] = (...of) => readNewestChecks(db, ...of);
  const hearing = createHearing({ ...options, rules, readChecks });
  const past = createPastStates(hearing, clock);
  return {
    ...boardsOf(store, hearing, past, clock),
    ...portalsOf(store, hearing, options),
    ...createCampaigns({ db, clock, store, judge: (day) => judgeDay(store, hearing, day) }),
  };
}

/** The states of the days before `day`, as far as a board looks back; days to come are not known. */
async function readPast(past: PastStates, register: Register, day: Day, today: Day): Promise<Past> {
  const before = daysUpTo(day, LOOK_BACK_DAYS + 1).slice(0, -1);
  const over = before.filter((one) => one < today);
  return { days: before.toReversed(), states: await past.read(register, over) };
}

function boardsOf(
  store: RegisterStore,
  hearing: Hearing,
  past: PastStates,
  clock: Clock,
): Pick<Connections, 'board' | 'body'> {
  const { deadlines } = hearing.rules;
  return {
    async board(asOf) {
      const [register, heard] = await Promise.all([store.read(), hearing.on(asOf)]);
      return connectionBoard(register, heard, await readPast(past, register, heard.day, dayOf(clock())), deadlines);
    },
    async body(code, asOf) {
      const [register, heard] = await Promise.all([store.read(), hearing.on(asOf)]);
      const body = bodyExistingOn(register, code, heard.day);
      const facts = factsByBody(register, heard).get(code) ?? NO_FACTS;
      const shown = new Set(facts.portals.map(({ siteId }) => siteId));
      const [signs, before] = await Promise.all([
        hearing.signs(heard, [...shown]),
        readPast(past, register, heard.day, dayOf(clock())),
      ]);
      return {
        asOf: heard.day,
        judgedAt: localIso(heard.at_ms),
        rule: heard.rule,
        body: bodyConnection(register, body, { facts, heard, past: before, deadlines }),
        portals: portalsInUse(register, heard.day)
          .filter(({ siteId }) => shown.has(siteId))
          .map((portal) => portalConnection(register, portal, heard, signs, deadlines)),
        systems: heard.systems
          .filter((system) => system.bodyCode === code && isInUse(system, heard.day))
          .map((system) => systemConnection(system, heard)),
      };
    },
  };
}

function portalsOf(
  store: RegisterStore,
  hearing: Hearing,
  { clock, pageChecks }: Pick<ConnectionsOptions, 'clock' | 'pageChecks'>,
): Pick<Connections, 'portal' | 'checkPage'> {
  async function portal(siteId: number) {
    const [register, heard] = await Promise.all([store.read(), hearing.on()]);
    const known = knownPortal(register, siteId);
    return portalConnection(register, known, heard, await hearing.signs(heard, [siteId]), hearing.rules.deadlines);
  }
  return {
    portal,
    async checkPage(siteId) {
      const register = await store.read();
      const known = knownPortal(register, siteId);
      const today = dayOf(clock());
      if (isRetired(known, today)) {
        throw new EmcError('portal-retired', `Portal ${siteId} was retired on ${known.retiredOn ?? ''}.`);
      }
      await pageChecks.check({ siteId, url: known.url, bodyCode: ownerOn(register, known, today).bodyCode });
      return portal(siteId);
    },
  };
}

/** The state of every body that has something in use, on the map of the day; the others have nothing. */
async function judgeDay(store: RegisterStore, hearing: Hearing, day: Day): Promise<JudgedDay> {
  const [register, heard] = await Promise.all([store.read(), hearing.on(day)]);
  const facts = factsByBody(register, heard);
  return {
    day,
    register,
    stateOf(code) {
      const judgement = judgeBody(facts.get(code) ?? NO_FACTS, heard.rule);
      return { state: judgement.state, reason: bodyReason(judgement, heard.rule) };
    },
  };
}
