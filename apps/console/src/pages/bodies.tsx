import type { BodyConnection, BodyWithConnection } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { boardQuery } from '../api/figures.ts';
import { bodiesQuery } from '../api/queries.ts';
import { dayOf, isDay } from '../days.ts';
import { BodyList } from '../parts/body-list.tsx';
import { Pick } from '../parts/choice.tsx';
import { useNow } from '../parts/clock.ts';
import { useFilters } from '../parts/filters.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { plainText } from '../plain-text.ts';
import { useWords, type Words } from '../words.ts';

const DayField = lazy(() =>
  import('../parts/day-field.tsx').then(({ DayField: component }) => ({ default: component })),
);

const KINDS = ['all', 'ministry', 'government-agency', 'province', 'centrally-run-city'] as const;
const STATES = ['any', 'gaps', 'connected', 'partly-connected', 'not-connected'] as const;
type StateFilter = (typeof STATES)[number];

function stateName({ t }: Words, state: StateFilter): string {
  if (state === 'any') return t.bodies.anyState;
  return state === 'gaps' ? t.bodies.gaps : t.connection[state];
}

function matches(
  body: BodyWithConnection,
  connection: BodyConnection['state'] | undefined,
  kind: string,
  state: StateFilter,
  q: string,
): boolean {
  if (kind !== 'all' && body.kind !== kind) return false;
  if (state === 'gaps' ? connection === 'connected' : state !== 'any' && connection !== state) return false;
  return q === '' || plainText(`${body.code} ${body.nameVi} ${body.nameEn}`).includes(plainText(q));
}

/** All bodies as they stood on a day, each with the ways to its pages. */
export function BodiesPage() {
  const words = useWords();
  const { t, f } = words;
  const [filters, change] = useFilters();
  const today = dayOf(useNow(60_000));
  const asOf = isDay(filters['asOf']) ? filters['asOf'] : today;
  const kind = KINDS.find((known) => known === filters['kind']) ?? 'all';
  const state = STATES.find((known) => known === filters['state']) ?? 'any';
  const q = filters['q'] ?? '';
  const asked = useQuery(bodiesQuery(asOf === today ? {} : { asOf }));
  const board = useQuery({ ...boardQuery(asOf === today ? {} : { asOf }), enabled: asOf <= today });
  const connections = new Map((board.data?.items ?? []).map((body) => [body.bodyCode, body]));
  return (
    <article className="page">
      <PageTitle
        title={t.bodies.title}
        lead={asked.data === undefined ? ' ' : t.bodies.lead(f.number(asked.data.length), f.day(asOf))}
      />
      <div className="filter-bar" role="search">
        <SearchField label={t.bodies.q} value={q} onChange={(text) => change({ q: text })} />
        <Pick
          label={t.bodies.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, text: t.bodyKind[value] }))}
          onChange={(value) => change({ kind: value === 'all' ? null : value })}
        />
        <Pick
          label={t.bodies.state}
          value={state}
          options={STATES.map((value) => ({ value, text: stateName(words, value) }))}
          onChange={(value) => change({ state: value === 'any' ? null : value })}
        />
        <Suspense fallback={<span className="day-field-place" />}>
          <DayField
            label={t.bodies.asOf}
            value={asOf}
            onChange={(day) => change({ asOf: day === today ? null : day })}
            hint={t.bodies.asOfHint}
          />
        </Suspense>
      </div>
      <Loaded asked={asked} lines={14} height_px={1200}>
        {(bodies) => {
          const shown = bodies.filter((body) => matches(body, connections.get(body.code)?.state, kind, state, q));
          return shown.length === 0 ? (
            <p className="none">{t.bodies.none}</p>
          ) : (
            <BodyList bodies={shown} connections={connections} asOf={asOf} />
          );
        }}
      </Loaded>
    </article>
  );
}
