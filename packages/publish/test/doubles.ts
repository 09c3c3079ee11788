import {
  EmcError,
  type BodyWithConnection,
  type HealthReport,
  type Live,
  type PortalWithSnippet,
  type Registry,
  type Unit,
  type Usage,
  type UsageFigures,
  type UsageTotals,
  type Repair,
} from '@emc/contract';
import type { FastifyInstance } from 'fastify';
import { createApi, type ApiOptions } from '../src/index.ts';
import type { Asked } from './asked.ts';
import { accountsDouble, auditDouble, NOTHING } from './room-doubles.ts';

/**
 * Stand-ins for the two rooms behind the API, for guarantees of HTTP alone: they answer one body, one unit, one portal,
 * and remember what they were asked. That the real rooms fit is shown by the tests across rooms.
 */

export const KEY = 'a-key-for-tests-of-32-characters';
export const OPERATOR = { authorization: `Bearer ${KEY}` };

export const BODY: BodyWithConnection = {
  code: 'H56',
  nameVi: 'Tỉnh Thanh Hóa',
  nameEn: 'Thanh Hoa Province',
  kind: 'province',
  validFrom: null,
  validTo: null,
  successors: [],
  predecessors: [],
  certainty: 'confirmed',
  connection: {
    state: 'connected',
    reason: { vi: 'Đã kết nối', en: 'Connected' },
    portals: 1,
    receiving: 1,
    systems: 1,
    systemsReceiving: 1,
    lastHitAt: '2026-11-22T08:00:00+07:00',
  },
};
export const UNIT: Unit = {
  id: 7,
  bodyCode: 'H56',
  parentId: null,
  code: 'H56.12',
  nameVi: 'Sở Tư pháp',
  nameEn: 'Department of Justice',
  validFrom: null,
  validTo: null,
};
export const PORTAL: PortalWithSnippet = {
  siteId: 227,
  bodyCode: 'H56',
  unitId: null,
  kind: 'information-portal',
  name: 'Cổng thông tin điện tử tỉnh Thanh Hóa',
  nameEn: null,
  url: 'https://thanhhoa.gov.vn/',
  allowedHosts: [],
  liveOn: '2024-01-18',
  registeredAt: '2024-01-10T02:00:00Z',
  retiredOn: null,
  state: 'receiving',
  lastHitAt: '2026-11-22T08:00:00+07:00',
  snippet: { deployed: '<script>var _govaq</script>', oneLine: '<script src></script>', noscript: '<img>' },
};

const TOTALS: UsageTotals = {
  pageViews: 1234567,
  visits: 10,
  visitors: 8,
  bounces: 5,
  bounceRate: 0.5,
  pagesPerVisit: 2.5,
  averageVisitSeconds: null,
  events: 0,
  downloads: 3,
  outlinks: 0,
  searches: 0,
  serviceViews: 0,
  serviceSubmissions: 0,
};

const NO_LISTS = {
  pages: [],
  referrers: [],
  devices: [],
  browsers: [],
  operatingSystems: [],
  events: [],
  downloads: [],
  outlinks: [],
  searches: [],
  services: [],
};

export const USAGE: Usage = {
  subject: { kind: 'body', id: 'H56', nameVi: 'Tỉnh Thanh Hóa', nameEn: 'Thanh Hoa Province' },
  period: { from: '2026-11-21', to: '2026-11-22', interval: 'day', timeZone: 'Asia/Ho_Chi_Minh' },
  asOf: '2026-11-22T08:00:00+07:00',
  mapDay: '2026-11-22',
  definitionVersion: 1,
  completeness: {
    complete: true,
    portalsExpected: 1,
    portalsReceived: 1,
    missing: [],
    loadedThrough: '2026-11-22T08:00:00+07:00',
    simulated: false,
  },
  totals: TOTALS,
  previous: TOTALS,
  series: [
    { start: '2026-11-20T17:00:00Z', values: TOTALS },
    { start: '2026-11-22T00:00:00+07:00', values: null },
  ],
  ...NO_LISTS,
};

export function liveWith(pageViews: number, asOf = '2026-11-22T08:00:00+07:00'): Live {
  return {
    asOf,
    loadedThrough: asOf,
    simulated: false,
    bodies: { total: 83, connected: 67, partly: 3 },
    portals: { registered: 400, receiving: 380 },
    last5Minutes: { visitors: 1, pageViews },
    last30Minutes: { visitors: 2, pageViews, pageViewsByMinute: Array.from({ length: 30 }, () => 0) },
    today: { visitors: 3, pageViews, visits: 4 },
    ticker: [],
  };
}

export const WELL: HealthReport = {
  stores: { events: { ok: true, detail: null }, control: { ok: true, detail: null } },
  loader: { oldestUnloadedMs: 0, loadedThrough: '2026-11-22T08:00:00+07:00', failing: false, setAside: 0 },
  spool: { accepting: true, failing: false, usedBytes: 0, limitBytes: 1_000_000 },
};

export function registryDouble(asked: Asked): Registry {
  const note = <T>(what: string, answer: T, ...rest: unknown[]): Promise<T> => {
    asked.push({ what, with: rest });
    return Promise.resolve(answer);
  };
  const known = (code: string) => {
    if (code !== BODY.code) throw new EmcError('body-unknown', code);
  };
  return {
    listBodies: async (filter) => note('listBodies', [BODY], filter),
    getBody: async (code, asOf) => {
      known(code);
      return note('getBody', BODY, code, asOf);
    },
    addBody: async (body) => note('addBody', { ...BODY, code: body.code }, body),
    changeBody: async (code, change) => note('changeBody', BODY, code, change),
    listUnits: async (code, asOf) => note('listUnits', [UNIT], code, asOf),
    addUnit: async (code, unit) => note('addUnit', UNIT, code, unit),
    changeUnit: async (id, change) => note('changeUnit', UNIT, id, change),
    listPortals: async (filter) => note('listPortals', { total: 1, items: [PORTAL] }, filter),
    getPortal: async (siteId) => {
      if (siteId !== PORTAL.siteId) throw new EmcError('portal-unknown', String(siteId));
      return note('getPortal', PORTAL, siteId);
    },
    addPortal: async (portal) => note('addPortal', PORTAL, portal),
    changePortal: async (siteId, change) => note('changePortal', PORTAL, siteId, change),
    retirePortal: async (siteId, on) => note('retirePortal', { ...PORTAL, state: 'retired' as const }, siteId, on),
  };
}

/** What is stored of a hit and of one that was dropped; pages are not for everybody. */
const HIT = {
  at: '2026-11-22T08:00:00+07:00',
  kind: 'page_view',
  host: 'host-of-a-page.gov.vn',
  path: '/path-of-a-page',
  title: 'Title of a page',
  device: 'phone',
  browser: 'Chrome',
};
const DROP = {
  minute: HIT.at,
  reason: 'wrong-host',
  count: 2,
  sampleHost: HIT.host,
  samplePath: HIT.path,
  meaning: { vi: 'Sai tên miền', en: 'Another host' },
};

export function figuresDouble(asked: Asked): UsageFigures {
  return {
    usage: async (subject, query) => {
      asked.push({ what: 'usage', with: [subject, query] });
      return USAGE;
    },
    live: async () => {
      asked.push({ what: 'live', with: [] });
      return liveWith(5);
    },
    recent: async (siteId, minutes) => {
      asked.push({ what: 'recent', with: [siteId, minutes] });
      return { siteId, asOf: '2026-11-22T08:00:00+07:00', minutes, accepted: 1, hits: [HIT], drops: [DROP] };
    },
    livePages: async (bodyCode) => {
      asked.push({ what: 'livePages', with: [bodyCode] });
      return { asOf: HIT.at, hits: [{ ...HIT, siteId: 227, portal: PORTAL.name, bodyCode: 'H56' }] };
    },
    services: async (siteId, query) => {
      asked.push({ what: 'services', with: [siteId, query] });
      return { siteId, period: { from: '2026-11-21', to: '2026-11-22' }, asOf: HIT.at, services: [] };
    },
    otherValues: async (siteId, days) => {
      asked.push({ what: 'otherValues', with: [siteId, days] });
      return { siteId, asOf: '2026-11-22T08:00:00+07:00', meaning: { vi: 'a', en: 'b' }, days: [] };
    },
  };
}

export interface Logged {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}

export const REPAIR: Repair = {
  running: true,
  startedAt: '2026-11-22T08:00:00+07:00',
  finishedAt: null,
  error: null,
  setAside: 0,
  attached: 0,
  days: [],
  left: [],
};

export interface TestApi {
  app: FastifyInstance;
  asked: Asked;
  logged: Logged[];
}

/** An API over the stand-ins; whatever is given replaces its part. */
export async function testApi(changes: Partial<ApiOptions> = {}): Promise<TestApi> {
  const asked: Asked = [];
  const logged: Logged[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields: { ...fields }, message });
  let ids = 0;
  const app = await createApi({
    registry: registryDouble(asked),
    figures: figuresDouble(asked),
    ...NOTHING,
    accounts: accountsDouble(asked),
    audit: auditDouble(asked),
    health: async () => WELL,
    repairs: {
      start: async (options) => {
        asked.push({ what: 'repair', with: [options] });
        return REPAIR;
      },
      state: async () => {
        asked.push({ what: 'repairState', with: [] });
        return REPAIR;
      },
    },
    clock: () => Date.parse('2026-11-22T03:00:00Z'),
    operatorKey: KEY,
    trackerFiles: [],
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    publicUrl: 'https://emc.example.gov.vn',
    version: '0.1.0',
    simulated: false,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    ...changes,
  });
  return { app, asked, logged };
}
