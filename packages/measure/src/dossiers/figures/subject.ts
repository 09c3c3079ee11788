import { EmcError } from '@emc/contract';
import type { BodyWithConnection, Catalogue, CatalogueEntry, Day, Dossiers, Registry, Systems } from '@emc/contract';

export type DossierSubject = Parameters<Dossiers['figures']>[0];
export type SystemOnMap = Awaited<ReturnType<Systems['systemsOn']>>[number];
type BodyOnMap = Pick<BodyWithConnection, 'code' | 'nameVi' | 'nameEn' | 'kind'>;

/** Whose dossiers are asked for: the bodies, their systems and their catalogues on the map of a day. */
export interface Whose {
  kind: DossierSubject['kind'];
  id: string;
  nameVi: string;
  nameEn: string;
  bodies: readonly BodyOnMap[];
  systems: readonly SystemOnMap[];
  /** All systems of the bodies: those, and where one system is asked for the others of its body. */
  systemsOfBodies: readonly SystemOnMap[];
  /** Entries by body and national code; every body of `bodies` that has a catalogue. */
  catalogues: ReadonlyMap<string, ReadonlyMap<string, CatalogueEntry>>;
}

export interface MapOptions {
  systems: Pick<Systems, 'systemsOn'>;
  catalogue: Pick<Catalogue, 'catalogueOn'>;
  registry: Pick<Registry, 'listBodies' | 'getBody'>;
}

/** @throws EmcError body-unknown, body-not-valid-then, system-unknown */
export async function findSubject(options: MapOptions, subject: DossierSubject, mapDay: Day): Promise<Whose> {
  const [systems, entries] = await Promise.all([
    options.systems.systemsOn(mapDay),
    options.catalogue.catalogueOn(mapDay),
  ]);
  const catalogues = cataloguesOf(entries);
  if (subject.kind === 'country') {
    const bodies = await options.registry.listBodies({ asOf: mapDay });
    const codes = new Set(bodies.map(({ code }) => code));
    // What belongs to no body of that day is in no body's figure, and so not in the country's: it is their sum.
    const own = systems.filter(({ bodyCode }) => codes.has(bodyCode));
    return {
      ...subject,
      id: 'VN',
      nameVi: 'Cả nước',
      nameEn: 'The whole country',
      bodies,
      systems: own,
      systemsOfBodies: own,
      catalogues,
    };
  }
  if (subject.kind === 'body') {
    const body = await options.registry.getBody(subject.code, mapDay);
    const own = systems.filter(({ bodyCode }) => bodyCode === body.code);
    return {
      kind: 'body',
      id: body.code,
      nameVi: body.nameVi,
      nameEn: body.nameEn,
      bodies: [body],
      systems: own,
      systemsOfBodies: own,
      catalogues,
    };
  }
  const system = systems.find(({ systemId }) => systemId === subject.id);
  if (system === undefined) throw new EmcError('system-unknown', `system ${subject.id}`);
  const body = await options.registry.getBody(system.bodyCode, mapDay);
  const { name } = system;
  return {
    kind: 'system',
    id: String(system.systemId),
    nameVi: name,
    nameEn: name,
    bodies: [body],
    systems: [system],
    systemsOfBodies: systems.filter(({ bodyCode }) => bodyCode === system.bodyCode),
    catalogues,
  };
}

const indexes = new WeakMap<readonly CatalogueEntry[], Whose['catalogues']>();

/** The catalogue by body and code; made once of each list, which the register keeps until it changes. */
function cataloguesOf(entries: readonly CatalogueEntry[]): Whose['catalogues'] {
  const made = indexes.get(entries);
  if (made !== undefined) return made;
  const index = new Map<string, Map<string, CatalogueEntry>>();
  for (const entry of entries) {
    const own = index.get(entry.bodyCode) ?? new Map<string, CatalogueEntry>();
    index.set(entry.bodyCode, own.set(entry.code, entry));
  }
  indexes.set(entries, index);
  return index;
}
