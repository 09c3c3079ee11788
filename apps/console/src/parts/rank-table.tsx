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
  const ranked = evaluation.results.filter((result) => result.group === group && result.status === 'evaluated');
  // What the best supplied body could reach: whoever could reach less has indicators left out, and it is said beside the score.
  const whole = Math.max(...evaluation.results.map(({ availablePoints }) => availablePoints));
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
                <th scope="col">{t.rankings.score}</th>
                <th scope="col">{t.rankings.grade}</th>
                <th scope="col">{t.rankings.movement}</th>
              </tr>
            </thead>
            <tbody>
              {ranked.map((result) => (
                <RankRow key={result.bodyCode} result={result} whole={whole} filters={filters} />
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
                t.rankings.grade,
                t.rankings.movement,
              ]}
              rows={ranked.map((result) => [
                result.rank,
                result.bodyCode,
                nameOf(result),
                result.score,
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

function RankRow({ result, whole, filters }: { result: BodyResult; whole: number; filters: Filters }) {
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
        <ShareBar value={result.score === null ? null : result.score / 100} />
        {result.availablePoints < whole ? (
          <small>{t.rankings.outOf(f.number(result.availablePoints), f.number(whole))}</small>
        ) : null}
      </td>
      <td className="rank-grade">{result.grade?.[lang] ?? '–'}</td>
      <td className="rank-movement">
        <Movement result={result} />
      </td>
    </tr>
  );
}
