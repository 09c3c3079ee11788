import type { DecisionList } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { apiAddress, decisionsQuery } from '../api/figures.ts';
import { dayOf, isDay } from '../days.ts';
import { useNow } from '../parts/clock.ts';
import { CsvButton } from '../parts/csv.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { useWords } from '../words.ts';

const DayField = lazy(() =>
  import('../parts/day-field.tsx').then(({ DayField: component }) => ({ default: component })),
);

/** Which bodies campaigns decided not to evaluate, and why: for everybody. */
export function DecisionsPage() {
  const { t, at } = useWords();
  const [filters, change] = useFilters();
  const today = dayOf(useNow(60_000));
  const asOf = isDay(filters['asOf']) && filters['asOf'] <= today ? filters['asOf'] : today;
  const asked = useQuery(decisionsQuery(asOf === today ? {} : { asOf }));
  return (
    <article className="page">
      <div className="title-row">
        <PageTitle title={t.decisions.title} lead={t.decisions.lead} />
        <div className="title-tools">
          <Suspense fallback={<span className="day-field-place" />}>
            <DayField
              label={t.decisions.asOf}
              value={asOf}
              onChange={(day) => change({ asOf: day === today ? null : day })}
            />
          </Suspense>
        </div>
      </div>
      <Loaded asked={asked} lines={8} height_px={500}>
        {(list) => <Decisions list={list} />}
      </Loaded>
      <p className="sentence">
        {t.decisions.others} <Go to={at.rankings()}>{t.decisions.toRankings}</Go>
      </p>
    </article>
  );
}

function Decisions({ list: { items, asOf } }: { list: DecisionList }) {
  const { t, f, nameOf } = useWords();
  if (items.length === 0) return <p className="none">{t.decisions.none(f.day(asOf))}</p>;
  const notEvaluated = items.filter((item) => item.notEvaluated).length;
  const d = t.decisions;
  return (
    <section aria-label={d.title}>
      <p>{d.counts(f.number(notEvaluated), f.number(items.length - notEvaluated))}</p>
      <table className="table card-table decision-table">
        <caption className="unseen">{d.title}</caption>
        <thead>
          <tr>
            {[t.figures.body, d.decision, d.reason, d.campaign, d.limit, d.decidedAt].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <DecisionRow key={item.bodyCode} item={item} />
          ))}
        </tbody>
      </table>
      <div className="chart-foot">
        <CsvButton
          name={`emc-decisions-${asOf}`}
          columns={[t.bodies.code, t.figures.body, d.decision, d.reason, d.campaign, d.document, d.limit, d.decidedAt]}
          rows={items.map((item) => [
            item.bodyCode,
            nameOf(item),
            item.notEvaluated ? d.notEvaluated : d.rejected,
            item.reason,
            item.campaign,
            item.document,
            item.limit,
            item.decidedAt,
          ])}
        />
        <a href={apiAddress('/decisions', { asOf })}>{t.figures.source}</a>
      </div>
    </section>
  );
}

function DecisionRow({ item }: { item: DecisionList['items'][number] }) {
  const { t, f, at, nameOf } = useWords();
  const d = t.decisions;
  return (
    <tr>
      <th scope="row">
        <Go to={at.bodyConnection(item.bodyCode)}>{nameOf(item)}</Go>
      </th>
      <td data-head={d.decision}>{item.notEvaluated ? d.notEvaluated : d.rejected}</td>
      {/* What people wrote is in Vietnamese in both languages. */}
      <td data-head={d.reason} lang="vi">
        {item.reason}
      </td>
      <td data-head={d.campaign} lang="vi">
        {item.campaign}
        <small>{item.document}</small>
      </td>
      <td data-head={d.limit}>{f.day(item.limit)}</td>
      <td data-head={d.decidedAt}>{f.dayOfInstant(item.decidedAt)}</td>
    </tr>
  );
}
