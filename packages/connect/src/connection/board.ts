import { type BodyConnection, type ConnectionBoard, type Day, FIRST_DAY, groupOfBody, localIso } from '@emc/contract';
import { nameOn, type Register, type RegisteredBody } from '../register.ts';
import { bodyView } from '../views.ts';
import { factsByBody, NO_FACTS } from './body-facts.ts';
import { type BodyFacts, type BodyState, judgeBody } from './body-state.ts';
import { bodyReason, lackWords } from './body-words.ts';
import { deadlineOf, nextDeadline } from './deadlines.ts';
import type { Heard } from './hearing.ts';
import { daysUpTo, type StatesOfDay } from './past-states.ts';
import type { DeadlineRules } from './rules.ts';

/** How far back `changedOn` looks, and how much of it the trend shows. */
export const LOOK_BACK_DAYS = 90;
const TREND_DAYS = 30;
const MOST_MISSING = 20;

/** The past as far as a board looks back. */
export interface Past {
  /** The days before, newest first. */
  days: readonly Day[];
  /** Of those of them that are over. */
  states: ReadonlyMap<Day, StatesOfDay>;
}

/** One body on the board. */
export function bodyConnection(
  register: Register,
  body: RegisteredBody,
  { facts, heard, past, deadlines }: { facts: BodyFacts; heard: Heard; past: Past; deadlines: DeadlineRules },
): BodyConnection {
  const judgement = judgeBody(facts, heard.rule);
  const { nameVi, nameEn, kind } = bodyView(body, heard.day);
  const never = facts.portals.filter(({ siteId }) => !heard.hits.has(siteId));
  // Of thousands of portals most went live on the same days, and the deadline follows from the day.
  const liveOn = new Set(never.map(({ siteId }) => register.portals.get(siteId)?.liveOn ?? null));
  return {
    bodyCode: body.code,
    nameVi,
    nameEn,
    kind,
    state: judgement.state,
    reason: bodyReason(judgement, heard.rule),
    portals: judgement.portals,
    systems: judgement.systems,
    missing: judgement.lacks.slice(0, MOST_MISSING).map((lack) => lackWords(lack, heard.rule)),
    missingCount: judgement.lacks.length,
    nextDeadline: nextDeadline([...liveOn].map((day) => deadlineOf(day, deadlines, heard.day))),
    changedOn: changedOn(body.code, judgement.state, heard.day, past),
  };
}

/** Since when the body has been in the state without a break; null = longer than is known. */
function changedOn(code: string, state: BodyState, day: Day, past: Past): Day | null {
  let since = day;
  for (const before of past.days) {
    const then = past.states.get(before)?.get(code);
    if (then === undefined) return null;
    if (then !== state) return since;
    since = before;
  }
  return null;
}

const ORDER: readonly BodyState[] = ['not-connected', 'partly-connected', 'connected'];

/** All bodies that exist on the day. */
export function connectionBoard(
  register: Register,
  heard: Heard,
  past: Past,
  deadlines: DeadlineRules,
): ConnectionBoard {
  const facts = factsByBody(register, heard);
  const items = [...register.bodies.values()]
    .filter((body) => nameOn(body, heard.day) !== undefined)
    .map((body) => bodyConnection(register, body, { facts: facts.get(body.code) ?? NO_FACTS, heard, past, deadlines }))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.bodyCode < b.bodyCode ? -1 : 1));
  const now = new Map(items.map(({ bodyCode, state }) => [bodyCode, state]));
  return {
    asOf: heard.day,
    judgedAt: localIso(heard.at_ms),
    rule: heard.rule,
    counts: count(items),
    byKind: {
      ministries: count(items.filter(({ kind }) => groupOfBody(kind) === 'ministries')),
      provinces: count(items.filter(({ kind }) => groupOfBody(kind) === 'provinces')),
    },
    trend: daysUpTo(heard.day, TREND_DAYS)
      .filter((day) => day >= FIRST_DAY)
      .map((day) => trendOf(day, day === heard.day ? now : (past.states.get(day) ?? null))),
    items,
  };
}

function count(items: readonly { state: BodyState }[]): ConnectionBoard['counts'] {
  const of = (state: BodyState) => items.filter((item) => item.state === state).length;
  return {
    bodies: items.length,
    connected: of('connected'),
    partly: of('partly-connected'),
    not: of('not-connected'),
  };
}

function trendOf(day: Day, states: StatesOfDay): ConnectionBoard['trend'][number] {
  if (states === null) return { day, connected: null, partly: null, not: null };
  const { bodies: _bodies, ...counts } = count([...states.values()].map((state) => ({ state })));
  return { day, ...counts };
}
