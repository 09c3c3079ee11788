import type { RefusedItem } from '@emc/contract';
import { useNow } from '../clock.ts';
import { Go } from '../go.tsx';
import { useOfficeWords } from './words.ts';

interface RefusedTableProps {
  items: readonly RefusedItem[];
  /** Names of bodies by code; left out where all are of one body. */
  bodyNames?: ReadonlyMap<string, string>;
}

/** What arrived and was not taken: from whom, why and what to do, how often, when last. */
export function RefusedTable({ items, bodyNames }: RefusedTableProps) {
  const { o, t, f, at, lang } = useOfficeWords();
  const now_ms = useNow(60_000);
  const r = o.refused;
  return (
    <table className="table card-table">
      <caption className="unseen">{r.title}</caption>
      <thead>
        <tr>
          <th scope="col">{r.from}</th>
          {bodyNames === undefined ? null : <th scope="col">{t.portals.body}</th>}
          <th scope="col">{r.why}</th>
          <th scope="col">{r.last}</th>
          <th scope="col" className="numeric">
            {r.count}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.kind} ${item.id} ${item.reason} ${item.sample}`}>
            <th scope="row">
              <Sender item={item} />
            </th>
            {bodyNames === undefined ? null : (
              <td data-head={t.portals.body}>
                {item.bodyCode === null ? (
                  '–'
                ) : (
                  <Go to={at.bodyConnection(item.bodyCode)}>{bodyNames.get(item.bodyCode) ?? item.bodyCode}</Go>
                )}
              </td>
            )}
            <td data-head={r.why} className="breaks reason">
              {item.meaning[lang]} <code>{item.reason}</code>
              {item.sample === '' ? null : (
                <small>
                  {t.portal.sample}: {item.sample}
                </small>
              )}
            </td>
            <td data-head={r.last}>
              <span title={r.between(f.dateTime(item.firstAt), f.dateTime(item.lastAt))}>
                {f.ago(item.lastAt, now_ms)}
              </span>
            </td>
            <td data-head={r.count} className="numeric">
              {f.number(item.count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whoever it is; of what nobody registered, the host that it came from is all that is known. */
function Sender({ item: { kind, id, name, sample } }: { item: RefusedItem }) {
  const { o, at } = useOfficeWords();
  if (name !== null) return <Go to={kind === 'system' ? at.system(id) : at.portal(id)}>{name}</Go>;
  if (kind === 'system') return o.refused.unknownSystem;
  return (
    <>
      <span className="breaks">{sample.split('/')[0]}</span>
      <small>{o.refused.unknownPortal}</small>
    </>
  );
}
