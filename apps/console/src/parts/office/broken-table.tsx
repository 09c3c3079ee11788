import { Go } from '../go.tsx';
import type { Broken } from './broken.ts';
import { useOfficeWords } from './words.ts';

interface BrokenTableProps {
  broken: readonly Broken[];
  /** Names of bodies by code. */
  names: ReadonlyMap<string, string>;
  now_ms: number;
}

/** What is interrupted: since when, whose, and the way to why and to the check. */
export function BrokenTable({ broken, names, now_ms }: BrokenTableProps) {
  const { o, t, f, at } = useOfficeWords();
  return (
    <table className="table card-table">
      <caption className="unseen">{o.morning.broke}</caption>
      <thead>
        <tr>
          <th scope="col">{o.morning.what}</th>
          <th scope="col">{t.portals.body}</th>
          <th scope="col">{o.morning.since}</th>
          <th scope="col">{o.morning.last}</th>
        </tr>
      </thead>
      <tbody>
        {broken.map(({ kind, id, bodyCode, name, lastAt, since_ms }) => (
          <tr key={`${kind} ${id}`}>
            <th scope="row">
              <Go to={kind === 'portal' ? at.portal(id) : at.system(id)}>{name}</Go>
              <small>{o.morning[kind]}</small>
            </th>
            <td data-head={t.portals.body}>
              <Go to={at.bodyConnection(bodyCode)}>{names.get(bodyCode) ?? bodyCode}</Go>
            </td>
            <td data-head={o.morning.since}>{f.dateTime(new Date(since_ms).toISOString())}</td>
            <td data-head={o.morning.last}>{f.ago(lastAt, now_ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
