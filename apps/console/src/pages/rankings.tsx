import type { BodyResult, Evaluation, IndicatorSetView } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import type { Filters } from '../addresses.ts';
import { evaluationQuery, setsQuery } from '../api/figures.ts';
import { Choice, Pick } from '../parts/choice.tsx';
import { FigureNote } from '../parts/figure-note.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { GROUPS } from '../parts/groups.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { PeriodPick, periodName, useReportingPeriod } from '../parts/period-pick.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { RankTable } from '../parts/rank-table.tsx';
import { DEFAULT_SET } from '../sets.ts';
import { useWords } from '../words.ts';

const GROUP_FILTERS = ['all', ...GROUPS] as const;

/** Ministries and provinces in the order of their scores, by a set and over a period that the address holds. */
export function RankingsPage() {
  const words = useWords();
  const { t, f, at, lang, nameOf } = words;
  const [filters, change] = useFilters();
  const { period } = useReportingPeriod();
  const setId = filters['set'] ?? DEFAULT_SET;
  const sets = useQuery(setsQuery());
  const asked = useQuery(evaluationQuery(setId, period.query));
  const group = GROUP_FILTERS.find((known) => known === filters['group']) ?? 'all';
  const options = (sets.data ?? []).map((set: IndicatorSetView) => ({ value: set.id, text: nameOf(set) }));
  return (
    <article className="page">
      <PageTitle
        title={t.rankings.title}
        lead={
          asked.data === undefined
            ? ' '
            : t.rankings.lead(
                f.number(asked.data.counts.ranked),
                f.number(asked.data.counts.bodies),
                periodName(words, period, asked.data),
              )
        }
      />
      <div className="filter-bar" role="search">
        <Pick
          label={t.rankings.set}
          value={setId}
          options={options.some(({ value }) => value === setId) ? options : [...options, { value: setId, text: setId }]}
          onChange={(value) => change({ set: value === DEFAULT_SET ? null : value })}
        />
        <PeriodPick />
        <Choice
          label={t.figures.group}
          value={group}
          options={GROUP_FILTERS.map((value) => ({ value, text: t.figures.groups[value] }))}
          onChange={(value) => change({ group: value === 'all' ? null : value })}
        />
      </div>
      <Loaded asked={asked} lines={20} height_px={2000}>
        {(evaluation) => (
          <>
            <div className="under-filters">
              <FigureNote completeness={evaluation.completeness} asOf={evaluation.asOf} />
              <p className="sentence">
                {evaluation.set.ranking.words[lang]} {t.rankings.method[evaluation.set.ranking.by]}{' '}
                {t.rankings.connectionOn(f.day(evaluation.connectionOn))}{' '}
                <Go to={at.indicatorSet(evaluation.set.id)}>{t.rankings.about}</Go>
              </p>
            </div>
            {GROUPS.filter((each) => group === 'all' || group === each).map((each) => (
              <RankTable
                key={each}
                evaluation={evaluation}
                group={each}
                filters={{ set: filters['set'], period: period.key }}
              />
            ))}
            <NotRanked evaluation={evaluation} group={group} filters={{ set: filters['set'], period: period.key }} />
            <NotEvaluated evaluation={evaluation} group={group} />
          </>
        )}
      </Loaded>
    </article>
  );
}

/** Bodies that are evaluated and have no place, by code: what was computed of each, and why it has none. */
function NotRanked({ evaluation, group, filters }: { evaluation: Evaluation; group: string; filters: Filters }) {
  const { t, f, at, lang, nameOf } = useWords();
  const results = evaluation.results.filter(
    (result) => result.status === 'evaluated' && result.rank === null && (group === 'all' || result.group === group),
  );
  if (results.length === 0) return null;
  return (
    <section aria-labelledby="not-ranked">
      <h2 id="not-ranked">{t.rankings.notRanked}</h2>
      <p className="sentence">{t.rankings.notRankedText(f.number(results.length))}</p>
      <ul className="reason-rows">
        {results.map((result) => (
          <li key={result.bodyCode}>
            <span className="body-code">{result.bodyCode}</span>
            <Go to={at.reportCard(result.bodyCode, filters)}>{nameOf(result)}</Go>
            <span>{result.reason?.[lang] ?? ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Bodies without a score, each with the reason: never at the end of the ranking, never 0. */
function NotEvaluated({ evaluation, group }: { evaluation: Evaluation; group: string }) {
  const { t, f, at, lang, nameOf } = useWords();
  const results = evaluation.results.filter(
    (result: BodyResult) => result.status === 'not-evaluated' && (group === 'all' || result.group === group),
  );
  if (results.length === 0) return null;
  return (
    <section aria-labelledby="not-evaluated">
      <h2 id="not-evaluated">{t.rankings.notEvaluated}</h2>
      <p className="sentence">
        {t.rankings.notEvaluatedText(f.number(results.length))}{' '}
        <Go to={at.decisions({ asOf: evaluation.connectionOn })}>{t.decisions.title}</Go>
      </p>
      <ul className="reason-rows">
        {results.map((result) => (
          <li key={result.bodyCode}>
            <span className="body-code">{result.bodyCode}</span>
            <Go to={at.bodyConnection(result.bodyCode, { asOf: evaluation.connectionOn })}>{nameOf(result)}</Go>
            <span>{result.reason?.[lang] ?? ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
