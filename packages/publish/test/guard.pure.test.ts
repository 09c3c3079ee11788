import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../src/index.ts';
import { KEY, testApi, type TestApi } from './doubles.ts';
import { auditDouble } from './room-doubles.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.app.close());

const addressOf = (path: string) =>
  `/api/v1${path.replace('{code}', 'H56').replace('{siteId}', '227').replace('{id}', '7')}`;
const WRITES = ROUTES.filter(({ method }) => method !== 'GET');

test('every route that is no GET declares who may use it', () => {
  expect(WRITES.filter(({ access }) => access === 'public')).toEqual([]);
  expect(WRITES.length).toBeGreaterThan(6);
});

test.each(WRITES)('$method $path without key and session is 401 and reaches no room', async ({ method, path }) => {
  api.asked.length = 0;
  const response = await api.app.inject({
    method,
    url: addressOf(path),
    payload: '{ this is not even JSON',
    headers: { 'content-type': 'application/json' },
  });
  expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([401, 'sign-in-required']);
  expect(response.headers['www-authenticate']).toMatch(/^Bearer /);
  expect(api.asked).toEqual([]);
});

test.each(WRITES)('$method $path with a wrong key is 403 and reaches no room', async ({ method, path }) => {
  api.asked.length = 0;
  for (const wrong of [`${KEY}x`, KEY.slice(1), KEY.toUpperCase(), 'x']) {
    const response = await api.app.inject({
      method,
      url: addressOf(path),
      headers: { authorization: `Bearer ${wrong}` },
    });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'operator-key-wrong']);
  }
  expect(api.asked).toEqual([]);
});

test.each(['', 'Bearer', 'Bearer ', `Basic ${KEY}`, KEY, `Bearer ${KEY} and more`])(
  'the header "%s" is no key at all',
  async (authorization) => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/api/v1/portals/227/retire',
      headers: { authorization },
    });
    expect(response.statusCode).toBe(401);
  },
);

test('the word Bearer may be written in any case', async () => {
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/v1/portals/227/retire',
    headers: { authorization: `bearer ${KEY}` },
  });
  expect(response.statusCode).toBe(200);
});

test('wrong keys are counted, logged once and without the key, and none has an entry of its own', async () => {
  const audit = auditDouble();
  const own = await testApi({ audit });
  for (let index = 0; index < 100; index++) {
    const authorization = `Bearer this-is-a-wrong-key-${index}`;
    await own.app.inject({ method: 'POST', url: `/api/v1/portals/${index}/retire`, headers: { authorization } });
  }
  expect(own.logged.map(({ level }) => level)).toEqual(['warn']);
  expect(JSON.stringify([own.logged, audit.refused])).not.toContain('this-is-a-wrong-key');
  expect([audit.entries.length, audit.refused.length]).toEqual([0, 100]);
  expect(new Set(audit.refused.map(({ target }) => target)).size).toBe(1);
  await own.app.close();
});

test('a key that could be guessed is refused before anything starts', async () => {
  await expect(testApi({ operatorKey: 'short' })).rejects.toThrow('shorter than 16');
});

test('other origins may read and may not write', async () => {
  const read = await api.app.inject({ url: '/api/v1/bodies', headers: { origin: 'https://elsewhere.vn' } });
  expect(read.headers['access-control-allow-origin']).toBe('*');
  const asked = await api.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/portals',
    headers: { origin: 'https://elsewhere.vn', 'access-control-request-method': 'POST' },
  });
  expect([asked.statusCode, asked.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD']);
  expect(asked.headers['access-control-allow-headers']).not.toMatch(/authorization/i);
  const write = await api.app.inject({
    method: 'POST',
    url: '/api/v1/portals/227/retire',
    headers: { origin: 'https://elsewhere.vn', authorization: `Bearer ${KEY}` },
  });
  expect(write.headers['access-control-allow-origin']).toBeUndefined();
  const retire = await api.app.inject({ method: 'OPTIONS', url: '/api/v1/portals/227/retire' });
  expect(retire.headers['access-control-allow-origin']).toBeUndefined();
});
