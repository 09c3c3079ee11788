import { BODY_KINDS, EmcError } from '@emc/contract';
import type { BodyWithConnection, CatalogueEntry } from '@emc/contract';
import type { DossiersOptions } from '../src/dossiers/dossiers.ts';

type SystemOnMap = Awaited<ReturnType<DossiersOptions['systems']['systemsOn']>>[number];

export function system(systemId: number, bodyCode: string, change: Partial<SystemOnMap> = {}): SystemOnMap {
  return { systemId, bodyCode, name: `Hệ thống ${systemId}`, registeredOn: '2020-01-01', retiredOn: null, ...change };
}

export function entry(bodyCode: string, code: string, change: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return { bodyCode, code, nameVi: `Thủ tục ${code}`, level: 'full', hasFee: false, onlinePayment: false, ...change };
}

/** A register with these bodies, systems and procedures on every day. */
export function mapOf(
  codes: readonly string[],
  systems: readonly SystemOnMap[],
  entries: readonly CatalogueEntry[],
): Pick<DossiersOptions, 'systems' | 'catalogue' | 'registry'> {
  const bodies = codes.map(body);
  return {
    systems: { systemsOn: async () => [...systems] },
    catalogue: { catalogueOn: async () => entries },
    registry: {
      listBodies: async () => bodies,
      getBody: async (code) => {
        const found = bodies.find((one) => one.code === code);
        if (found === undefined) throw new EmcError('body-unknown', code);
        return found;
      },
    },
  };
}

function body(code: string): BodyWithConnection {
  return {
    code,
    nameVi: `Tỉnh ${code}`,
    nameEn: `Province ${code}`,
    kind: BODY_KINDS[2],
    validFrom: null,
    validTo: null,
    successors: [],
    predecessors: [],
    certainty: 'made up',
    connection: {
      state: 'connected',
      reason: { vi: '', en: '' },
      portals: 0,
      receiving: 0,
      systems: 0,
      systemsReceiving: 0,
      lastHitAt: null,
    },
  };
}
