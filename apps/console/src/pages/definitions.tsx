import { DOSSIER_MEASURES } from '../dossier-measures.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { ConnectionMark, PortalMark } from '../parts/state-mark.tsx';
import { FIGURES } from '../texts/definitions.ts';
import { useWords } from '../words.ts';

/** What every figure and every state means. */
export function DefinitionsPage() {
  const { t, at, define } = useWords();
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
        <div id="headline">
          <dt>{t.overview.headline}</dt>
          <dd>
            {t.definitions.headline} <Go to={at.indicatorSets()}>{t.frame.indicatorSets}</Go>
          </dd>
        </div>
        <div id="dossiers">
          <dt>{t.dossiers.short}</dt>
          <dd>
            {t.definitions.dossiers}
            <ul className="plain-list">
              {DOSSIER_MEASURES.map((measure) => (
                <li key={measure}>
                  {t.dossiers.measures[measure]}: {t.dossiers.notes[measure]}
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div id="connection">
          <dt>{t.frame.connection}</dt>
          <dd>
            <p className="states">
              {(['connected', 'partly-connected', 'not-connected'] as const).map((state) => (
                <ConnectionMark key={state} state={state} />
              ))}
            </p>
            {t.connection.rule} <Go to={at.connection()}>{t.overview.board}</Go>
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
