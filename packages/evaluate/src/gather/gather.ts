import type {
  BodyConnection,
  BodyMeasures,
  Catalogue,
  Connections,
  Day,
  Dossiers,
  FigureCompleteness,
  Hierarchy,
  Missing,
  Period,
  PortalDays,
  Systems,
} from '@emc/contract';
import { missingOf } from './missing.ts';
import { portalDaysOf, sumOfPortalDays } from './portal-days.ts';
import { dossierValues, procedureValues } from './procedure-values.ts';

/** What the other rooms hand in. */
export interface Sources {
  catalogue: Pick<Catalogue, 'catalogueOn'>;
  dossiers: Pick<Dossiers, 'byBody' | 'byProcedure'>;
  portalDays: PortalDays;
  connections: Pick<Connections, 'board' | 'decisions'>;
  systems: Pick<Systems, 'systemsOn'>;
  hierarchy: Pick<Hierarchy, 'resolve'>;
}

/** All that is known of all bodies in one period. */
export interface Gathered {
  bodies: BodyMeasures[];
  counts: { bodies: number; connected: number; partly: number; not: number };
  completeness: FigureCompleteness;
}

/**
 * Asks every room once. The bodies are those of the connection board of the map day: connection, portals and systems
 * of a body are those that the board shows.
 * @param mapDay the last day of the period, today at most
 * @throws what the rooms throw
 */
export async function gather(sources: Sources, period: Period, mapDay: Day, simulated: boolean): Promise<Gathered> {
  const found = await ask(sources, period, mapDay);
  const { board, dossiers, byProcedure } = found;
  const entriesOf = Map.groupBy(found.catalogue, ({ bodyCode }) => bodyCode);
  const dossiersOf = Map.groupBy(byProcedure.items, ({ bodyCode }) => bodyCode);
  const systemsOf = Map.groupBy(found.systems, ({ bodyCode }) => bodyCode);
  const totalsOf = new Map(dossiers.items.map(({ bodyCode, totals }) => [bodyCode, totals]));
  const decisionOf = new Map(found.decisions.items.map((decision) => [decision.bodyCode, decision]));

  const bodies = board.items.map((item, index) => {
    const { bodyCode } = item;
    const totals = totalsOf.get(bodyCode) ?? null;
    const entries = entriesOf.get(bodyCode) ?? [];
    const portals = found.portals[index]?.portals ?? [];
    const days = sumOfPortalDays(portals.map((portal) => portalDaysOf(portal, found.used, period.from, mapDay)));
    return bodyMeasures(item, {
      decision: decisionOf.get(bodyCode),
      values: {
        // A body that has sent but not in this period has counts of 0; one that has never sent has none.
        ...procedureValues(entries, totals === null ? undefined : (dossiersOf.get(bodyCode) ?? [])),
        ...dossierValues(totals),
        'portal_days.expected': days.expected,
        'portal_days.used': days.used,
      },
      missing: missingOf(item, {
        hasCatalogue: entries.length > 0,
        siteIds: portals.map(({ siteId }) => siteId),
        systemIds: (systemsOf.get(bodyCode) ?? []).map(({ systemId }) => systemId),
        told: byProcedure.completeness.missing,
      }),
    });
  });
  return { bodies, counts: board.counts, completeness: together(dossiers.completeness, bodies, simulated) };
}

async function ask(sources: Sources, { from, to }: Period, mapDay: Day) {
  const [board, decisions, catalogue, dossiers, byProcedure, used, systems] = await Promise.all([
    sources.connections.board(mapDay),
    sources.connections.decisions(mapDay),
    sources.catalogue.catalogueOn(mapDay),
    sources.dossiers.byBody({ from, to }),
    sources.dossiers.byProcedure({ from, to }),
    sources.portalDays.usedDays({ from, to }),
    sources.systems.systemsOn(mapDay),
  ]);
  const portals = await Promise.all(
    board.items.map(({ bodyCode }) => sources.hierarchy.resolve({ kind: 'body', code: bodyCode }, mapDay)),
  );
  return { board, decisions, catalogue, dossiers, byProcedure, used, systems, portals };
}

function bodyMeasures(
  { bodyCode, nameVi, nameEn, kind, state, reason, portals, systems }: BodyConnection,
  found: {
    decision: { notEvaluated: boolean; reason: string; campaign: string } | undefined;
    values: BodyMeasures['values'];
    missing: Missing[];
  },
): BodyMeasures {
  const { decision } = found;
  return {
    bodyCode,
    nameVi,
    nameEn,
    kind,
    connection: { state, reason },
    decision:
      decision === undefined
        ? null
        : { notEvaluated: decision.notEvaluated, reason: decision.reason, campaign: decision.campaign },
    values: {
      ...found.values,
      'portals.expected': portals.expected,
      'portals.receiving': portals.receiving,
      'systems.expected': systems.expected,
      'systems.receiving': systems.receiving,
    },
    missing: found.missing,
  };
}

const MOST_MISSING = 100;

/** What the dossiers lack and what each body lacks, each named once. */
function together(
  completeness: FigureCompleteness,
  bodies: readonly BodyMeasures[],
  simulated: boolean,
): FigureCompleteness {
  const missing = new Map<string, Missing>();
  for (const one of [...completeness.missing, ...bodies.flatMap((body) => body.missing)]) {
    if (!missing.has(one.what)) missing.set(one.what, one);
  }
  return {
    complete: completeness.complete && missing.size === 0,
    missing: [...missing.values()].slice(0, MOST_MISSING),
    loadedThrough: completeness.loadedThrough,
    simulated: simulated || completeness.simulated,
  };
}
