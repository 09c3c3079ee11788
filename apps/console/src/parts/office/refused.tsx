import type { BodyConnectionDetail, RecentChanges } from '@emc/contract';
import { useQueries } from '@tanstack/react-query';
import { recentChangesQuery } from '../../api/office.ts';
import { Go } from '../go.tsx';
import { useOfficeWords } from './words.ts';

const MINUTES = 60;
const EVERY_MS = 60_000;

interface Line {
  key: string;
  to: string;
  from: string;
  why: string;
  count: number;
}

/** What a body sent that was not taken, and why: of its systems lately, of its portals from foreign hosts. */
export function Refused({ detail }: { detail: BodyConnectionDetail }) {
  const { o, f, at, lang } = useOfficeWords();
  const asked = useQueries({
    queries: detail.systems.map(({ systemId }) => recentChangesQuery(systemId, MINUTES, EVERY_MS)),
  });
  const ofPortals = detail.portals.flatMap(({ siteId, name, wrongHosts }) =>
    wrongHosts.map(({ host, count }) => ({
      key: `${siteId} ${host}`,
      to: at.portal(siteId),
      from: name,
      why: o.ourSide.wrongHost(host),
      count,
    })),
  );
  const ofSystems = detail.systems.flatMap(({ systemId, name }, place) =>
    byReason(asked[place]?.data?.drops ?? []).map(({ reason, meaning, count }) => ({
      key: `system ${systemId} ${reason}`,
      to: at.system(systemId),
      from: name,
      why: meaning[lang],
      count,
    })),
  );
  const lines = [...ofSystems, ...ofPortals].toSorted((a, b) => b.count - a.count);
  return (
    <section aria-labelledby="refused">
      <h2 id="refused">{o.ourSide.refused}</h2>
      <p className="sentence">{o.ourSide.refusedText}</p>
      {lines.length === 0 ? <p className="none">{o.ourSide.refusedNone}</p> : <Lines lines={lines} number={f.number} />}
    </section>
  );
}

type Drop = RecentChanges['drops'][number];

/** The minutes of one reason together. */
function byReason(drops: readonly Drop[]): Omit<Drop, 'minute'>[] {
  const sums = new Map<string, Omit<Drop, 'minute'>>();
  for (const { reason, count, meaning } of drops)
    sums.set(reason, { reason, meaning, count: count + (sums.get(reason)?.count ?? 0) });
  return [...sums.values()];
}

function Lines({ lines, number }: { lines: readonly Line[]; number: (count: number) => string }) {
  const { o } = useOfficeWords();
  return (
    <table className="table card-table">
      <caption className="unseen">{o.ourSide.refused}</caption>
      <thead>
        <tr>
          {[o.ourSide.from, o.ourSide.why, o.ourSide.count].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, to, from, why, count }) => (
          <tr key={key}>
            <th scope="row">
              <Go to={to}>{from}</Go>
            </th>
            <td data-head={o.ourSide.why} className="breaks">
              {why}
            </td>
            <td data-head={o.ourSide.count}>{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
