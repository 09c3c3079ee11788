import { useQuery } from '@tanstack/react-query';
import { bodiesQuery, portalsQuery } from '../api/queries.ts';
import { Pick } from '../parts/choice.tsx';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Pages } from '../parts/pages.tsx';
import { PortalTable } from '../parts/portal-table.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { useWords } from '../words.ts';

const PAGE_SIZE = 50;
const STATES = ['any', 'receiving', 'interrupted', 'wrong-host', 'seen', 'registered', 'retired'] as const;
const KINDS = ['any', 'information-portal', 'information-page', 'public-service-portal', 'other'] as const;

/** Every portal of the register, to be searched and filtered; the filters are in the address. */
export function PortalsPage() {
  const { t, f, at, nameOf } = useWords();
  const [filters, change] = useFilters();
  const state = STATES.find((known) => known === filters['state']) ?? 'any';
  const kind = KINDS.find((known) => known === filters['kind']) ?? 'any';
  const page = Math.max(1, Math.trunc(Number(filters['page'] ?? 1)) || 1);
  const offset = (page - 1) * PAGE_SIZE;
  const q = (filters['q'] ?? '').trim();
  const bodies = useQuery(bodiesQuery({}));
  const bodyNames = new Map((bodies.data ?? []).map((body) => [body.code, nameOf(body)]));
  const body = bodyNames.has(filters['body']?.toUpperCase() ?? '') ? filters['body']?.toUpperCase() : undefined;
  const asked = useQuery(
    portalsQuery({
      q,
      body,
      state: state === 'any' ? null : state,
      kind: kind === 'any' ? null : kind,
      limit: PAGE_SIZE,
      offset: offset === 0 ? null : offset,
    }),
  );
  const filtered = q !== '' || state !== 'any' || kind !== 'any' || body !== undefined;
  return (
    <article className="page">
      <PageTitle
        title={t.portals.title}
        lead={asked.data === undefined ? ' ' : t.portals.lead(f.number(asked.data.total))}
      />
      <div className="filter-bar" role="search">
        <SearchField
          label={t.portals.q}
          value={filters['q'] ?? ''}
          onChange={(text) => change({ q: text, page: null })}
        />
        <Pick
          label={t.portals.state}
          value={state}
          options={STATES.map((value) => ({ value, text: value === 'any' ? t.portals.any : t.portalState[value] }))}
          onChange={(value) => change({ state: value === 'any' ? null : value, page: null })}
        />
        <Pick
          label={t.portals.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, text: value === 'any' ? t.portals.any : t.portalKind[value] }))}
          onChange={(value) => change({ kind: value === 'any' ? null : value, page: null })}
        />
        <Pick
          label={t.portals.body}
          value={body ?? ''}
          options={[{ value: '', text: t.portals.any }, ...[...bodyNames].map(([value, text]) => ({ value, text }))]}
          onChange={(value) => change({ body: value.toLowerCase(), page: null })}
        />
      </div>
      <Loaded asked={asked} lines={16} height_px={1600}>
        {({ total, items }) =>
          items.length === 0 ? (
            <NoPortals filtered={filtered} />
          ) : (
            <>
              <PortalTable portals={items} caption={t.portals.title} bodyNames={bodyNames} />
              <Pages
                page={page}
                size={PAGE_SIZE}
                total={total}
                to={(next) => at.portals({ ...filters, page: next === 1 ? null : next })}
              />
            </>
          )
        }
      </Loaded>
    </article>
  );
}

function NoPortals({ filtered }: { filtered: boolean }) {
  const { t, at } = useWords();
  return (
    <div className="none">
      <p>{filtered ? t.portals.none : t.portals.noneAtAll}</p>
      <Go className="button" to={at.register()}>
        {t.frame.register}
      </Go>
    </div>
  );
}
