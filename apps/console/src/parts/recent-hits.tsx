import type { Portal } from '@emc/contract';
import { useWords } from '../words.ts';
import { Loaded } from './problem-note.tsx';
import { type SeenRecent, useRecent } from './recent.ts';

const SHOWN = 12;

/**
 * What arrived from a portal in the last minutes, and why what was dropped was dropped. Renewed every three seconds. Of which
 * pages it was, only the body of the portal and the operator see.
 */
export function RecentHits({ portal }: { portal: Pick<Portal, 'siteId' | 'bodyCode'> }) {
  const { t } = useWords();
  const { asked, seesPages } = useRecent(portal);
  return (
    <div className="two-columns recent">
      <section aria-labelledby="hits">
        <h2 id="hits">{t.portal.hits}</h2>
        <Loaded asked={asked} lines={6}>
          {(recent) => <Hits recent={recent} seesPages={seesPages} />}
        </Loaded>
      </section>
      <section aria-labelledby="drops">
        <h2 id="drops">{t.portal.drops}</h2>
        <Loaded asked={asked} lines={6}>
          {(recent) => <Drops drops={recent.drops} />}
        </Loaded>
      </section>
    </div>
  );
}

function Hits({ recent, seesPages }: { recent: SeenRecent; seesPages: boolean }) {
  const { t, f } = useWords();
  if (recent.hits.length === 0) return <p className="none">{t.portal.hitsNone}</p>;
  return (
    <>
      <p className="sentence">
        {t.portal.hitsText(recent.minutes)} {seesPages ? '' : t.portal.pagesHidden}
      </p>
      <table className="table recent-table">
        <caption className="unseen">{t.portal.hits}</caption>
        <thead>
          <tr>
            <th scope="col">{t.portal.at}</th>
            <th scope="col">{t.portal.kind}</th>
            {seesPages ? <th scope="col">{t.portal.page}</th> : null}
            <th scope="col">{t.portal.client}</th>
          </tr>
        </thead>
        <tbody>
          {recent.hits.slice(0, SHOWN).map((hit, line) => (
            <tr key={`${hit.at}${hit.kind}${line}`}>
              <td className="numeric-left">{f.time(hit.at)}</td>
              <td>{t.hitKind[hit.kind] ?? hit.kind}</td>
              {seesPages ? (
                <td className="breaks">
                  {hit.title ? <span className="hit-title">{hit.title}</span> : null}
                  <small>
                    {hit.host}
                    {hit.path}
                  </small>
                </td>
              ) : null}
              <td>{[t.device[hit.device] ?? hit.device, hit.browser].filter(Boolean).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Drops({ drops }: { drops: SeenRecent['drops'] }) {
  const { t, f, lang } = useWords();
  if (drops.length === 0) return <p className="none">{t.portal.dropsNone}</p>;
  return (
    <>
      <p className="sentence">{t.portal.dropsText}</p>
      <table className="table recent-table">
        <caption className="unseen">{t.portal.drops}</caption>
        <thead>
          <tr>
            <th scope="col">{t.portal.at}</th>
            <th scope="col">{t.portal.reason}</th>
            <th scope="col" className="numeric">
              {t.usage.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {drops.map((drop) => (
            <tr key={`${drop.minute}${drop.reason}`}>
              <td className="numeric-left">{f.minute(drop.minute)}</td>
              <td className="breaks">
                {drop.meaning[lang]} <code>{drop.reason}</code>
                {!drop.sampleHost && !drop.samplePath ? null : (
                  <small>
                    {t.portal.sample}: {drop.sampleHost}
                    {drop.samplePath}
                  </small>
                )}
              </td>
              <td className="numeric">{f.number(drop.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
