import type { Clock, Evaluation, Evaluations, IndicatorSetView, Registry, ReportCard } from '@emc/contract';
import { createLanes, EmcError, holdAnswers, localIso, type Period } from '@emc/contract';
import { countryPage } from './country.ts';
import { gather, type Gathered, type Sources } from './gather/gather.ts';
import { completenessOfBody } from './gather/missing.ts';
import { liveFrom, portalDaysOf, sumOfPortalDays } from './gather/portal-days.ts';
import { type EvaluatedPeriod, readPeriod } from './gather/period.ts';
import { evaluate, ranksOf } from './score/evaluate.ts';
import { lostPoints } from './score/lost-points.ts';
import { sourceOf } from './sets/measures.ts';
import type { IndicatorSet } from './sets/set-file.ts';
import { viewOf } from './sets/set-view.ts';

export interface EvaluationsOptions extends Sources {
  sets: readonly IndicatorSet[];
  /** Says why a body is not among the results. */
  registry: Pick<Registry, 'getBody'>;
  clock: Clock;
  /** true: the data are those of the simulator. */
  simulated: boolean;
}

/** How old the answer of a period that is still growing may be. */
const OPEN_AGE_MS = 10_000;
/** A closed period changes by late dossiers, imports and decisions only. */
const CLOSED_AGE_MS = 60_000;

/**
 * Periods that are gathered at the same time. Each asks about every body, and whoever reads may ask for as many periods as
 * he likes: more at once would take the connections to the stores from everybody else.
 */
const AT_ONCE = 2;

type GatheredThen = Gathered & { asOf: string };

/** Scores, ranks and explanations, computed when asked for and shared by all who ask the same within seconds. */
export function createEvaluations(options: EvaluationsOptions): Evaluations {
  const { sets, clock } = options;
  const views: readonly IndicatorSetView[] = sets.map(viewOf);
  const evaluated = holdAnswers<Evaluation>(clock);
  const measures = createMeasures(options);

  function evaluatePeriod(setId: string, period: EvaluatedPeriod): Promise<Evaluation> {
    const set = knownSet(sets, setId);
    return evaluated(`${set.id} ${keyOf(period)}`, ageOf(period), async () => {
      const { now, before } = await measures(period);
      return evaluationOf(set, period, now, before);
    });
  }

  return {
    listSets: () => Promise.resolve(views),
    evaluate: async (setId, query) => evaluatePeriod(setId, readPeriod(query, clock())),
    async reportCard(setId, bodyCode, query): Promise<ReportCard> {
      const period = readPeriod(query, clock());
      const { counts: _, results, ...rest } = await evaluatePeriod(setId, period);
      const result = results.find((one) => one.bodyCode === bodyCode);
      if (result === undefined) {
        // Says itself that there is none, or none on that day.
        await options.registry.getBody(bodyCode, period.mapDay);
        throw new EmcError('body-not-valid-then', `${bodyCode} is not among the bodies of ${period.mapDay}`);
      }
      const completeness = completenessOfBody(rest.completeness, result.missing);
      return { ...rest, completeness, result, wouldRaise: lostPoints(result) };
    },
    async portalDays(bodyCode, query) {
      const { from, mapDay } = readPeriod(query, clock());
      const asOf = localIso(clock());
      const [{ nameVi, nameEn, portals }, used] = await Promise.all([
        options.hierarchy.resolve({ kind: 'body', code: bodyCode }, mapDay),
        options.portalDays.usedDays({ from, to: mapDay }),
      ]);
      const each = portals.map((portal) => ({
        siteId: portal.siteId,
        name: portal.name,
        liveFrom: liveFrom(portal),
        retiredOn: portal.retiredOn,
        ...portalDaysOf(portal, used, from, mapDay),
      }));
      return {
        bodyCode,
        nameVi,
        nameEn,
        period: { from, to: mapDay },
        asOf,
        totals: sumOfPortalDays(each),
        portals: each,
      };
    },
    async country(query) {
      const period = readPeriod(query, clock());
      const { now, before } = await measures(period);
      return countryPage(now, before, period);
    },
  };
}

/** Measures of a period and of the one before it; every set and the country's page are made from the same. */
function createMeasures(options: EvaluationsOptions) {
  const { clock, simulated } = options;
  const gathered = holdAnswers<GatheredThen>(clock);
  const lanes = createLanes(AT_ONCE);
  const measuresOf = (period: EvaluatedPeriod): Promise<GatheredThen> =>
    gathered(keyOf(period), ageOf(period), () =>
      lanes(async () => {
        const asOf = localIso(clock());
        // Up to the map day: dossiers of a later day would be asked for on the map of that day, with other bodies.
        const known = { from: period.from, to: period.mapDay };
        return { ...(await gather(options, known, period.mapDay, simulated)), asOf };
      }),
    );
  return async (period: EvaluatedPeriod) => {
    const { previous } = period;
    const [now, before] = await Promise.all([
      measuresOf(period),
      previous === null ? undefined : measuresOf(readPeriod(previous, clock())),
    ]);
    return { now, before };
  };
}

function ageOf({ closed }: EvaluatedPeriod): number {
  return closed ? CLOSED_AGE_MS : OPEN_AGE_MS;
}

function evaluationOf(
  set: IndicatorSet,
  period: EvaluatedPeriod,
  now: GatheredThen,
  earlier: Gathered | undefined,
): Evaluation {
  const { from, to, mapDay } = period;
  const asked: Period = { from, to };
  const results = evaluate(set, now.bodies, {
    sourceOf: (id, bodyCode) => sourceOf(id, bodyCode, asked, mapDay),
    previousRanks: ranksOf(set, earlier?.bodies ?? []),
  });
  const evaluatedCount = results.filter(({ status }) => status === 'evaluated').length;
  return {
    set: headOf(set),
    period: asked,
    asOf: now.asOf,
    connectionOn: mapDay,
    completeness: now.completeness,
    counts: {
      bodies: results.length,
      evaluated: evaluatedCount,
      ranked: results.filter(({ rank }) => rank !== null).length,
      notEvaluated: results.length - evaluatedCount,
    },
    results,
  };
}

/** What of a set a reader needs to read its scores. */
function headOf(set: IndicatorSet): Evaluation['set'] {
  const { id, version, nameVi, nameEn, availablePoints, scoreMax, ranking } = viewOf(set);
  return { id, version, nameVi, nameEn, availablePoints, scoreMax, ranking };
}

function knownSet(sets: readonly IndicatorSet[], id: string): IndicatorSet {
  const set = sets.find((one) => one.id === id);
  if (set !== undefined) return set;
  const known = sets.map((one) => one.id).join(', ');
  throw new EmcError('indicator-set-unknown', `no indicator set is called "${id}"; there are: ${known}`);
}

/** The map day too: it moves on at midnight while the period stays. */
function keyOf({ from, to, mapDay }: EvaluatedPeriod): string {
  return `${from} ${to} ${mapDay}`;
}
