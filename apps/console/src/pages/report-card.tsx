import type { IndicatorSetView, ReportCard } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { apiAddress, reportCardQuery, setQuery, setsQuery } from '../api/figures.ts';
import { bodyQuery } from '../api/queries.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { Pick } from '../parts/choice.tsx';
import { CsvButton } from '../parts/csv.tsx';
import { FigureNote } from '../parts/figure-note.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { IndicatorCard } from '../parts/indicator-card.tsx';
import { Movement } from '../parts/movement.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PeriodPick, periodName, useReportingPeriod } from '../parts/period-pick.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ShareBar } from '../parts/score-bar.tsx';
import { DEFAULT_SET } from '../sets.ts';
import { useWords } from '../words.ts';

/** A body's report card: score, place, and every point opened down to formula, numbers and sources. */
export function ReportCardPage() {
  const { code = '' } = useParams({ strict: false });
  const words = useWords();
  const { t, nameOf } = words;
  const [filters, change] = useFilters();
  const { period } = useReportingPeriod();
  const setId = filters['set'] ?? DEFAULT_SET;
  const asked = useQuery(reportCardQuery(setId, code.toUpperCase(), period.query));
  const set = useQuery(setQuery(setId));
  const sets = useQuery(setsQuery());
  const body = useQuery(bodyQuery(code.toUpperCase()));
  const name = body.data === undefined ? code.toUpperCase() : nameOf(body.data);
  return (
    <article className="page report-card">
      <PageTitle
        title={t.card.titleOf(name)}
        above={<BodyNav code={code.toUpperCase()} name={name} />}
        lead={`${set.data === undefined ? setId : `${nameOf(set.data)} (${t.sets.version} ${set.data.version})`}, ${periodName(words, period, asked.data)}`}
      />
      <div className="filter-bar" role="search">
        <Pick
          label={t.rankings.set}
          value={setId}
          options={(sets.data ?? (set.data === undefined ? [] : [set.data])).map((each) => ({
            value: each.id,
            text: nameOf(each),
          }))}
          onChange={(value) => change({ set: value === DEFAULT_SET ? null : value })}
        />
        <PeriodPick />
      </div>
      <Loaded asked={set} lines={12} height_px={1200}>
        {(known) => (
          <Loaded asked={asked} lines={12} height_px={1200}>
            {(card) => <KnownCard card={card} set={known} />}
          </Loaded>
        )}
      </Loaded>
    </article>
  );
}

function KnownCard({ card, set }: { card: ReportCard; set: IndicatorSetView }) {
  const { t, f, nameOf } = useWords();
  const { result } = card;
  return (
    <>
      <div className="two-columns">
        <Verdict card={card} set={set} />
        <WouldRaise card={card} set={set} />
      </div>
      <section aria-labelledby="indicators">
        <h2 id="indicators">{t.card.indicators}</h2>
        <p className="sentence">{t.card.indicatorsText}</p>
        <p className="panel-links">
          <CardCsv card={card} set={set} />
        </p>
        {set.groups.map((group) => {
          const members = set.indicators.filter(({ groupId }) => groupId === group.id);
          return (
            <div key={group.id} className="indicator-group">
              <h3>
                {nameOf(group)} <small>{t.sets.groupMax(f.number(group.maxPoints))}</small>
              </h3>
              <ul className="indicator-cards">
                {members.map((indicator) => (
                  <IndicatorCard
                    key={indicator.id}
                    setId={set.id}
                    indicator={indicator}
                    result={result.indicators.find(({ id }) => id === indicator.id)}
                  />
                ))}
              </ul>
            </div>
          );
        })}
      </section>
      <section aria-labelledby="completeness">
        <h2 id="completeness">{t.card.completeness}</h2>
        <FigureNote completeness={card.completeness} asOf={card.asOf} />
        <p className="sentence">
          {t.rankings.connectionOn(f.day(card.connectionOn))} {t.rankings.method[set.ranking.by]}
        </p>
      </section>
    </>
  );
}

/** Every indicator of the card as a table. */
function CardCsv({ card: { result, period }, set }: { card: ReportCard; set: IndicatorSetView }) {
  const { t, lang, nameOf } = useWords();
  const file = `emc-${set.id}-${result.bodyCode.toLowerCase()}-${period.from}-${period.to}`;
  const rows = set.indicators.map((indicator) => {
    const own = result.indicators.find(({ id }) => id === indicator.id);
    const points = own?.points ?? null;
    return [nameOf(indicator), points, indicator.maxPoints, own?.value ?? null, own?.explanation[lang] ?? null];
  });
  return (
    <CsvButton
      name={file}
      columns={[t.card.indicator, t.card.points, t.sets.max, t.card.ratio, t.card.formula]}
      rows={rows}
    />
  );
}

/** The score, the place and the grade; or that the body is not evaluated, and why. */
function Verdict({ card, set }: { card: ReportCard; set: IndicatorSetView }) {
  const { t, f, at, lang } = useWords();
  const { result, period } = card;
  const [filters] = useFilters();
  return (
    <section className="panel" aria-labelledby="verdict">
      <h2 id="verdict" className="unseen">
        {t.rankings.score}
      </h2>
      {result.score === null ? (
        <>
          <p className="headline-state">{t.card.noScore[result.status]}</p>
          <p>{result.reason?.[lang] ?? ''}</p>
          <p className="sentence">{t.card.noScoreText[result.status]}</p>
          {result.points === null ? null : <PointsLine card={card} set={set} />}
        </>
      ) : (
        <>
          <p className="headline-number">
            <strong>{f.decimal2(result.score)}</strong>{' '}
            <small>{t.card.scoreOf(f.decimal2(result.score), f.number(set.scoreMax))}</small>
          </p>
          <ShareBar value={result.score / set.scoreMax} />
          <p>
            {t.card.placeOf(f.number(result.rank), f.number(result.rankOf), t.figures.groups[result.group])}
            {result.shared ? ` (${t.card.sharedPlace})` : ''} <Movement result={result} />
          </p>
          {result.grade === null ? null : <p>{t.card.gradeOf(result.grade[lang])}</p>}
          <PointsLine card={card} set={set} />
        </>
      )}
      <p className="panel-links">
        <Go to={at.rankings({ set: filters['set'], period: filters['period'], group: result.group })}>
          {t.card.toRanking}
        </Go>
        <a href={apiAddress(`/evaluations/${set.id}/${result.bodyCode}`, period)}>{t.card.asApi}</a>
        <button type="button" className="quiet-button" onClick={() => window.print()}>
          {t.card.print}
        </button>
      </p>
    </section>
  );
}

/** Points reached and what they are out of, and the rule by which the set gives places. */
function PointsLine({ card: { result }, set }: { card: ReportCard; set: IndicatorSetView }) {
  const { t, f, lang } = useWords();
  return (
    <>
      <p className="sentence">
        {t.card.pointsOf(
          f.decimal2(result.points),
          f.number(result.availablePoints),
          f.number(set.availablePoints),
          f.number(set.maxPoints),
        )}
      </p>
      <p className="sentence">{set.ranking.words[lang]}</p>
    </>
  );
}

function WouldRaise({ card, set }: { card: ReportCard; set: IndicatorSetView }) {
  const { t, f, at, nameOf } = useWords();
  const lost = card.wouldRaise.filter(({ lostPoints }) => lostPoints > 0);
  return (
    <section className="would-raise" aria-labelledby="raise">
      <h2 id="raise">{t.card.wouldRaise}</h2>
      {card.result.points === null ? (
        <p>
          {t.card.nothingToRaise}{' '}
          <Go to={at.bodyConnection(card.result.bodyCode, { asOf: card.connectionOn })}>{t.card.toConnection}</Go>
        </p>
      ) : lost.length === 0 ? (
        <p className="none">{t.card.nothingLost}</p>
      ) : (
        <>
          <p className="sentence">{t.card.wouldRaiseText}</p>
          <ol>
            {lost.map(({ indicatorId, lostPoints }) => {
              const indicator = set.indicators.find(({ id }) => id === indicatorId);
              return (
                <li key={indicatorId}>
                  <a href={`#${indicatorId}`}>{indicator === undefined ? indicatorId : nameOf(indicator)}</a>
                  <span>{t.card.lost(f.decimal2(lostPoints))}</span>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}
