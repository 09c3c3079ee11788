import type { BodyResult, Evaluation } from '@emc/contract';
import { useId } from 'react';
import type { Filters } from '../addresses.ts';
import { apiAddress } from '../api/figures.ts';
import { useWords } from '../words.ts';
import { CsvButton } from './csv.tsx';
import { Go } from './go.tsx';
import type { Group } from './groups.ts';
import { Movement } from './movement.tsx';
import { ShareBar } from './score-bar.tsx';

interface RankTableProps {
  evaluation: Evaluation;
  group: Group;
  /** Set and period as in the address: they go along to the report card. */
  filters: Filters;
}

/** One group in the order of its scores: the table is the chart, with a bar beside each score. */
export function RankTable({ evaluation, group, filters }: RankTableProps) {
  const { t, f, lang, nameOf } = useWords();
  const id = useId();
  const ranked = evaluation.results.filter((result) => result.group === group && result.rank !== null);
  // A body for which less could be computed has indicators left out, and it is said beside the score.
  const { availablePoints: whole, scoreMax, ranking } = evaluation.set;
  const graded = ranking.grades !== 'none';
  const { from, to } = evaluation.period;
  const title = t.rankings.table(t.figures.groups[group]);
  return (
    <section aria-labelledby={id} className="ranking">
      <h2 id={id}>{title}</h2>
      {ranked.length === 0 ? (
        <p className="none">{t.rankings.nobody}</p>
      ) : (
        <>
          <p className="sentence">
            {t.rankings.tableText(
              f.decimal2(ranked[0]?.score),
              f.decimal2(ranked.at(-1)?.score),
              f.number(ranked.length),
              f.number(scoreMax),
            )}
          </p>
          <table className="table rank-table">
            <caption className="unseen">{title}</caption>
            <thead>
              <tr>
                <th scope="col" className="numeric">
                  {t.rankings.place}
                </th>
                <th scope="col">{t.figures.body}</th>
                <th scope="col">{t.rankings.scoreOutOf(f.number(scoreMax))}</th>
                {graded ? (
                  <th scope="col" className="rank-grade">
                    {t.rankings.grade}
                  </th>
                ) : null}
                <th scope="col" className="rank-movement">
                  {t.rankings.movement}
                </th>
              </tr>
            </thead>
            <tbody>
              {ranked.map((result) => (
                <RankRow
                  key={result.bodyCode}
                  result={result}
                  whole={whole}
                  scoreMax={scoreMax}
                  graded={graded}
                  filters={filters}
                />
              ))}
            </tbody>
          </table>
          <div className="chart-foot">
            <CsvButton
              name={`emc-${evaluation.set.id}-${group}-${from}-${to}`}
              columns={[
                t.rankings.place,
                t.bodies.code,
                t.figures.body,
                t.rankings.score,
                t.rankings.scoreMax,
                t.rankings.grade,
                t.rankings.movement,
              ]}
              rows={ranked.map((result) => [
                result.rank,
                result.bodyCode,
                nameOf(result),
                result.score,
                scoreMax,
                result.grade?.[lang] ?? null,
                result.previousRank === null || result.rank === null ? null : result.previousRank - result.rank,
              ])}
            />
            <a href={apiAddress(`/evaluations/${evaluation.set.id}`, { from, to })}>{t.figures.source}</a>
          </div>
        </>
      )}
    </section>
  );
}

interface RankRowProps {
  result: BodyResult;
  /** Points that the set can compute here. */
  whole: number;
  scoreMax: number;
  /** Whether the set gives grades here. */
  graded: boolean;
  filters: Filters;
}

function RankRow({ result, whole, scoreMax, graded, filters }: RankRowProps) {
  const { t, f, at, lang, nameOf } = useWords();
  return (
    <tr>
      <td className="numeric rank-place">
        {f.number(result.rank)}
        {result.shared ? <small>{t.rankings.shared}</small> : null}
      </td>
      <th scope="row">
        <Go to={at.reportCard(result.bodyCode, filters)}>{nameOf(result)}</Go>
      </th>
      <td className="rank-score">
        <span>{f.decimal2(result.score)}</span>
        <ShareBar value={result.score === null ? null : result.score / scoreMax} />
        {result.availablePoints < whole ? (
          <small>{t.rankings.outOf(f.number(result.availablePoints), f.number(whole))}</small>
        ) : null}
      </td>
      {graded ? <td className="rank-grade">{result.grade?.[lang] ?? '–'}</td> : null}
      <td className="rank-movement">
        <Movement result={result} />
      </td>
    </tr>
  );
}
