import { EmcError, type Caller, type ErrorCode } from '@emc/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOrigin } from '../src/guard/origin.ts';
import { ROUTES } from '../src/index.ts';
import { OPERATOR, registryDouble, testApi, type TestApi } from './doubles.ts';
import { accountsDouble, auditDouble } from './room-doubles.ts';

let audit: ReturnType<typeof auditDouble>;
let api: TestApi;
beforeEach(async () => {
  audit = auditDouble();
  api = await testApi({ audit });
});
afterEach(() => api.app.close());

const RETIRE = { method: 'POST', url: '/api/v1/portals/227/retire', headers: OPERATOR } as const;

test('a write has an entry before it is begun, and one with its outcome', async () => {
  let seen: string[] = [];
  const registry = registryDouble([]);
  const watched = await testApi({
    audit,
    registry: {
      ...registry,
      retirePortal: async (siteId, on) => {
        seen = audit.entries.map(({ outcome }) => outcome);
        return registry.retirePortal(siteId, on);
      },
    },
  });
  expect((await watched.app.inject(RETIRE)).statusCode).toBe(200);
  expect(seen).toEqual(['begun']);
  expect(audit.entries).toEqual([
    { action: 'retirePortal', target: '/api/v1/portals/227/retire', outcome: 'begun' },
    { action: 'retirePortal', target: '/api/v1/portals/227/retire', outcome: 'done' },
  ]);
  await watched.app.close();
});

test.each([
  { error: new EmcError('portal-retired', '227'), outcome: 'portal-retired' },
  { error: new Error('inside'), outcome: 'internal' },
])('a write that fails has its code as outcome: $outcome', async ({ error, outcome }) => {
  const retirePortal = async () => {
    throw error;
  };
  const failing = await testApi({ audit, registry: { ...registryDouble([]), retirePortal } });
  await failing.app.inject(RETIRE);
  expect(audit.entries.map((entry) => entry.outcome)).toEqual(['begun', outcome]);
  await failing.app.close();
});

test('when the log cannot be written, nothing is done', async () => {
  const begin = async () => {
    throw new EmcError('store-unavailable', 'control store');
  };
  const away = await testApi({ audit: { ...audit, begin } });
  expect((await away.app.inject(RETIRE)).statusCode).toBe(503);
  expect(away.asked).toEqual([]);
  await away.app.close();
});

test('reading leaves no entry', async () => {
  for (const url of ['/api/v1/bodies', '/api/v1/portals/227']) await api.app.inject({ url, headers: OPERATOR });
  expect(audit.entries).toEqual([]);
});

/** An API where everybody is this caller. */
const as = (caller: Partial<Caller>) =>
  testApi({
    audit,
    accounts: {
      ...accountsDouble([]),
      callerOf: async () => ({ kind: 'account', id: '1', name: 'x@y.vn', role: 'body', bodyCode: 'H56', ...caller }),
    },
  });
const OWN_PAGE = { origin: 'https://emc.example.gov.vn' };

test.each<{ what: string; headers: Record<string, string>; code: ErrorCode | undefined }>([
  { what: 'a page of our own', headers: OWN_PAGE, code: undefined },
  {
    what: 'a page under whatever host the request itself names',
    headers: { host: 'elsewhere.vn', origin: 'https://elsewhere.vn' },
    code: 'foreign-origin',
  },
  {
    what: 'a page of the same name that came over http, where ours come over https',
    headers: { origin: 'http://emc.example.gov.vn' },
    code: 'foreign-origin',
  },
  { what: 'a page of this machine', headers: { origin: 'http://localhost:80' }, code: 'foreign-origin' },
  {
    what: 'a browser that says only that it is the same origin, as ours is',
    headers: { host: 'emc.example.gov.vn', 'sec-fetch-site': 'same-origin' },
    code: undefined,
  },
  {
    what: 'a browser that says only that it is the same origin, under another name',
    headers: { host: 'elsewhere.vn', 'sec-fetch-site': 'same-origin' },
    code: 'foreign-origin',
  },
  { what: 'another site', headers: { origin: 'https://elsewhere.vn' }, code: 'foreign-origin' },
  { what: 'a sister site', headers: { 'sec-fetch-site': 'same-site' }, code: 'foreign-origin' },
  { what: 'a page that hides where it is from', headers: { origin: 'null' }, code: 'foreign-origin' },
  { what: 'nobody knows where', headers: {}, code: 'foreign-origin' },
  {
    what: 'another site, whatever else is said',
    headers: { origin: 'https://elsewhere.vn', 'sec-fetch-site': 'same-origin' },
    code: 'foreign-origin',
  },
])('a write with a cookie from $what: $code', async ({ headers, code }) => {
  const of = await as({ role: 'operator', bodyCode: null });
  const response = await of.app.inject({ ...RETIRE, headers: { host: 'localhost:80', ...headers } });
  expect(response.json<{ code?: string }>().code).toBe(code);
  const signIn = await of.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { host: 'localhost:80', ...headers },
    payload: {},
  });
  expect(signIn.json<{ code?: string }>().code).toBe(code ?? 'sign-in-failed');
  await of.app.close();
});

const LISTENING = { localAddress: '::ffff:192.168.7.5', localPort: 8700 };

test.each([
  ...['localhost', '127.0.0.1', '[::1]', '192.168.7.5'].map((name) => ({ origin: `http://${name}:8700`, own: true })),
  { origin: 'http://LOCALHOST:8700', own: true },
  { origin: 'http://localhost:8701', own: false },
  { origin: 'http://localhost', own: false },
  { origin: 'https://localhost:8700', own: false },
  { origin: 'http://192.168.7.6:8700', own: false },
  // A name that its owner points to this machine.
  { origin: 'http://rebound.example.com:8700', own: false },
])('where no public address is set, a write from $origin is taken: $own', ({ origin, own }) => {
  const address = { publicUrl: 'http://127.0.0.1:8700', publicUrlIsSet: false };
  const { host } = new URL(origin);
  const check = (headers: Record<string, string>) => () => checkOrigin({ headers, socket: LISTENING }, address);
  if (own) expect(check({ host, origin })).not.toThrow();
  else expect(check({ host, origin })).toThrow('Origin');
  // A browser that leaves Origin out names no scheme.
  if (own) expect(check({ host, 'sec-fetch-site': 'same-origin' })).not.toThrow();
  else if (origin.startsWith('http:')) expect(check({ host, 'sec-fetch-site': 'same-origin' })).toThrow('Origin');
});

test('what anybody may ask is answered whatever host and origin a request names', async () => {
  const headers = { host: 'elsewhere.vn', origin: 'https://elsewhere.vn' };
  for (const url of ['/api/v1/health', '/api/v1/portals', '/api/v1/openapi.json', '/docs/errors'])
    expect((await api.app.inject({ url, headers })).statusCode, url).toBe(200);
});

test('a body changes its own portals, gives none away, and takes none', async () => {
  const own = await as({});
  const change = (of: TestApi, payload: object) =>
    of.app.inject({ method: 'PATCH', url: '/api/v1/portals/227', headers: OWN_PAGE, payload });
  expect((await change(own, { name: 'Tên mới' })).statusCode).toBe(200);
  expect((await change(own, { name: 'Tên mới', bodyCode: 'H56' })).statusCode).toBe(200);
  expect((await change(own, { bodyCode: 'H26' })).json<{ code: string }>().code).toBe('not-allowed');
  const other = await as({ bodyCode: 'H26' });
  for (const payload of [{ name: 'Tên mới' }, { bodyCode: 'H26' }]) {
    expect((await change(other, payload)).json<{ code: string }>().code).toBe('not-allowed');
  }
  expect(other.asked.filter(({ what }) => what === 'changePortal')).toEqual([]);
  await Promise.all([own.app.close(), other.app.close()]);
});

test('what is refused to a role names the role that is needed, and leaves no entry', async () => {
  const of = await as({ role: 'committee', bodyCode: null });
  const response = await of.app.inject({ ...RETIRE, headers: OWN_PAGE });
  expect(response.json()).toMatchObject({ code: 'not-allowed', detail: 'roles: operator' });
  expect(audit.entries).toEqual([]);
  await of.app.close();
});

test('every route that is no GET may be used by the operator', () => {
  for (const { id, method, access } of ROUTES) {
    if (method !== 'GET') expect(access === 'public' ? [] : access.roles, id).toContain('operator');
  }
});

test('what is not for everybody is kept by no cache', () => {
  for (const { id, access, caching } of ROUTES) if (access !== 'public') expect(caching, id).toBe('never');
});

test('too many tries are answered with when to try again', async () => {
  const signIn = async () => {
    throw Object.assign(new EmcError('too-many-tries', '5 / 15 min'), { retryAfter_s: 37 });
  };
  const of = await testApi({ accounts: { ...accountsDouble([]), signIn } });
  const response = await of.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: OWN_PAGE,
    payload: {},
  });
  expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '37']);
  await of.app.close();
});

test.each(['sign-up/email', 'get-session', 'two-factor/disable', 'list-sessions', 'ok', 'update-user', ''])(
  'of the sign-in library /api/auth/%s is not reachable',
  async (path) => {
    for (const method of ['GET', 'POST'] as const) {
      const response = await api.app.inject({ method, url: `/api/auth/${path}`, headers: OWN_PAGE });
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'not-found']);
    }
  },
);
