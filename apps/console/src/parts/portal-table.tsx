import type { Portal } from '@emc/contract';
import { useWords } from '../words.ts';
import { useNow } from './clock.ts';
import { Go } from './go.tsx';
import { PortalMark } from './state-mark.tsx';

interface PortalTableProps {
  portals: readonly Portal[];
  caption: string;
  /** Names of bodies by code; left out where all portals are of one body. */
  bodyNames?: ReadonlyMap<string, string>;
}

/** Portals with their state and when they were last heard. Becomes a list of cards where there is no room for columns. */
export function PortalTable({ portals, caption, bodyNames }: PortalTableProps) {
  const { t, f, at, lang } = useWords();
  const now_ms = useNow(30_000);
  return (
    <table className="table portal-table">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.portals.name}</th>
          {bodyNames === undefined ? null : <th scope="col">{t.portals.body}</th>}
          <th scope="col">{t.portals.kind}</th>
          <th scope="col">{t.portals.state}</th>
          <th scope="col">{t.portals.lastHit}</th>
          <th scope="col" className="numeric">
            {t.portal.siteId}
          </th>
        </tr>
      </thead>
      <tbody>
        {portals.map((portal) => (
          <tr key={portal.siteId}>
            <th scope="row">
              <Go to={at.portal(portal.siteId)}>{lang === 'en' && portal.nameEn ? portal.nameEn : portal.name}</Go>
              <small>{new URL(portal.url).host}</small>
            </th>
            {bodyNames === undefined ? null : (
              <td data-bare>
                <Go to={at.body(portal.bodyCode)}>{bodyNames.get(portal.bodyCode) ?? portal.bodyCode}</Go>
              </td>
            )}
            <td data-bare>{t.portalKind[portal.kind]}</td>
            <td data-bare>
              <PortalMark state={portal.state} />
            </td>
            <td data-head={t.portals.lastHit}>
              {portal.lastHitAt === null ? (
                t.bodies.never
              ) : (
                <span title={f.dateTime(portal.lastHitAt)}>{f.ago(portal.lastHitAt, now_ms)}</span>
              )}
            </td>
            <td data-head={t.portal.siteId} className="numeric">
              {portal.siteId}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
