import type { Unit } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bodyQuery, portalsQuery, unitsQuery } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PortalTable } from '../parts/portal-table.tsx';
import { Loaded, NotFound } from '../parts/problem-note.tsx';
import { UnitTree } from '../parts/unit-tree.tsx';
import { UsageSection } from '../parts/usage-section.tsx';
import { useWords } from '../words.ts';

/** A unit of a body: where it stands, what is below it, its portals and their use. */
export function UnitPage() {
  const params = useParams({ strict: false });
  const code = (params.code ?? '').toUpperCase();
  const asked = useQuery(unitsQuery(code));
  return (
    <Loaded asked={asked} lines={12} height_px={900}>
      {(units) => {
        const unit = units.find(({ id }) => id === Number(params.unitId));
        return unit === undefined ? <NotFound /> : <KnownUnit unit={unit} units={units} />;
      }}
    </Loaded>
  );
}

function KnownUnit({ unit, units }: { unit: Unit; units: readonly Unit[] }) {
  const { t, at, nameOf, lang } = useWords();
  const body = useQuery(bodyQuery(unit.bodyCode));
  const portals = useQuery(portalsQuery({ unit: unit.id, limit: 1000 }));
  const parent = units.find(({ id }) => id === unit.parentId);
  const below = units.some(({ parentId }) => parentId === unit.id);
  return (
    <article className="page">
      <PageTitle
        title={nameOf(unit)}
        above={
          <>
            <Go to={at.body(unit.bodyCode)}>{body.data === undefined ? unit.bodyCode : nameOf(body.data)}</Go>
            {parent === undefined ? null : (
              <>
                {' › '}
                <Go to={at.unit(parent.bodyCode, parent.id)}>{nameOf(parent)}</Go>
              </>
            )}
          </>
        }
        lead={[unit.code, lang === 'vi' ? unit.nameEn : unit.nameVi].filter(Boolean).join(' · ')}
      />
      {below ? (
        <section aria-labelledby="units">
          <h2 id="units">{t.body.units}</h2>
          <UnitTree units={units} under={unit.id} />
        </section>
      ) : null}
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
      <UsageSection subject={{ kind: 'unit', unitId: unit.id }} file={`emc-unit-${unit.id}`} />
    </article>
  );
}
