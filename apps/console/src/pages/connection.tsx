import type { BodyConnection, ConnectionBoard } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { boardQuery } from '../api/figures.ts';
import { TileMap } from '../charts/tile-map.tsx';
import { dayOf, isDay } from '../days.ts';
import { BoardList } from '../parts/board-list.tsx';
import { Choice, Pick } from '../parts/choice.tsx';
import { useNow } from '../parts/clock.ts';
import { ConnectionRuleBox } from '../parts/connection-rule.tsx';
import { ConnectionTrend } from '../parts/connection-trend.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { GROUPS, groupOf } from '../parts/groups.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { ConnectionMark } from '../parts/state-mark.tsx';
import { plainText } from '../plain-text.ts';
import { useWords } from '../words.ts';

const DayField = lazy(() =>
  import('../parts/day-field.tsx').then(({ DayField: component }) => ({ default: component })),
);

const STATES = ['not-connected', 'partly-connected', 'connected'] as const;
const GROUP_FILTERS = ['all', ...GROUPS] as const;

/** Who is connected and who is not, as of a day, who lacks what, and by when. */
export function ConnectionPage() {
  const { t, f } = useWords();
  const [filters, change] = useFilters();
  const today = dayOf(useNow(60_000));
  const asOf = isDay(filters['asOf']) && filters['asOf'] <= today ? filters['asOf'] : today;
  const asked = useQuery(boardQuery(asOf === today ? {} : { asOf }));
  const counts = asked.data?.counts;
  return (
    <article className="page">
      <div className="title-row">
        <PageTitle
          title={t.board.title}
          lead={
            counts === undefined
              ? ' '
              : t.board.lead(f.number(counts.connected), f.number(counts.bodies), f.day(asked.data?.asOf))
          }
        />
        <div className="title-tools">
          <Suspense fallback={<span className="day-field-place" />}>
            <DayField
              label={t.board.asOf}
              value={asOf}
              onChange={(day) => change({ asOf: day === today ? null : day })}
            />
          </Suspense>
        </div>
      </div>
      <Loaded asked={asked} lines={16} height_px={1600}>
        {(board) => <KnownBoard board={board} />}
      </Loaded>
    </article>
  );
}

function matches(body: BodyConnection, group: string, state: string | undefined, q: string): boolean {
  if (group !== 'all' && groupOf(body.kind) !== group) return false;
  if (state === 'gaps' ? body.state === 'connected' : state !== undefined && body.state !== state) return false;
  return q === '' || plainText(`${body.bodyCode} ${body.nameVi} ${body.nameEn}`).includes(plainText(q));
}

function KnownBoard({ board }: { board: ConnectionBoard }) {
  const { t, at } = useWords();
  const [filters, change] = useFilters();
  const asOf = { asOf: filters['asOf'] };
  const group = GROUP_FILTERS.find((known) => known === filters['group']) ?? 'all';
  const state = [...STATES, 'gaps' as const].find((known) => known === filters['state']);
  const q = filters['q'] ?? '';
  const shown = board.items.filter((body) => matches(body, group, state, q));
  return (
    <>
      <div className="two-columns board-top">
        <BoardCounts board={board} />
        <ConnectionTrend board={board} />
      </div>
      <section aria-label={t.board.list}>
        <div className="filter-bar" role="search">
          <SearchField label={t.bodies.q} value={q} onChange={(text) => change({ q: text })} />
          <Pick
            label={t.board.state}
            value={state ?? 'any'}
            options={[
              { value: 'any', text: t.board.any },
              { value: 'gaps', text: t.bodies.gaps },
              ...STATES.map((value) => ({ value, text: t.connection[value] })),
            ]}
            onChange={(value) => change({ state: value === 'any' ? null : value })}
          />
          <Choice
            label={t.figures.group}
            value={group}
            options={GROUP_FILTERS.map((value) => ({ value, text: t.figures.groups[value] }))}
            onChange={(value) => change({ group: value === 'all' ? null : value })}
          />
        </div>
        <div className="bodies-grid">
          <BoardList items={shown} asOf={board.asOf} judgedAt={board.judgedAt} />
          <TileMap bodies={board.items} asOf={board.asOf} />
        </div>
      </section>
      <ConnectionRuleBox rule={board.rule} />
      <p className="panel-links">
        <Go to={at.decisions(asOf)}>{t.decisions.title}</Go>
      </p>
    </>
  );
}

/** How many bodies are in which state, together and by group. */
function BoardCounts({ board }: { board: ConnectionBoard }) {
  const { t, f } = useWords();
  const columns = [
    { name: t.figures.groups.all, counts: board.counts },
    ...GROUPS.map((group) => ({ name: t.figures.groups[group], counts: board.byKind[group] })),
  ];
  return (
    <table className="table counts-table">
      <caption className="unseen">{t.board.counts}</caption>
      <thead>
        <tr>
          <th scope="col">{t.board.state}</th>
          {columns.map(({ name }) => (
            <th key={name} scope="col" className="numeric">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {STATES.toReversed().map((state) => (
          <tr key={state}>
            <th scope="row">
              <ConnectionMark state={state} />
            </th>
            {columns.map(({ name, counts }) => (
              <td key={name} className="numeric">
                {f.number(
                  { connected: counts.connected, 'partly-connected': counts.partly, 'not-connected': counts.not }[
                    state
                  ],
                )}
                <small>/{f.number(counts.bodies)}</small>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
