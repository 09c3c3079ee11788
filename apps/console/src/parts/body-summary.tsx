import type { BodyWithConnection, DossierCounts } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { bodyConnectionQuery, bodyDossiersQuery, reportCardQuery } from '../api/figures.ts';
import { measureOf, writeChange, writeMeasure, type DossierMeasure } from '../dossier-measures.ts';
import { DEFAULT_SET } from '../sets.ts';
import { inOneSentence } from '../plain-text.ts';
import { useWords } from '../words.ts';
import { DeadlineText } from './deadline.tsx';
import { Go } from './go.tsx';
import { Movement } from './movement.tsx';
import { Loaded } from './problem-note.tsx';
import { ShareBar } from './score-bar.tsx';
import { ConnectionMark } from './state-mark.tsx';

/** How a standing body is connected, why, and what to do about it. */
export function ConnectionSummary({ body }: { body: BodyWithConnection }) {
  const { t, at, lang } = useWords();
  const asked = useQuery(bodyConnectionQuery(body.code));
  return (
    <Loaded asked={asked} lines={4} height_px={150}>
      {({ body: connection }) => (
        <>
          <p className="headline-state">
            <ConnectionMark state={connection.state} />
          </p>
          <p>{connection.reason[lang]}</p>
          {connection.missing.length === 0 ? null : (
            <p>
              <strong>{t.board.missing}:</strong> {inOneSentence(connection.missing.map((words) => words[lang]))}
            </p>
          )}
          {connection.nextDeadline === null ? null : (
            <p>
              <DeadlineText deadline={connection.nextDeadline} />
            </p>
          )}
          <p className="panel-links">
            <Go to={at.bodyConnection(body.code)}>{t.board.why}</Go>
            <Go to={at.register({ body: body.code.toLowerCase() })}>{t.body.registerHere}</Go>
          </p>
        </>
      )}
    </Loaded>
  );
}

/** The score and place of this month so far. */
export function ScoreSummary({ code }: { code: string }) {
  const { t, f, at, lang } = useWords();
  const asked = useQuery(reportCardQuery(DEFAULT_SET, code, {}));
  return (
    <section className="panel" aria-labelledby="score">
      <h2 id="score">
        {t.card.title} <small>{t.figures.now}</small>
      </h2>
      <Loaded asked={asked} lines={4} height_px={120}>
        {({ result, set }) => (
          <>
            {result.score === null ? (
              <>
                <p className="headline-state">{t.card.noScore[result.status]}</p>
                <p>{result.reason?.[lang] ?? ''}</p>
              </>
            ) : (
              <>
                <p className="headline-number">
                  <strong>{f.decimal2(result.score)}</strong>{' '}
                  <small>{t.card.scoreOf(f.decimal2(result.score), f.number(set.scoreMax))}</small>
                </p>
                <ShareBar value={result.score / set.scoreMax} />
                <p>
                  {t.card.placeOf(f.number(result.rank), f.number(result.rankOf), t.figures.groups[result.group])}{' '}
                  <Movement result={result} />
                </p>
              </>
            )}
            <p className="panel-links">
              <Go to={at.reportCard(code)}>{t.card.indicatorsText}</Go>
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}

/** The dossiers of this month so far. */
export function DossierSummary({ code }: { code: string }) {
  const { t, at } = useWords();
  const asked = useQuery(bodyDossiersQuery(code, {}));
  return (
    <section className="panel" aria-labelledby="dossiers">
      <h2 id="dossiers">
        {t.dossiers.short} <small>{t.figures.now}</small>
      </h2>
      <Loaded asked={asked} lines={4} height_px={120}>
        {({ totals, previous }) => (
          <>
            {totals === null ? (
              <p>{t.dossiers.neverSent}</p>
            ) : (
              <dl className="facts">
                {(['received', 'online', 'fullOnline', 'onTime', 'paidOnline'] as const).map((measure) => (
                  <Fact key={measure} measure={measure} totals={totals} previous={previous?.totals ?? null} />
                ))}
              </dl>
            )}
            <p className="panel-links">
              <Go to={at.bodyDossiers(code)}>{t.dossiers.byProcedure}</Go>
              <Go to={at.procedures(code)}>{t.procedures.title}</Go>
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}

interface FactProps {
  measure: DossierMeasure;
  totals: DossierCounts;
  previous: DossierCounts | null;
}

function Fact({ measure, totals, previous }: FactProps) {
  const words = useWords();
  return (
    <>
      <dt>{words.t.dossiers.measures[measure]}</dt>
      <dd>
        {writeMeasure(measure, measureOf(measure, totals), words)}{' '}
        <small>{writeChange(measure, totals, previous, words)}</small>
      </dd>
    </>
  );
}
