import type { System } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodyConnectionQuery, meQuery } from '../api/figures.ts';
import { systemQuery } from '../api/office.ts';
import { bodyQuery } from '../api/queries.ts';
import { useAuthority } from '../parts/authority.ts';
import { Go } from '../parts/go.tsx';
import { Contradicted } from '../parts/office/contradicted.tsx';
import { DossierLookup } from '../parts/office/dossier-lookup.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { RecentChangesView } from '../parts/office/recent-changes.tsx';
import { SystemArriving } from '../parts/office/system-arriving.tsx';
import { SystemCounted } from '../parts/office/system-counted.tsx';
import { SystemCare } from '../parts/office/system-care.tsx';
import { SystemGuide } from '../parts/office/system-guide.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';
import { SystemMark } from '../parts/state-mark.tsx';

/** A system, for the engineer who connects it: is anything arriving, what became of it, what to send. */
export function SystemPage() {
  const id = Number(useParams({ strict: false }).systemId);
  if (!Number.isSafeInteger(id) || id < 1) return <NotFound />;
  return <Gate roles={['operator', 'body', 'committee']}>{() => <Asked key={id} id={id} />}</Gate>;
}

function Asked({ id }: { id: number }) {
  const asked = useQuery(systemQuery(id));
  return (
    <article className="page">
      <Loaded asked={asked} lines={12} height_px={900}>
        {(system) => <Known system={system} />}
      </Loaded>
    </article>
  );
}

function Known({ system }: { system: System }) {
  const { o, at, nameOf } = useOfficeWords();
  const me = useQuery(meQuery());
  const authority = useAuthority(system.bodyCode);
  const body = useQuery(bodyQuery(system.bodyCode));
  const retired = system.state === 'retired';
  return (
    <>
      <PageTitle
        title={system.name}
        above={
          <>
            <Go to={at.body(system.bodyCode)}>{body.data === undefined ? system.bodyCode : nameOf(body.data)}</Go>
            {' › '}
            <Go to={at.systems(system.bodyCode)}>{o.systems.title}</Go>
          </>
        }
      />
      <div className="two-columns own-height">
        <SystemArriving system={system} />
        <Facts system={system} />
      </div>
      {retired || authority === null || me.data?.account === null ? null : <SystemCare system={system} />}
      <SystemCounted id={system.id} />
      <Contradicted id={system.id} />
      <RecentChangesView id={system.id} />
      <DossierLookup id={system.id} />
      {retired ? null : <SystemGuide system={system} />}
    </>
  );
}

function Facts({ system }: { system: System }) {
  const { o, t, f, lang } = useOfficeWords();
  const { agencyCode, siteId, addresses } = system;
  const connection = useQuery(bodyConnectionQuery(system.bodyCode));
  const judged = connection.data?.systems.find(({ systemId }) => systemId === system.id);
  return (
    <dl className="facts">
      <dt>{o.systems.state}</dt>
      <dd>
        <SystemMark state={system.state} />
      </dd>
      {judged === undefined ? null : (
        <>
          <dt>{t.board.reason}</dt>
          <dd>{judged.reason[lang]}</dd>
          <dt>{t.board.remedy}</dt>
          <dd>{judged.remedy === null ? t.board.noRemedy : judged.remedy[lang]}</dd>
        </>
      )}
      <dt>{o.systems.agency}</dt>
      <dd>{agencyCode ?? o.systems.unchecked}</dd>
      <dt>{o.systems.siteId}</dt>
      <dd>{siteId ?? o.systems.unused}</dd>
      <dt>{o.systems.addresses}</dt>
      <dd>{addresses.length === 0 ? o.systems.unused : addresses.join(', ')}</dd>
      <dt>{o.systems.registered}</dt>
      <dd>{f.dayOfInstant(system.registeredAt)}</dd>
    </dl>
  );
}
