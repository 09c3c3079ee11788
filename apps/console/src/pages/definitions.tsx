import { PageTitle } from '../parts/page-title.tsx';
import { ConnectionMark, PortalMark } from '../parts/state-mark.tsx';
import { FIGURES } from '../texts/definitions.ts';
import { useWords } from '../words.ts';

/** What every figure and every state means. */
export function DefinitionsPage() {
  const { t, define } = useWords();
  return (
    <article className="page page-narrow">
      <PageTitle title={t.definitions.title} lead={t.definitions.lead} />
      <dl className="definitions">
        {FIGURES.map((figure) => (
          <div key={figure} id={figure}>
            <dt>
              {define[figure].name} <small>{define[figure].unit}</small>
            </dt>
            <dd>{define[figure].text}</dd>
          </div>
        ))}
        <div id="connection">
          <dt>{t.country.connection}</dt>
          <dd>
            <p className="states">
              {(['connected', 'partly-connected', 'not-connected'] as const).map((state) => (
                <ConnectionMark key={state} state={state} />
              ))}
            </p>
            {t.connection.rule}
          </dd>
        </div>
        <div id="portal-state">
          <dt>{t.portals.state}</dt>
          <dd>
            <p className="states">
              {(['receiving', 'interrupted', 'wrong-host', 'seen', 'registered', 'retired'] as const).map((state) => (
                <PortalMark key={state} state={state} />
              ))}
            </p>
            {t.definitions.portalState}
          </dd>
        </div>
      </dl>
    </article>
  );
}
