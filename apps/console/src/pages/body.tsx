import type { BodyWithConnection, Unit } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodiesQuery, bodyQuery, portalsQuery, unitsQuery } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PortalTable } from '../parts/portal-table.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { ConnectionMark } from '../parts/state-mark.tsx';
import { UnitTree } from '../parts/unit-tree.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
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
  const portals = useQuery(portalsQuery({ body: body.code, limit: 1000 }));
  const units = useQuery(unitsQuery(body.code));
  const doing = body.connection.portals === 0 ? t.body.noPortals : t.body.does[body.connection.state];
  return (
    <>
      <PageTitle
        title={nameOf(body)}
        above={<Go to={at.bodies()}>{t.bodies.title}</Go>}
        lead={`${body.code} · ${t.bodyKind[body.kind]} · ${lang === 'vi' ? body.nameEn : body.nameVi}`}
      />
      <div className="two-columns">
        <section className="panel" aria-labelledby="connection">
          <h2 id="connection">{t.body.connection}</h2>
          <p className="headline-state">
            <ConnectionMark state={body.connection.state} />
          </p>
          <p>{doing}</p>
          <p className="panel-links">
            <Go to={at.register({ body: body.code.toLowerCase() })}>{t.body.registerHere}</Go>
          </p>
        </section>
        <BodyFacts body={body} />
      </div>
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
      <section aria-labelledby="units">
        <h2 id="units">{t.body.units}</h2>
        <Loaded asked={units} lines={3}>
          {(known: Unit[]) =>
            known.length === 0 ? <p className="none">{t.body.noUnits}</p> : <UnitTree units={known} />
          }
        </Loaded>
      </section>
      <UsageSection subject={{ kind: 'body', code: body.code }} file={`emc-${body.code.toLowerCase()}`} />
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
      <Related heading={t.body.predecessors} related={body.predecessors} />
      <Related heading={t.body.successors} related={body.successors} />
      <dt>{t.frame.portals}</dt>
      <dd>{t.country.portalsOf(f.number(body.connection.receiving), f.number(body.connection.portals))}</dd>
      <dt>{t.bodies.lastHit}</dt>
      <dd>{body.connection.lastHitAt === null ? t.bodies.never : f.dateTime(body.connection.lastHitAt)}</dd>
    </dl>
  );
}

function Related({ heading, related }: { heading: string; related: BodyWithConnection['successors'] }) {
  const { t, f, at, nameOf } = useWords();
  // On the day before the change the predecessors still have their entry in the list.
  const asOf =
    related[0] === undefined
      ? undefined
      : new Date(Date.parse(`${related[0].on}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const names = useQuery({ ...bodiesQuery(asOf === undefined ? {} : { asOf }), enabled: related.length > 0 });
  if (related.length === 0) return null;
  const nameFor = (code: string) => {
    const body = names.data?.find((known) => known.code === code);
    return body === undefined ? code : nameOf(body);
  };
  return (
    <>
      <dt>{heading}</dt>
      <dd>
        {related.map(({ code, on }) => (
          <span key={code} className="related">
            <Go to={at.body(code)}>{nameFor(code)}</Go> {t.body.on(f.day(on))}
          </span>
        ))}
      </dd>
    </>
  );
}
