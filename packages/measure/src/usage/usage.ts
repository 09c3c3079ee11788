import {
  createLanes,
  dayOf,
  EmcError,
  holdAnswers,
  localIso,
  startOfDay,
  TIME_ZONE,
  USAGE_DEFINITION_VERSION,
} from '@emc/contract';
import type { Lanes, Subject, Usage, UsageQuery } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { damagedDays } from '../damaged-days.ts';
import type { FiguresOptions } from '../figures-options.ts';
import { countsByDay, countsByHour } from './counts.ts';
import {
  collectorsMissing,
  coverage,
  portalCompleteness,
  withCollectors,
  withDamage,
  withVisitorsTwice,
} from './coverage.ts';
import { readLagging, withLagging } from './lagging.ts';
import { topEvents, topPages, topServices, topTargets } from './lists.ts';
import { resolveUsagePeriod } from './period.ts';
import type { Period } from './period.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { seriesOf, sumsByBucket } from './series.ts';
import type { TimedRow } from './series.ts';
import { noSums, totalsOf } from './totals.ts';
import { countryVisitorsByDay, countryVisitorsByHour, visitorsByDay, visitorsByHour } from './visitors.ts';
import { visitLists, visitsByDay, visitsByHour } from './visits.ts';

/**
 * Questions about usage that are asked at the same time, for all readers together. More would only queue in a store of
 * few cores, and the rest of the reader's connections stay free for what must not wait: live, health, the refresher.
 */
const AT_ONCE = 4;
/** How old what a reader is told may be: those who ask the same within it share one reading. */
const SHARED_AGE_MS = 1_000;

/** What the store holds on a subject in a period, and when it was asked. */
type Reading = Awaited<ReturnType<typeof readAll>>;

/** A way to ask for everything that is known about the usage of a subject in a period; it throws EmcError. */
export function createUsage(options: FiguresOptions): (subject: Subject, query: UsageQuery) => Promise<Usage> {
  const lanes = createLanes(AT_ONCE);
  const shared = holdAnswers<Reading>(options.clock);
  return async (subject, query) => {
    const period = resolveUsagePeriod(query, options.clock());
    const found = await options.hierarchy.resolve(subject, period.mapDay);
    const scope: Scope = {
      everything: subject.kind === 'country',
      siteIds: found.portals.map(({ siteId }) => siteId),
    };
    // The portals are part of the key: a change of the register is seen at once.
    const { from, to, interval } = period;
    const key = JSON.stringify([from, to, interval, scope.everything || scope.siteIds]);
    return usageOf(
      options,
      { subject, period, found },
      await shared(key, SHARED_AGE_MS, () => readAll(options, lanes, scope, period)),
    );
  };
}

interface Asked {
  subject: Subject;
  period: Period;
  found: Awaited<ReturnType<FiguresOptions['hierarchy']['resolve']>>;
}

function usageOf(options: FiguresOptions, { subject, period, found }: Asked, read: Reading): Usage {
  const { now_ms } = read;
  const firstHit_ms = read.coverage.length === 0 ? undefined : Math.min(...read.coverage.map((row) => row.firstHit_ms));
  const wholes = [
    { start_ms: startOfDay(period.previousFrom), end_ms: startOfDay(period.from) },
    { start_ms: startOfDay(period.from), end_ms: period.buckets.at(-1)?.end_ms ?? 0 },
  ];
  const [previous, current] = sumsByBucket(wholes, read.days);
  return {
    subject: { kind: subject.kind, id: found.id, nameVi: found.nameVi, nameEn: found.nameEn },
    period: { from: period.from, to: period.to, interval: period.interval, timeZone: TIME_ZONE },
    asOf: localIso(now_ms),
    mapDay: period.mapDay,
    definitionVersion: USAGE_DEFINITION_VERSION,
    completeness: {
      ...withDamage(
        withVisitorsTwice(
          withCollectors(
            withLagging(
              portalCompleteness(found.portals, read.coverage, { ...period, today: dayOf(now_ms) }),
              read.lagging,
              found.portals,
            ),
            collectorsMissing(read.loaders.missing ?? [], period),
          ),
          read.loaders.visitorsTwice ?? [],
          period,
        ),
        damagedDays(options.damage?.() ?? [], 'usage', period),
      ),
      loadedThrough: localIso(read.loaders.loadedThrough_ms),
      simulated: options.simulated,
    },
    totals: totalsOf(current ?? noSums()),
    previous: totalsOf(previous ?? noSums()),
    series: seriesOf(period.buckets, read.hours ?? read.days, firstHit_ms, now_ms),
    ...read.lists,
  };
}

async function readAll(options: FiguresOptions, lanes: Lanes, scope: Scope, period: Period) {
  const { eventStore: store } = options;
  const now_ms = options.clock();
  // Before the questions: what they find is at least this new.
  const loaders = options.loaderStatus();
  const now = scopeOf(scope, period.from, period.to);
  const both = scopeOf(scope, period.previousFrom, period.to);
  const [days, hours, heard, lists, lagging] = await Promise.all([
    Promise.all([
      lanes(() => store.ask(visitsByDay, both)),
      lanes(() => (scope.everything ? store.ask(countryVisitorsByDay, both) : store.ask(visitorsByDay, both))),
      lanes(() => store.ask(countsByDay, both)),
    ]),
    period.interval !== 'hour'
      ? undefined
      : Promise.all([
          lanes(() => store.ask(visitsByHour, now)),
          lanes(() => (scope.everything ? store.ask(countryVisitorsByHour, now) : store.ask(visitorsByHour, now))),
          lanes(() => store.ask(countsByHour, now)),
        ]),
    lanes(() => store.ask(coverage, now)),
    readLists(store, lanes, now),
    readLagging(store, lanes, both),
  ]);
  const dayRows: TimedRow[] = days.flat();
  const hourRows: TimedRow[] | undefined = hours?.flat();
  return { now_ms, loaders, days: dayRows, hours: hourRows, coverage: heard, lists, lagging };
}

type Lists = Pick<
  Usage,
  | 'pages'
  | 'referrers'
  | 'devices'
  | 'browsers'
  | 'operatingSystems'
  | 'events'
  | 'downloads'
  | 'outlinks'
  | 'searches'
  | 'services'
>;

/** Each list by itself: one that cannot be made is null, and takes neither the totals nor another list with it. */
async function readLists(store: EventStore, lanes: Lanes, scope: ReturnType<typeof scopeOf>): Promise<Lists> {
  const [pages, ofVisits, events, targets, services] = await Promise.all([
    ifAnswered(lanes(() => store.ask(topPages, scope))),
    ifAnswered(lanes(() => store.ask(visitLists, scope))),
    ifAnswered(lanes(() => store.ask(topEvents, scope))),
    ifAnswered(lanes(() => store.ask(topTargets, scope))),
    ifAnswered(lanes(() => store.ask(topServices, { ...scope, as_sent: 0 }))),
  ]);
  const visits = (list: string) =>
    ofVisits && ofVisits.filter((row) => row.list === list).map(({ value, count }) => ({ value, count }));
  const target = (kind: string) =>
    targets && targets.filter((row) => row.kind === kind).map(({ value, count }) => ({ value, count }));
  return {
    pages,
    referrers: visits('referrer')?.map(({ value, count }) => splitReferrer(value, count)) ?? null,
    devices: visits('device'),
    browsers: visits('browser'),
    operatingSystems: visits('system'),
    events,
    downloads: target('download'),
    outlinks: target('outlink'),
    searches: target('search'),
    services,
  };
}

/** null when the store refuses; that it is away altogether is seen by the totals. What is a fault of ours is thrown. */
async function ifAnswered<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof EmcError) return null;
    throw error;
  }
}

type ReferrerRow = NonNullable<Usage['referrers']>[number];
type ReferrerName = ReferrerRow['kind'];
const REFERRER_NAMES: ReadonlySet<string> = new Set<ReferrerName>([
  'direct',
  'search',
  'social',
  'website',
  'campaign',
  'internal',
]);

/** `kind|value`, as visit_days keeps it. */
function splitReferrer(text: string, count: number): ReferrerRow {
  const cut = text.indexOf('|');
  const kind = text.slice(0, cut);
  return { kind: isReferrerName(kind) ? kind : 'website', value: text.slice(cut + 1), count };
}

function isReferrerName(text: string): text is ReferrerName {
  return REFERRER_NAMES.has(text);
}
