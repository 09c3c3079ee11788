import type { System } from '@emc/contract';
import { useNow } from '../clock.ts';
import { Go } from '../go.tsx';
import { SystemMark } from '../state-mark.tsx';
import { SortHeads, useSorted, type SortColumn } from './sort.tsx';
import { useOfficeWords } from './words.ts';

/** What asks for somebody stands first. */
const STATE_ORDER: readonly System['state'][] = ['interrupted', 'registered', 'receiving', 'retired'];

interface SystemTableProps {
  systems: readonly System[];
  /** Names of bodies by code; left out where all are of one body. */
  bodyNames?: ReadonlyMap<string, string>;
}

/** Procedure-handling systems with their state and when they were last heard. */
export function SystemTable({ systems, bodyNames }: SystemTableProps) {
  const { o, t, f, at } = useOfficeWords();
  const now_ms = useNow(30_000);
  const nameOf = (code: string) => bodyNames?.get(code) ?? code;
  const columns: SortColumn<System>[] = [
    { key: 'name', head: o.systems.name, by: ({ name }) => name },
    ...(bodyNames === undefined
      ? []
      : [{ key: 'body', head: t.portals.body, by: ({ bodyCode }: System) => nameOf(bodyCode) }]),
    { key: 'state', head: o.systems.state, by: ({ state }) => STATE_ORDER.indexOf(state) },
    { key: 'last', head: o.systems.lastChange, by: ({ lastChangeAt }) => lastChangeAt },
    { key: 'feeds', head: o.systems.feeds },
    { key: 'registered', head: o.systems.registered, by: ({ registeredAt }) => registeredAt },
  ];
  const sorting = useSorted(systems, columns, bodyNames === undefined ? 'name' : 'state');
  return (
    <table className="table card-table">
      <caption className="unseen">{o.systems.title}</caption>
      <SortHeads columns={columns} sorting={sorting} />
      <tbody>
        {sorting.rows.map(({ id, bodyCode, name, state, lastChangeAt, siteId, agencyCode, registeredAt }) => (
          <tr key={id}>
            <th scope="row">
              <Go to={at.system(id)}>{name}</Go>
            </th>
            {bodyNames === undefined ? null : (
              <td data-head={t.portals.body}>
                <Go to={at.bodyConnection(bodyCode)}>{nameOf(bodyCode)}</Go>
              </td>
            )}
            <td data-head={o.systems.state}>
              <SystemMark state={state} />
            </td>
            <td data-head={o.systems.lastChange}>
              {lastChangeAt === null ? (
                t.board.never
              ) : (
                <span title={f.dateTime(lastChangeAt)}>{f.ago(lastChangeAt, now_ms)}</span>
              )}
            </td>
            <td data-head={o.systems.feeds}>
              {[agencyCode === null ? '' : `madonvi ${agencyCode}`, siteId === null ? '' : `siteId ${siteId}`]
                .filter(Boolean)
                .join(', ') || o.systems.key}
            </td>
            <td data-head={o.systems.registered}>{f.dayOfInstant(registeredAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
