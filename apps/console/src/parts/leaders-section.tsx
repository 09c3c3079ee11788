import type { BodyResult, Evaluation } from '@emc/contract';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Compared } from './compared.tsx';
import { Go } from './go.tsx';
import { GROUPS } from './groups.ts';
import { Movement } from './movement.tsx';
import { ShareBar } from './score-bar.tsx';

const SHOWN = 5;

interface LeadersSectionProps {
  evaluation: Evaluation;
  /** The period in words. */
  name: string;
  periodKey: string;
}

const risen = ({ rank, previousRank }: BodyResult) => (previousRank ?? 0) - (rank ?? 0);

/** Who leads, who lags and who moved, among ministries and among provinces. */
export function LeadersSection({ evaluation, name, periodKey }: LeadersSectionProps) {
  const { t, lang, nameOf, at } = useWords();
  return (
    <>
      <p className="sentence">
        {t.overview.whoLeadsText(nameOf(evaluation.set), name)} {evaluation.set.ranking.words[lang]}{' '}
        <Compared period={evaluation.period} />
      </p>
      <div className="leaders-groups">
        {GROUPS.map((group) => {
          const ranked = evaluation.results.filter((result) => result.group === group && result.rank !== null);
          const moved = ranked
            .filter((result) => result.previousRank !== null && risen(result) !== 0)
            .toSorted((a, b) => Math.abs(risen(b)) - Math.abs(risen(a)) || a.bodyCode.localeCompare(b.bodyCode))
            .slice(0, SHOWN);
          return (
            <div key={group} className="leaders">
              <h3>{t.figures.groups[group]}</h3>
              {ranked.length === 0 ? (
                <p className="none">{t.overview.noneRanked}</p>
              ) : (
                <>
                  <Few
                    title={t.overview.leads}
                    scoreMax={evaluation.set.scoreMax}
                    results={ranked.slice(0, SHOWN)}
                    periodKey={periodKey}
                  />
                  <Few
                    title={t.overview.lags}
                    scoreMax={evaluation.set.scoreMax}
                    results={ranked.slice(Math.max(SHOWN, ranked.length - SHOWN))}
                    periodKey={periodKey}
                  />
                  <Few
                    title={t.overview.moved}
                    scoreMax={evaluation.set.scoreMax}
                    results={moved}
                    periodKey={periodKey}
                    moved
                  >
                    <p className="none">{t.overview.nobodyMoved}</p>
                  </Few>
                </>
              )}
            </div>
          );
        })}
      </div>
      <p className="panel-links">
        <Go to={at.rankings({ period: periodKey })}>{t.overview.fullRanking}</Go>
      </p>
    </>
  );
}

interface FewProps {
  title: string;
  results: readonly BodyResult[];
  periodKey: string;
  /** What a score is out of. */
  scoreMax: number;
  /** Shows the movement in place of the score. */
  moved?: boolean;
  /** In place of an empty list. */
  children?: ReactNode;
}

function Few({ title, results, periodKey, scoreMax, moved = false, children }: FewProps) {
  const { f, at, nameOf } = useWords();
  if (results.length === 0 && children === undefined) return null;
  return (
    <div className="few">
      <h4>{title}</h4>
      {results.length === 0 ? (
        children
      ) : (
        <ol>
          {results.map((result) => (
            <li key={result.bodyCode}>
              <span className="few-place">{f.number(result.rank)}</span>
              <Go to={at.reportCard(result.bodyCode, { period: periodKey })}>{nameOf(result)}</Go>
              {moved ? (
                <Movement result={result} />
              ) : (
                <>
                  <ShareBar value={result.score === null ? null : result.score / scoreMax} />
                  <span className="few-score">{f.decimal2(result.score)}</span>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
