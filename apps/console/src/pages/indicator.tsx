import type { Indicator, IndicatorSetView } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { setQuery } from '../api/figures.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';
import { useWords } from '../words.ts';

/** The definition of one indicator: meaning, formula, numerator, denominator, goal, legal basis. */
export function IndicatorPage() {
  const params = useParams({ strict: false });
  const asked = useQuery(setQuery(params.setId ?? ''));
  return (
    <Loaded asked={asked} lines={10} height_px={600}>
      {(set) => {
        const indicator = set.indicators.find(({ id }) => id === params.indicatorId);
        return indicator === undefined ? <NotFound /> : <KnownIndicator set={set} indicator={indicator} />;
      }}
    </Loaded>
  );
}

function KnownIndicator({ set, indicator }: { set: IndicatorSetView; indicator: Indicator }) {
  const { t, f, at, lang, nameOf } = useWords();
  const group = set.groups.find(({ id }) => id === indicator.groupId);
  return (
    <article className="page page-narrow">
      <PageTitle
        title={nameOf(indicator)}
        above={
          <>
            <Go to={at.indicatorSets()}>{t.sets.title}</Go> › <Go to={at.indicatorSet(set.id)}>{nameOf(set)}</Go>
          </>
        }
        lead={indicator.description[lang]}
      />
      {indicator.available ? null : (
        <p className="left-out-note">
          <strong>{t.sets.noData}.</strong> {indicator.unavailableBecause?.[lang]}
        </p>
      )}
      <dl className="facts facts-wide">
        <dt>{t.sets.formula}</dt>
        <dd className="formula">{indicator.formula[lang]}</dd>
        <dt>{t.sets.numerator}</dt>
        <dd>
          <MeasureNames ids={indicator.numerator} />
        </dd>
        <dt>{t.sets.denominator}</dt>
        <dd>
          <MeasureNames ids={indicator.denominator} />
        </dd>
        <dt>{t.sets.max}</dt>
        <dd>{f.number(indicator.maxPoints)}</dd>
        <dt>{t.sets.fullAt}</dt>
        <dd>{f.percentShort(indicator.fullAt ?? 1)}</dd>
        <dt>{t.sets.goal}</dt>
        <dd>{indicator.goal === null ? t.sets.noGoal : f.percentShort(indicator.goal)}</dd>
        <dt>{t.sets.legalBasis}</dt>
        <dd>{indicator.legalBasis[lang]}</dd>
        <dt>{t.rankings.group}</dt>
        <dd>{group === undefined ? indicator.groupId : nameOf(group)}</dd>
        <dt>{t.sets.version}</dt>
        <dd>{set.version}</dd>
        {set.note === null ? null : (
          <>
            <dt>{t.sets.choice}</dt>
            <dd>{set.note[lang]}</dd>
          </>
        )}
      </dl>
    </article>
  );
}

/** `a + b` as the names of the measures, each with its id for whoever reads the API. */
function MeasureNames({ ids }: { ids: string | null }) {
  const { t, f } = useWords();
  if (ids === null) return f.missing;
  return ids.split('+').map((each, index) => {
    const id = each.trim();
    return (
      <span key={id} className="related">
        {index === 0 ? '' : '+ '}
        {t.sets.measures[id] ?? id} <small>{id}</small>
      </span>
    );
  });
}
