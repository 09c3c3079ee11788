import type { RecentChanges } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { recentChangesQuery } from '../../api/office.ts';
import { Loaded } from '../problem-note.tsx';
import { useOfficeWords } from './words.ts';

const SHOWN = 20;

/** The last changes of dossiers from a system, and why what was refused was refused. Renewed every three seconds. */
export function RecentChangesView({ id }: { id: number }) {
  const { o } = useOfficeWords();
  const asked = useQuery(recentChangesQuery(id, 30));
  return (
    <div className="two-columns recent">
      <section aria-labelledby="changes">
        <h2 id="changes">{o.arriving.changes}</h2>
        <Loaded asked={asked} lines={6}>
          {({ changes }) => <Changes changes={changes} />}
        </Loaded>
      </section>
      <section aria-labelledby="drops">
        <h2 id="drops">{o.arriving.drops}</h2>
        <Loaded asked={asked} lines={6}>
          {({ drops }) => <Drops drops={drops} />}
        </Loaded>
      </section>
    </div>
  );
}

function Changes({ changes }: { changes: RecentChanges['changes'] }) {
  const { o, f } = useOfficeWords();
  const a = o.arriving;
  if (changes.length === 0) return <p className="none">{a.changesNone}</p>;
  return (
    <>
      <p className="sentence">{a.changesText}</p>
      <table className="table recent-table card-table">
        <caption className="unseen">{a.changes}</caption>
        <thead>
          <tr>
            {[a.dossier, a.at, a.status, a.channel, a.feed].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, SHOWN).map((change, line) => (
            <tr key={`${change.at} ${change.dossier} ${line}`}>
              <th scope="row" className="breaks">
                {change.dossier}
                <small>{change.procedure}</small>
              </th>
              <td data-head={a.at}>{f.time(change.at)}</td>
              <td data-head={a.status}>{a.statuses[change.status] ?? change.status}</td>
              <td data-head={a.channel}>{a.channels[change.channel] ?? change.channel}</td>
              <td data-head={a.feed}>{a.feeds[change.feed] ?? change.feed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Drops({ drops }: { drops: RecentChanges['drops'] }) {
  const { o, f, lang } = useOfficeWords();
  const a = o.arriving;
  if (drops.length === 0) return <p className="none">{a.dropsNone}</p>;
  return (
    <>
      <p className="sentence">{a.dropsText}</p>
      <table className="table recent-table">
        <caption className="unseen">{a.drops}</caption>
        <thead>
          <tr>
            <th scope="col">{a.at}</th>
            <th scope="col">{a.reason}</th>
            <th scope="col" className="numeric">
              {a.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {drops.map(({ minute, reason, count, meaning }) => (
            <tr key={`${minute} ${reason}`}>
              <td className="numeric-left">{f.minute(minute)}</td>
              <td className="breaks">
                {meaning[lang]} <code>{reason}</code>
              </td>
              <td className="numeric">{f.number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
