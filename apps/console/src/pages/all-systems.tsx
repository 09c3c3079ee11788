import type { SystemList } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { systemsQuery } from '../api/office.ts';
import { bodiesQuery } from '../api/queries.ts';
import { Pick } from '../parts/choice.tsx';
import { useFilters } from '../parts/filters.ts';
import { Gate } from '../parts/office/gate.tsx';
import { SystemTable } from '../parts/office/system-table.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { plainText } from '../plain-text.ts';

const STATES = ['any', 'receiving', 'interrupted', 'registered', 'retired'] as const;

/** The procedure-handling systems of all bodies, for whoever watches the whole country. */
export function AllSystemsPage() {
  return <Gate roles={['operator', 'committee']}>{() => <AllSystems />}</Gate>;
}

function AllSystems() {
  const { o, f } = useOfficeWords();
  const asked = useQuery(systemsQuery({}));
  return (
    <article className="page">
      <PageTitle
        title={o.systems.title}
        lead={asked.data === undefined ? ' ' : o.systems.leadAll(f.number(asked.data.total))}
      />
      <Loaded asked={asked} lines={16} height_px={1200}>
        {(list) => <Known list={list} />}
      </Loaded>
    </article>
  );
}

function Known({ list }: { list: SystemList }) {
  const { o, t, nameOf } = useOfficeWords();
  const [filters, change] = useFilters();
  const bodies = useQuery(bodiesQuery({}));
  const bodyNames = new Map((bodies.data ?? []).map((body) => [body.code, nameOf(body)]));
  const state = STATES.find((known) => known === filters['state']) ?? 'any';
  const q = plainText(filters['q'] ?? '');
  const shown = list.items.filter(
    (system) =>
      (state === 'any' || system.state === state) &&
      plainText(`${system.name} ${system.bodyCode} ${bodyNames.get(system.bodyCode) ?? ''} ${system.id}`).includes(q),
  );
  return (
    <>
      <div className="filter-bar" role="search">
        <SearchField label={o.systems.q} value={filters['q'] ?? ''} onChange={(text) => change({ q: text })} />
        <Pick
          label={o.systems.state}
          value={state}
          options={STATES.map((value) => ({
            value,
            text: value === 'any' ? t.portals.any : t.board.systemState[value],
          }))}
          onChange={(value) => change({ state: value === 'any' ? null : value })}
        />
      </div>
      {shown.length === 0 ? (
        <p className="none">{o.systems.noneFound}</p>
      ) : (
        <SystemTable systems={shown} bodyNames={bodyNames} />
      )}
    </>
  );
}
