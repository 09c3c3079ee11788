import { useQuery } from '@tanstack/react-query';
import { setsQuery } from '../api/figures.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { useWords } from '../words.ts';

/** The indicator sets: law as data. */
export function IndicatorSetsPage() {
  const { t, f, at, lang, nameOf } = useWords();
  const asked = useQuery(setsQuery());
  return (
    <article className="page page-narrow">
      <PageTitle title={t.sets.title} lead={t.sets.lead} />
      <Loaded asked={asked} lines={6}>
        {(sets) => (
          <ul className="definitions">
            {sets.map((set) => (
              <li key={set.id} className="set-row">
                <h2>
                  <Go to={at.indicatorSet(set.id)}>{nameOf(set)}</Go>
                </h2>
                <p className="sentence">
                  {set.legalBasis[lang]} · {t.sets.version} {set.version} ·{' '}
                  {t.sets.indicators(f.number(set.indicators.length))}
                </p>
                <p>{t.sets.points(f.number(set.availablePoints), f.number(set.maxPoints))}</p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </article>
  );
}
