import type { BodyWithConnection, Unit } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodiesQuery, bodyQuery, portalsQuery, unitsQuery } from '../api/queries.ts';
import { addDays } from '../days.ts';
import { BodyNav } from '../parts/body-nav.tsx';
import { ConnectionSummary, DossierSummary, ScoreSummary } from '../parts/body-summary.tsx';
import { useNow } from '../parts/clock.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PortalTable } from '../parts/portal-table.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { UnitTree } from '../parts/unit-tree.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
import { lastDayOf } from '../period.ts';
import { useWords } from '../words.ts';

/** A body's own side: what is connected, what is not, what to do about it, how much it is used. */
export function BodyPage() {
  const { code = '' } = useParams({ strict: false });
  const asked = useQuery(bodyQuery(code.toUpperCase()));
  return (
    <article className="page">
      <Loaded asked={asked} lines={12} height_px={900}>
        {(body) => <KnownBody body={body} />}
      </Loaded>
    </article>
  );
}

function KnownBody({ body }: { body: BodyWithConnection }) {
  const { t, at, nameOf, lang } = useWords();
  const units = useQuery(unitsQuery(body.code));
  const lastDay = lastDayOf(body, useNow(60_000));
  const ended = lastDay !== undefined;
  return (
    <>
      <PageTitle
        title={nameOf(body)}
        above={ended ? <Go to={at.bodies()}>{t.bodies.title}</Go> : <BodyNav code={body.code} name={nameOf(body)} />}
        lead={`${body.code} · ${t.bodyKind[body.kind]} · ${lang === 'vi' ? body.nameEn : body.nameVi}`}
      />
      <div className="two-columns">
        <section className="panel" aria-labelledby="connection">
          <h2 id="connection">{t.body.connection}</h2>
          {ended ? <Ended body={body} /> : <ConnectionSummary body={body} />}
        </section>
        {ended ? <BodyFacts body={body} /> : <ScoreSummary code={body.code} />}
      </div>
      {ended ? null : (
        <div className="two-columns">
          <DossierSummary code={body.code} />
          <BodyFacts body={body} />
        </div>
      )}
      {ended ? null : <BodyPortals code={body.code} />}
      <section aria-labelledby="units">
        <h2 id="units">{t.body.units}</h2>
        <Loaded asked={units} lines={3}>
          {(known: Unit[]) =>
            known.length === 0 ? <p className="none">{t.body.noUnits}</p> : <UnitTree units={known} />
          }
        </Loaded>
      </section>
      <UsageSection
        subject={{ kind: 'body', code: body.code }}
        file={`emc-${body.code.toLowerCase()}`}
        lastDay={lastDay}
      />
    </>
  );
}

function BodyPortals({ code }: { code: string }) {
  const { t } = useWords();
  const portals = useQuery(portalsQuery({ body: code, limit: 1000 }));
  return (
    <section aria-labelledby="portals">
      <h2 id="portals">{t.body.portals}</h2>
      <Loaded asked={portals} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="none">{t.body.noPortals}</p>
          ) : (
            <PortalTable portals={items} caption={t.body.portals} />
          )
        }
      </Loaded>
    </section>
  );
}

/** That a body is no more, and who took over. */
function Ended({ body }: { body: BodyWithConnection }) {
  const { t, f } = useWords();
  return (
    <>
      <p className="headline-state">{t.body.ended(f.day(body.validTo))}</p>
      {body.successors.length === 0 ? null : (
        <p>
          {t.body.takenOver} <RelatedBodies related={body.successors} mapDay={body.successors[0]?.on} />
        </p>
      )}
    </>
  );
}

/** Since when, until when, from whom and to whom. */
function BodyFacts({ body }: { body: BodyWithConnection }) {
  const { t, f } = useWords();
  const validity = [
    body.validFrom === null ? '' : t.body.since(f.day(body.validFrom)),
    body.validTo === null ? t.body.always : t.body.until(f.day(body.validTo)),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <dl className="facts">
      <dt>{t.body.validity}</dt>
      <dd>{validity}</dd>
      {/* On the day before the change the predecessors still have their entry in the list, and on that day the successors. */}
      <Related
        heading={t.body.predecessors}
        related={body.predecessors}
        mapDay={body.predecessors[0] && addDays(body.predecessors[0].on, -1)}
      />
      <Related heading={t.body.successors} related={body.successors} mapDay={body.successors[0]?.on} />
      <dt>{t.frame.portals}</dt>
      <dd>{t.country.portalsOf(f.number(body.connection.receiving), f.number(body.connection.portals))}</dd>
      <dt>{t.bodies.lastHit}</dt>
      <dd>{body.connection.lastHitAt === null ? t.bodies.never : f.dateTime(body.connection.lastHitAt)}</dd>
    </dl>
  );
}

interface RelatedProps {
  related: BodyWithConnection['successors'];
  /** A day on which they exist, so that the list knows their names. */
  mapDay: string | undefined;
}

function Related({ heading, related, mapDay }: RelatedProps & { heading: string }) {
  if (related.length === 0) return null;
  return (
    <>
      <dt>{heading}</dt>
      <dd>
        <RelatedBodies related={related} mapDay={mapDay} />
      </dd>
    </>
  );
}

function RelatedBodies({ related, mapDay }: RelatedProps) {
  const { t, f, at, nameOf } = useWords();
  const names = useQuery(bodiesQuery(mapDay === undefined ? {} : { asOf: mapDay }));
  return related.map(({ code, on }) => {
    const body = names.data?.find((known) => known.code === code);
    return (
      <span key={code} className="related">
        <Go to={at.body(code)}>{body === undefined ? code : nameOf(body)}</Go> {t.body.on(f.day(on))}
      </span>
    );
  });
}
