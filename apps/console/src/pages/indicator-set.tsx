import type { IndicatorSetView } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { setQuery } from '../api/figures.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { DEFAULT_SET } from '../sets.ts';
import { useWords, type Words } from '../words.ts';

/** One indicator set: groups, indicators, grades, and what is not from a law. */
export function IndicatorSetPage() {
  const { setId = '' } = useParams({ strict: false });
  const asked = useQuery(setQuery(setId));
  return (
    <article className="page page-narrow">
      <Loaded asked={asked} lines={12} height_px={800}>
        {(set) => <KnownSet set={set} />}
      </Loaded>
    </article>
  );
}

function validity({ t, f }: Words, { validFrom, validTo }: IndicatorSetView): string {
  const parts = [
    validFrom === null ? '' : t.sets.validFrom(f.day(validFrom)),
    validTo === null ? '' : t.sets.validTo(f.day(validTo)),
  ].filter(Boolean);
  return parts.length === 0 ? t.sets.always : parts.join(' ');
}

function KnownSet({ set }: { set: IndicatorSetView }) {
  const words = useWords();
  const { t, f, at, lang, nameOf } = words;
  return (
    <>
      <PageTitle
        title={nameOf(set)}
        above={<Go to={at.indicatorSets()}>{t.sets.title}</Go>}
        lead={t.sets.points(f.number(set.availablePoints), f.number(set.maxPoints))}
      />
      <dl className="facts">
        <dt>{t.sets.version}</dt>
        <dd>{set.version}</dd>
        <dt>{t.sets.legalBasis}</dt>
        <dd>{set.legalBasis[lang]}</dd>
        <dt>{t.sets.validity}</dt>
        <dd>{validity(words, set)}</dd>
        {set.note === null ? null : (
          <>
            <dt>{t.sets.choice}</dt>
            <dd>{set.note[lang]}</dd>
          </>
        )}
      </dl>
      <p className="panel-links">
        <Go to={at.rankings({ set: set.id === DEFAULT_SET ? null : set.id })}>{t.sets.ranking}</Go>
      </p>
      {set.groups.map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`}>
            {nameOf(group)} <small>{t.sets.groupMax(f.number(group.maxPoints))}</small>
          </h2>
          <ul className="definitions">
            {set.indicators
              .filter(({ groupId }) => groupId === group.id)
              .map((indicator) => (
                <li key={indicator.id} className="set-row">
                  <h3>
                    <Go to={at.indicator(set.id, indicator.id)}>{nameOf(indicator)}</Go>{' '}
                    <small>{t.sets.groupMax(f.number(indicator.maxPoints))}</small>
                  </h3>
                  <p className="formula">{indicator.formula[lang]}</p>
                  {indicator.available ? null : (
                    <p className="sentence">
                      {t.sets.noData}. {indicator.unavailableBecause?.[lang]}
                    </p>
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
      <section aria-labelledby="grades">
        <h2 id="grades">{t.sets.grades}</h2>
        <p className="sentence">{set.ranking.words[lang]}</p>
        <dl className="facts">
          {set.grades.map((grade) => (
            <div key={grade.id} className="facts-row">
              <dt>{grade[lang]}</dt>
              <dd>{t.sets.gradeFrom(f.number(grade.from))}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
