import type { PortalWithSnippet } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import { portalConnectionQuery } from '../api/figures.ts';
import { bodyQuery, portalQuery, unitsQuery } from '../api/queries.ts';
import { Arriving } from '../parts/arriving.tsx';
import { useAuthority } from '../parts/authority.ts';
import { Go } from '../parts/go.tsx';
import { OtherValues } from '../parts/other-values.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PortalCheck } from '../parts/portal-check.tsx';
import { PortalConnectionFacts } from '../parts/portal-connection.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';
import { RecentHits } from '../parts/recent-hits.tsx';
import { SnippetBox } from '../parts/snippet-box.tsx';
import { PortalMark } from '../parts/state-mark.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
import { useWords } from '../words.ts';

const PortalCare = lazy(() =>
  import('../parts/portal-care.tsx').then(({ PortalCare: component }) => ({ default: component })),
);

/** A portal, for the engineer who connects it and for whoever asks how much it is used. */
export function PortalPage() {
  const siteId = Number(useParams({ strict: false }).siteId);
  if (!Number.isSafeInteger(siteId) || siteId < 1) return <NotFound />;
  return <NumberedPortal key={siteId} siteId={siteId} />;
}

function NumberedPortal({ siteId }: { siteId: number }) {
  const asked = useQuery(portalQuery(siteId));
  return (
    <article className="page">
      <Loaded asked={asked} lines={12} height_px={1200}>
        {(portal) => <KnownPortal portal={portal} />}
      </Loaded>
    </article>
  );
}

function KnownPortal({ portal }: { portal: PortalWithSnippet }) {
  const { lang } = useWords();
  const authority = useAuthority(portal.bodyCode);
  const name = lang === 'en' && portal.nameEn ? portal.nameEn : portal.name;
  const usage = (
    <UsageSection
      subject={{ kind: 'portal', siteId: portal.siteId }}
      file={`emc-portal-${portal.siteId}`}
      authority={authority}
    />
  );
  const code = <SnippetBox snippet={portal.snippet} />;
  const silentFromStart = portal.state === 'registered';
  return (
    <>
      <PageTitle title={name} above={<Owner portal={portal} />}>
        <p className="lead">
          <a href={portal.url} rel="noreferrer">
            {portal.url}
          </a>
        </p>
      </PageTitle>
      <div className="two-columns">
        <Arriving portal={portal} />
        <PortalFacts portal={portal} />
      </div>
      {portal.state === 'retired' ? null : <WhyAndWhat siteId={portal.siteId} />}
      {authority === null || portal.state === 'retired' ? null : (
        <Suspense>
          <PortalCare portal={portal} operatorKey={authority.key} />
        </Suspense>
      )}
      <OtherValues siteId={portal.siteId} />
      {silentFromStart ? code : usage}
      <RecentHits portal={portal} />
      {silentFromStart ? usage : portal.state === 'retired' ? null : code}
    </>
  );
}

/** Why the portal is in its state, and what to do. */
function WhyAndWhat({ siteId }: { siteId: number }) {
  const { t } = useWords();
  const asked = useQuery(portalConnectionQuery(siteId));
  return (
    <section className="panel" aria-labelledby="connection">
      <h2 id="connection">{t.board.portalTitle}</h2>
      <Loaded asked={asked} lines={5} height_px={180}>
        {(portal) => (
          <>
            <PortalConnectionFacts portal={portal} />
            <PortalCheck portal={portal} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Owner({ portal }: { portal: PortalWithSnippet }) {
  const { at, nameOf } = useWords();
  const body = useQuery(bodyQuery(portal.bodyCode));
  const units = useQuery({ ...unitsQuery(portal.bodyCode), enabled: portal.unitId !== null });
  const unit = units.data?.find(({ id }) => id === portal.unitId);
  return (
    <>
      <Go to={at.body(portal.bodyCode)}>{body.data === undefined ? portal.bodyCode : nameOf(body.data)}</Go>
      {unit === undefined ? null : (
        <>
          {' › '}
          <Go to={at.unit(portal.bodyCode, unit.id)}>{nameOf(unit)}</Go>
        </>
      )}
    </>
  );
}

function PortalFacts({ portal }: { portal: PortalWithSnippet }) {
  const { t, f } = useWords();
  return (
    <dl className="facts">
      <dt>{t.portal.siteId}</dt>
      <dd>
        <code>{portal.siteId}</code>
      </dd>
      <dt>{t.portals.state}</dt>
      <dd>
        <PortalMark state={portal.state} />
      </dd>
      <dt>{t.portals.kind}</dt>
      <dd>{t.portalKind[portal.kind]}</dd>
      <dt>{t.portal.liveOn}</dt>
      <dd>{f.day(portal.liveOn)}</dd>
      <dt>{t.portal.registered}</dt>
      <dd>{f.dayOfInstant(portal.registeredAt)}</dd>
      <dt>{t.portal.hosts}</dt>
      <dd>{[new URL(portal.url).host, ...portal.allowedHosts].join(', ')}</dd>
    </dl>
  );
}
