import type { ReportCard } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { reportCardQuery, setQuery } from '../../api/figures.ts';
import { DEFAULT_SET } from '../../sets.ts';
import { Go } from '../go.tsx';
import { Movement } from '../movement.tsx';
import { Loaded } from '../problem-note.tsx';
import { useOfficeWords } from './words.ts';

const SHOWN = 4;

/** A body's score this month and where most of its points are lost, each with its formula in numbers. */
export function LostPoints({ code, lacksConnection }: { code: string; lacksConnection: boolean }) {
  const { o } = useOfficeWords();
  const asked = useQuery(reportCardQuery(DEFAULT_SET, code, {}));
  return (
    <section className="panel" aria-labelledby="score">
      <h2 id="score">{o.ourSide.score}</h2>
      <Loaded asked={asked} lines={5} height_px={200}>
        {(card) => <Known card={card} lacksConnection={lacksConnection} />}
      </Loaded>
    </section>
  );
}

function Known({ card, lacksConnection }: { card: ReportCard; lacksConnection: boolean }) {
  const { o, t, f, at, lang, nameOf } = useOfficeWords();
  const set = useQuery(setQuery(card.set.id));
  const { result } = card;
  const lost = card.wouldRaise.slice(0, SHOWN).flatMap(({ indicatorId, lostPoints }) => {
    const counted = result.indicators.find(({ id }) => id === indicatorId);
    const named = set.data?.indicators.find(({ id }) => id === indicatorId);
    return counted === undefined
      ? []
      : [{ counted, lostPoints, name: named === undefined ? indicatorId : nameOf(named) }];
  });
  return (
    <>
      {result.score === null ? (
        <>
          <p className="headline-state">{t.card.noScore[result.status]}</p>
          <p>{result.reason?.[lang] ?? ''}</p>
          {lacksConnection ? <p>{o.ourSide.connectFirst}</p> : null}
        </>
      ) : (
        <p className="headline-number">
          <strong>{f.decimal2(result.score)}</strong>{' '}
          <small>
            {t.card.placeOf(f.number(result.rank), f.number(result.rankOf), t.figures.groups[result.group])}{' '}
            <Movement result={result} />
          </small>
        </p>
      )}
      {lost.length === 0 ? null : (
        <>
          <h3>{o.ourSide.lost}</h3>
          <ul className="office-lines">
            {lost.map(({ counted, lostPoints, name }) => (
              <li key={counted.id}>
                <Go to={at.indicator(card.set.id, counted.id)}>{name}</Go>
                <span>{o.ourSide.lostPoints(f.decimal2(lostPoints), f.decimal2(counted.maxPoints))}</span>
                <small>{counted.explanation[lang]}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="panel-links">
        <Go to={at.reportCard(result.bodyCode)}>{o.ourSide.card}</Go>
      </p>
    </>
  );
}
