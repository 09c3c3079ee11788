import type { Recent } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../src/index.ts';
import { BODY, OPERATOR, PORTAL, REPAIR, testApi, type TestApi, UNIT, USAGE, WELL } from './doubles.ts';
import { ACCOUNT } from './room-doubles.ts';
import { ROOM_CASES } from './room-cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.app.close());

interface Case {
  id: string;
  url: string;
  method?: 'POST' | 'PATCH';
  body?: object;
  status?: number;
  /** What the room behind was asked, with what. */
  asked?: { what: string; with: unknown[] };
  answer?: unknown;
}

const NEW_PORTAL = {
  bodyCode: 'H56',
  name: 'Cổng dịch vụ công',
  kind: 'public-service-portal',
  url: 'https://dichvucong.thanhhoa.gov.vn/',
};
const list = { bodyCode: undefined, unitId: undefined, limit: 100, offset: 0 };

const CASES: Case[] = [
  {
    id: 'listBodies',
    url: '/bodies?kind=province&asOf=2025-01-01',
    asked: { what: 'listBodies', with: [{ kind: 'province', asOf: '2025-01-01' }] },
    answer: { total: 1, items: [BODY] },
  },
  {
    id: 'addBody',
    method: 'POST',
    url: '/bodies',
    body: { code: 'H99', nameVi: 'Tỉnh Ví dụ', nameEn: 'Example', kind: 'province' },
    status: 201,
    asked: { what: 'addBody', with: [{ code: 'H99', nameVi: 'Tỉnh Ví dụ', nameEn: 'Example', kind: 'province' }] },
  },
  {
    id: 'getBody',
    url: '/bodies/h56?asOf=2024-05-01',
    asked: { what: 'getBody', with: ['H56', '2024-05-01'] },
    answer: BODY,
  },
  {
    id: 'changeBody',
    method: 'PATCH',
    url: '/bodies/H56',
    body: { on: '2026-01-01', successorCode: 'H40' },
    asked: { what: 'changeBody', with: ['H56', { on: '2026-01-01', successorCode: 'H40' }] },
  },
  {
    id: 'listUnits',
    url: '/bodies/H56/units',
    asked: { what: 'listUnits', with: ['H56', undefined] },
    answer: { total: 1, items: [UNIT] },
  },
  {
    id: 'addUnit',
    method: 'POST',
    url: '/bodies/H56/units',
    body: { nameVi: 'Sở Tư pháp' },
    status: 201,
    asked: { what: 'addUnit', with: ['H56', { nameVi: 'Sở Tư pháp' }] },
    answer: UNIT,
  },
  {
    id: 'changeUnit',
    method: 'PATCH',
    url: '/units/7',
    body: { parentId: null },
    asked: { what: 'changeUnit', with: [7, { parentId: null }] },
    answer: UNIT,
  },
  {
    id: 'listPortals',
    url: '/portals?body=h56&unit=7&kind=other&state=interrupted&q=thanh&limit=5&offset=10',
    asked: {
      what: 'listPortals',
      with: [{ bodyCode: 'H56', unitId: 7, kind: 'other', state: 'interrupted', q: 'thanh', limit: 5, offset: 10 }],
    },
  },
  { id: 'listPortals', url: '/portals', asked: { what: 'listPortals', with: [list] } },
  {
    id: 'addPortal',
    method: 'POST',
    url: '/portals',
    body: NEW_PORTAL,
    status: 201,
    asked: { what: 'addPortal', with: [NEW_PORTAL] },
    answer: PORTAL,
  },
  { id: 'getPortal', url: '/portals/227', asked: { what: 'getPortal', with: [227] }, answer: PORTAL },
  {
    id: 'changePortal',
    method: 'PATCH',
    url: '/portals/227',
    body: { name: 'Tên mới' },
    asked: { what: 'changePortal', with: [227, { name: 'Tên mới' }] },
  },
  {
    id: 'retirePortal',
    method: 'POST',
    url: '/portals/227/retire',
    asked: { what: 'retirePortal', with: [227, undefined] },
  },
  {
    id: 'retirePortal',
    method: 'POST',
    url: '/portals/227/retire',
    body: { on: '2026-12-01' },
    asked: { what: 'retirePortal', with: [227, '2026-12-01'] },
  },
  {
    id: 'usageOfCountry',
    url: '/usage',
    asked: { what: 'usage', with: [{ kind: 'country' }, { interval: 'day' }] },
    answer: USAGE,
  },
  {
    id: 'usageOfBody',
    url: '/bodies/h56/usage?from=2026-11-01&to=2026-11-22&interval=hour&asOf=2025-01-01',
    asked: {
      what: 'usage',
      with: [
        { kind: 'body', code: 'H56' },
        { from: '2026-11-01', to: '2026-11-22', interval: 'hour', asOf: '2025-01-01' },
      ],
    },
  },
  {
    id: 'usageOfUnit',
    url: '/units/7/usage',
    asked: { what: 'usage', with: [{ kind: 'unit', unitId: 7 }, { interval: 'day' }] },
  },
  {
    id: 'usageOfPortal',
    url: '/portals/227/usage',
    asked: { what: 'usage', with: [{ kind: 'portal', siteId: 227 }, { interval: 'day' }] },
  },
  { id: 'live', url: '/live?once=true', asked: { what: 'live', with: [] } },
  { id: 'recentOfPortal', url: '/portals/227/recent?minutes=5', asked: { what: 'recent', with: [227, 5] } },
  { id: 'recentOfPortal', url: '/portals/227/recent', asked: { what: 'recent', with: [227, 30] } },
  { id: 'recentPagesOfPortal', url: '/portals/227/recent/pages', asked: { what: 'recent', with: [227, 30] } },
  { id: 'livePages', url: '/live/pages?body=h56', asked: { what: 'livePages', with: ['H56'] } },
  {
    id: 'servicesOfPortal',
    url: '/portals/227/services?from=2026-11-21&to=2026-11-22',
    asked: { what: 'services', with: [227, { from: '2026-11-21', to: '2026-11-22' }] },
  },
  {
    id: 'otherValuesOfPortal',
    url: '/portals/227/other-values',
    asked: { what: 'otherValues', with: [227, 7] },
  },
  {
    id: 'repair',
    method: 'POST',
    url: '/repair',
    asked: { what: 'repair', with: [{ accept: false }] },
    answer: REPAIR,
  },
  {
    id: 'repair',
    method: 'POST',
    url: '/repair',
    body: { accept: true },
    asked: { what: 'repair', with: [{ accept: true }] },
  },
  { id: 'repairState', url: '/repair', asked: { what: 'repairState', with: [] }, answer: REPAIR },
  { id: 'health', url: '/health', answer: { ...WELL, status: 'ok' } },
  {
    id: 'version',
    url: '/version',
    answer: {
      name: 'emc',
      version: '0.1.0',
      api: 'v1',
      usageDefinitionVersion: 1,
      simulated: false,
      now: '2026-11-22T10:00:00+07:00',
    },
  },
  { id: 'whoAmI', url: '/me', asked: { what: 'whoAmI', with: [] } },
  { id: 'listAccounts', url: '/accounts', asked: { what: 'listAccounts', with: [] } },
  {
    id: 'addAccount',
    method: 'POST',
    url: '/accounts',
    body: { email: 'CanBo@example.gov.vn', name: 'Trần B', role: 'body', bodyCode: 'H56' },
    status: 201,
    asked: {
      what: 'addAccount',
      with: [{ email: 'canbo@example.gov.vn', name: 'Trần B', role: 'body', bodyCode: 'H56' }],
    },
    answer: { ...ACCOUNT, password: 'abcd-efgh' },
  },
  {
    id: 'changeAccount',
    method: 'PATCH',
    url: '/accounts/a1',
    body: { disabled: true },
    asked: { what: 'changeAccount', with: ['a1', { disabled: true }] },
  },
  {
    id: 'listAudit',
    url: '/audit?actor=operator-key',
    asked: { what: 'list', with: [{ limit: 100, offset: 0, actor: 'operator-key' }] },
  },
  {
    id: 'listAudit',
    url: '/audit?target=/portals/227&from=2026-11-01&to=2026-11-22&limit=5',
    asked: {
      what: 'list',
      with: [{ limit: 5, offset: 0, target: '/portals/227', from: '2026-11-01', to: '2026-11-22' }],
    },
  },
  { id: 'checkAudit', url: '/audit/check', asked: { what: 'verify', with: [] } },
  {
    id: 'checkAudit',
    url: `/audit/check?head=${'AB'.repeat(32)}`,
    asked: { what: 'verify', with: ['ab'.repeat(32)] },
  },
  { id: 'auditHead', url: '/audit/head', asked: { what: 'head', with: [] } },
  { id: 'openApi', url: '/openapi.json' },
  { id: 'openDataIndex', url: '/open-data' },
];

test('every route has a case, here or among those of the newer rooms', () => {
  const ids = [...CASES, ...ROOM_CASES].map(({ id }) => id);
  expect([...new Set(ids)].sort()).toEqual(ROUTES.map(({ id }) => id).sort());
});

test.each(CASES)(
  '$id ($url) asks the room behind it for just what was asked, and answers with its status',
  async ({ url, method = 'GET', body, status = 200, asked, answer }) => {
    api.asked.length = 0;
    const response = await api.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: OPERATOR,
      ...(body === undefined ? {} : { payload: body }),
    });
    expect(response.statusCode, response.body).toBe(status);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    if (asked !== undefined) expect(api.asked).toEqual([asked]);
    if (answer !== undefined) expect(response.json()).toEqual(answer);
  },
);

test('what is added names its address in Location', async () => {
  const portal = await api.app.inject({
    method: 'POST',
    url: '/api/v1/portals',
    headers: OPERATOR,
    payload: NEW_PORTAL,
  });
  expect(portal.headers.location).toBe('/api/v1/portals/227');
  const body = await api.app.inject({
    method: 'POST',
    url: '/api/v1/bodies',
    headers: OPERATOR,
    payload: { code: 'H99', nameVi: 'Ví dụ', nameEn: 'Example', kind: 'province' },
  });
  expect(body.headers.location).toBe('/api/v1/bodies/H99');
});

test('what just arrived is seen by everybody by time, kind and reason; of which page it was, by the body and the operator', async () => {
  const pages = /host-of-a-page|path-of-a-page|Title of a page/;
  for (const address of ['portals/227/recent', 'live?once=true']) {
    const { body } = await api.app.inject({ url: `/api/v1/${address}`, headers: OPERATOR });
    expect(body).not.toMatch(pages);
  }
  const seen = (await api.app.inject('/api/v1/portals/227/recent')).json<Recent>();
  expect(seen.hits).toEqual([
    { at: '2026-11-22T08:00:00+07:00', kind: 'page_view', device: 'phone', browser: 'Chrome' },
  ]);
  expect(seen.drops).toMatchObject([{ reason: 'wrong-host', count: 2, meaning: { en: 'Another host' } }]);
  for (const address of ['portals/227/recent/pages', 'live/pages']) {
    expect((await api.app.inject(`/api/v1/${address}`)).statusCode).toBe(401);
    expect((await api.app.inject({ url: `/api/v1/${address}`, headers: OPERATOR })).body).toMatch(pages);
  }
});

test('a slash at the end is the same address', async () => {
  expect((await api.app.inject('/api/v1/bodies/')).statusCode).toBe(200);
});

test('a field that the contract does not know never leaves, even when a room answers with it', async () => {
  const portal = { ...PORTAL, secret: 'inner' };
  const { app } = await testApi({
    registry: { ...(await import('./doubles.ts')).registryDouble([]), getPortal: async () => portal },
  });
  expect((await app.inject('/api/v1/portals/227')).body).not.toContain('inner');
  await app.close();
});

const DAMAGE = {
  table: 'hits',
  kind: 'rows-missing' as const,
  from: '2026-11-21',
  to: '2026-11-21',
  missingRows: 3,
  since: '2026-11-22T08:00:00+07:00',
  accepted: false,
};

test('health is 503 when a store is away or hits are refused, and 200 but degraded when something waits for a person', async () => {
  const away = { ok: false, detail: 'no answer for 5 s' };
  const cases = [
    { report: { ...WELL, stores: { ...WELL.stores, events: away } }, status: 503, word: 'down' },
    { report: { ...WELL, stores: { ...WELL.stores, control: away } }, status: 503, word: 'down' },
    { report: { ...WELL, spool: { ...WELL.spool, accepting: false } }, status: 503, word: 'down' },
    { report: { ...WELL, loader: { ...WELL.loader, setAside: 1 } }, status: 200, word: 'degraded' },
    { report: { ...WELL, damage: [DAMAGE] }, status: 200, word: 'degraded' },
    {
      report: { ...WELL, unanswered: { since: '2026-11-22T08:00:00+07:00', questions: ['usage-pages'] } },
      status: 200,
      word: 'degraded',
    },
    { report: { ...WELL, damage: [{ ...DAMAGE, accepted: true }] }, status: 200, word: 'ok' },
  ];
  for (const { report, status, word } of cases) {
    const { app } = await testApi({ health: async () => report });
    const response = await app.inject('/api/v1/health');
    expect([response.statusCode, response.json<{ status: string }>().status]).toEqual([status, word]);
    expect(response.headers['cache-control']).toBe('no-store');
    await app.close();
  }
});
