import type { Indicator, IndicatorResult } from '@emc/contract';
import { apiAddress } from '../api/figures.ts';
import { useWords } from '../words.ts';
import { Go } from './go.tsx';
import { ShareBar } from './score-bar.tsx';

interface IndicatorCardProps {
  setId: string;
  indicator: Indicator;
  result: IndicatorResult | undefined;
}

/** One indicator on a report card: points, ratio, the formula with its numbers, each number with its source. */
export function IndicatorCard({ setId, indicator, result }: IndicatorCardProps) {
  const { t, f, at, lang, nameOf } = useWords();
  const scored = result?.status === 'scored';
  return (
    <li id={indicator.id} className={`indicator-card ${scored ? '' : 'is-left-out'}`}>
      <div className="indicator-head">
        <h4>
          <Go to={at.indicator(setId, indicator.id)}>{nameOf(indicator)}</Go>
        </h4>
        <p className="indicator-points">
          {scored ? t.card.pointsOfMax(f.decimal2(result.points), f.number(indicator.maxPoints)) : t.card.leftOut}
        </p>
      </div>
      {scored ? (
        <>
          <ShareBar value={result.points === null ? null : result.points / indicator.maxPoints} />
          <dl className="facts">
            <dt>{t.card.ratio}</dt>
            <dd>
              {f.percent2(result.value)}
              {indicator.goal === null ? '' : `, ${t.figures.goal(f.percentShort(indicator.goal))}`}
            </dd>
            <dt>{t.card.formula}</dt>
            <dd className="formula">{result.explanation[lang]}</dd>
            <dt>{t.card.numbers}</dt>
            <dd>
              <Numbers result={result} />
            </dd>
          </dl>
        </>
      ) : (
        <LeftOut indicator={indicator} result={result} />
      )}
    </li>
  );
}

function Numbers({ result }: { result: IndicatorResult }) {
  const { t, f, nameOf } = useWords();
  return (
    <ul className="numbers">
      {result.measures.map((measure) => (
        <li key={measure.id}>
          <span>{nameOf(measure)}</span>
          <a
            href={apiAddress(measure.source)}
            aria-label={`${f.number(measure.value)}. ${t.figures.sourceOf(nameOf(measure))}`}
          >
            {f.number(measure.value)}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Why an indicator gives no points here, and how many are thereby out of reach. */
function LeftOut({ indicator, result }: { indicator: Indicator; result: IndicatorResult | undefined }) {
  const { t, f, lang } = useWords();
  const status = result?.status === 'not-available' ? 'not-available' : 'no-data';
  return (
    <>
      <p>
        {t.card.status[status]}. {indicator.unavailableBecause?.[lang] ?? ''}
      </p>
      <p className="sentence">{t.card.maxLeftOut(f.number(indicator.maxPoints))}</p>
      {result === undefined || result.measures.length === 0 ? null : <Numbers result={result} />}
    </>
  );
}
