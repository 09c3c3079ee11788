import {
  type BodyConnection,
  type CatalogueEntry,
  type Day,
  type DossierCounts,
  EmcError,
  type HierarchyPortal,
  type Missing,
  type Period,
  ratioOf,
  type PeriodQuery,
  type PublishedDecision,
} from '@emc/contract';
import type { EvaluationsOptions } from '../src/evaluations.ts';

/** The other rooms, made by hand: what they hold is given by body, and every question to them is noted. */
export interface MadeUpBodyFacts {
  connection: BodyConnection;
  catalogue?: CatalogueEntry[];
  /** By period (`from`), then by procedure. Left out = no system of it has ever sent. */
  dossiers?: Record<Day, Record<string, DossierCounts>>;
  portals?: HierarchyPortal[];
  systemIds?: number[];
}

export function connectionOf(bodyCode: string, given: Partial<BodyConnection> = {}): BodyConnection {
  return {
    bodyCode,
    nameVi: `Tỉnh ${bodyCode}`,
    nameEn: `Province ${bodyCode}`,
    kind: 'province',
    state: 'connected',
    reason: { vi: 'Đủ cổng và hệ thống.', en: 'All portals and systems.' },
    portals: { expected: 1, receiving: 1 },
    systems: { expected: 1, receiving: 1 },
    missing: [],
    missingCount: 0,
    nextDeadline: null,
    changedOn: null,
    ...given,
  };
}

export function countsOf(given: Partial<DossierCounts> = {}): DossierCounts {
  const zero = { received: 0, receivedDirect: 0, receivedOnline: 0, receivedPost: 0, withFee: 0 };
  const more = { paidOnline: 0, finished: 0, onTime: 0, late: 0, withoutDueTime: 0 };
  const time = { processingSeconds: 0, processingKnown: 0 };
  return { ...zero, ...more, ...time, fullOnline: 0, receivedWithCatalogue: given.received ?? 0, ...given };
}

export function procedure(bodyCode: string, code: string, given: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return { bodyCode, code, nameVi: `Thủ tục ${code}`, level: 'full', hasFee: false, onlinePayment: false, ...given };
}

export function madeUpRooms(
  facts: MadeUpBodyFacts[],
  more: {
    told?: Missing[];
    used?: Record<number, number>;
    decisions?: PublishedDecision[];
  } = {},
) {
  const asked: string[] = [];
  const completeness = {
    complete: (more.told ?? []).length === 0,
    missing: more.told ?? [],
    loadedThrough: '2026-11-22T08:00:00+07:00',
    simulated: false,
  };
  const items = facts.map(({ connection }) => connection);
  const states = (state: string) => items.filter((item) => item.state === state).length;
  const counts = {
    bodies: items.length,
    connected: states('connected'),
    partly: states('partly-connected'),
    not: states('not-connected'),
  };
  const none = ratioOf(null, null);
  const rates = { online: none, fullOnline: none, onTime: none, paidOnline: none, averageProcessingDays: null };

  const rooms = {
    connections: {
      async board(asOf?: Day) {
        asked.push(`board ${asOf}`);
        return {
          ...boardHead(asOf ?? ''),
          counts,
          byKind: { ministries: counts, provinces: counts },
          trend: [],
          items,
        };
      },
      async decisions(day: Day = '') {
        asked.push(`decisions ${day}`);
        const decided = more.decisions ?? [];
        return { asOf: day, total: decided.length, items: decided };
      },
    },
    catalogue: {
      async catalogueOn(day: Day) {
        asked.push(`catalogue ${day}`);
        return facts.flatMap(({ catalogue }) => catalogue ?? []);
      },
    },
    dossiers: {
      async byBody({ from = '', to = '' }: PeriodQuery) {
        asked.push(`dossiers ${from} ${to}`);
        const bodies = facts.map(({ connection: { bodyCode, nameVi, nameEn, kind }, catalogue, dossiers }) => {
          const all = Object.values(dossiers?.[from] ?? {});
          const sum = all.reduce(added, countsOf());
          const known = catalogue === undefined ? { ...sum, fullOnline: null, receivedWithCatalogue: 0 } : sum;
          const totals = dossiers === undefined ? null : known;
          return { bodyCode, nameVi, nameEn, kind, totals, rates };
        });
        const head = { period: { from, to }, asOf: '2026-11-22T08:00:00+07:00', definitionVersion: 1 };
        return { ...head, completeness, items: bodies };
      },
      async byProcedure({ from }: Period) {
        const found = facts.flatMap(({ connection: { bodyCode }, dossiers }) =>
          Object.entries(dossiers?.[from] ?? {}).map(([code, one]) => ({ bodyCode, code, counts: one })),
        );
        return { items: found, completeness };
      },
    },
    portalDays: { usedDays: async () => new Map(Object.entries(more.used ?? {}).map(([id, n]) => [Number(id), n])) },
    systems: {
      systemsOn: async () =>
        facts.flatMap(({ connection: { bodyCode }, systemIds }) =>
          (systemIds ?? []).map((systemId) => ({
            systemId,
            bodyCode,
            name: 'Một cửa',
            registeredOn: '2024-01-01',
            retiredOn: null,
          })),
        ),
    },
    hierarchy: {
      async resolve(subject: { kind: string; code?: string }) {
        const found = facts.find(({ connection }) => connection.bodyCode === subject.code);
        return { id: subject.code ?? '', nameVi: '', nameEn: '', portals: found?.portals ?? [] };
      },
    },
    registry: {
      async getBody(code: string): Promise<never> {
        throw new EmcError('body-unknown', `no body has the code ${code}`);
      },
    },
  } satisfies Partial<EvaluationsOptions>;
  return { rooms, asked };
}

function added(a: DossierCounts, b: DossierCounts): DossierCounts {
  const sums = Object.entries(a).map(([key, value]) => [key, (value ?? 0) + (b[key as keyof DossierCounts] ?? 0)]);
  return Object.fromEntries(sums) as DossierCounts;
}

function boardHead(asOf: Day) {
  const rule = {
    version: '1',
    validFrom: null,
    nameVi: '',
    nameEn: '',
    legalBasis: { vi: '', en: '' },
    portalWindowHours: 24,
    systemWindowHours: 168,
    requiredPortalKinds: [],
    otherPortalsShare: 1,
    minimumPortals: 1,
    minimumSystems: 1,
    systemsShare: 1,
  };
  return { asOf, judgedAt: '2026-11-22T08:00:00+07:00', rule };
}
