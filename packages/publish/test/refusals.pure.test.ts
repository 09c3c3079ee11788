import { inspect } from 'node:util';
import { EmcError, ERRORS, type ErrorCode, type Problem, problemSchema } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATOR, registryDouble, testApi, type TestApi } from './doubles.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.app.close());

interface Asking {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  url: string;
  headers?: Record<string, string>;
  payload?: string | object;
}

/** Asks, and checks that the refusal is a problem document as RFC 9457 and the contract have it. */
async function refused(
  asking: Asking,
  of: TestApi = api,
): Promise<{ problem: Problem; headers: Record<string, unknown> }> {
  const response = await of.app.inject({ method: 'GET', ...asking });
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(response.headers['cache-control']).toBe('no-store');
  const problem = problemSchema.strict().parse(response.json());
  expect(problem.status).toBe(response.statusCode);
  expect(problem.type).toBe(`/docs/errors#${problem.code}`);
  expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  return { problem, headers: response.headers };
}

const JSON_TYPE = { ...OPERATOR, 'content-type': 'application/json' };

test.each<{ why: string; asking: Asking; code: ErrorCode; where?: string[] }>([
  { why: 'an unknown parameter', asking: { url: '/api/v1/portals?boddy=H56' }, code: 'bad-request', where: ['boddy'] },
  { why: 'a parameter given twice', asking: { url: '/api/v1/portals?q=a&q=b' }, code: 'bad-request', where: ['q'] },
  { why: 'a number that is none', asking: { url: '/api/v1/portals?limit=1e2' }, code: 'bad-request', where: ['limit'] },
  { why: 'an empty number', asking: { url: '/api/v1/portals?offset=' }, code: 'bad-request', where: ['offset'] },
  {
    why: 'a number above its limit',
    asking: { url: '/api/v1/portals?limit=1001' },
    code: 'bad-request',
    where: ['limit'],
  },
  {
    why: 'a day that does not exist',
    asking: { url: '/api/v1/usage?from=2026-02-30' },
    code: 'bad-request',
    where: ['from'],
  },
  {
    why: 'an interval that does not exist',
    asking: { url: '/api/v1/usage?interval=week' },
    code: 'bad-request',
    where: ['interval'],
  },
  { why: 'a siteId that is no number', asking: { url: '/api/v1/portals/abc' }, code: 'bad-request', where: ['siteId'] },
  {
    why: 'a body code of another shape',
    asking: { url: '/api/v1/bodies/hanoi' },
    code: 'bad-request',
    where: ['code'],
  },
  {
    why: 'minutes out of range',
    asking: { url: '/api/v1/portals/227/recent?minutes=0' },
    code: 'bad-request',
    where: ['minutes'],
  },
  {
    why: 'no body where one is needed',
    asking: { method: 'POST', url: '/api/v1/portals', headers: OPERATOR },
    code: 'bad-request',
    where: ['/'],
  },
  {
    why: 'malformed JSON',
    asking: { method: 'POST', url: '/api/v1/portals', headers: JSON_TYPE, payload: '{"a":' },
    code: 'bad-request',
  },
  {
    why: 'a body that would change the prototype',
    asking: { method: 'PATCH', url: '/api/v1/portals/227', headers: JSON_TYPE, payload: '{"__proto__":{"a":1}}' },
    code: 'bad-request',
  },
  {
    why: 'an unknown field',
    asking: { method: 'PATCH', url: '/api/v1/portals/227', headers: OPERATOR, payload: { nmae: 'x' } },
    code: 'bad-request',
    where: ['/nmae'],
  },
  {
    why: 'a host with a scheme',
    asking: {
      method: 'PATCH',
      url: '/api/v1/portals/227',
      headers: OPERATOR,
      payload: { allowedHosts: ['ok.gov.vn', 'https://x.gov.vn'] },
    },
    code: 'bad-request',
    where: ['/allowedHosts/1'],
  },
  {
    why: 'a change of a body that is both or neither',
    asking: { method: 'PATCH', url: '/api/v1/bodies/H56', headers: OPERATOR, payload: { on: '2026-01-01' } },
    code: 'bad-request',
    where: ['/'],
  },
  {
    why: 'another media type',
    asking: {
      method: 'POST',
      url: '/api/v1/portals',
      headers: { ...OPERATOR, 'content-type': 'text/plain' },
      payload: 'x',
    },
    code: 'media-type-not-supported',
  },
  {
    why: 'too large a body',
    asking: { method: 'POST', url: '/api/v1/portals', headers: JSON_TYPE, payload: `"${'x'.repeat(65 * 1024)}"` },
    code: 'body-too-large',
  },
  { why: 'an unknown address', asking: { url: '/api/v1/nothing' }, code: 'not-found' },
  {
    why: 'an unknown address, whatever is sent to it',
    asking: { method: 'POST', url: '/nothing', headers: { 'content-type': 'text/plain' }, payload: 'x' },
    code: 'not-found',
  },
  { why: 'an address that cannot be decoded', asking: { url: '/api/v1/portals/%ZZ' }, code: 'bad-request' },
  { why: 'an unknown body', asking: { url: '/api/v1/bodies/H01' }, code: 'body-unknown' },
  { why: 'an unknown portal', asking: { url: '/api/v1/portals/1' }, code: 'portal-unknown' },
])('$why is refused as $code, naming what was wrong', async ({ asking, code, where }) => {
  const { problem } = await refused(asking);
  expect(problem.code).toBe(code);
  if (where !== undefined) expect(problem.errors.map((error) => error.where)).toEqual(where);
  for (const place of where ?? []) expect(problem.detail).toContain(place);
});

test.each([
  { method: 'DELETE', url: '/api/v1/portals', allow: 'GET, POST, HEAD, OPTIONS' },
  { method: 'GET', url: '/api/v1/portals/227/retire', allow: 'POST, OPTIONS' },
  { method: 'PUT', url: '/api/v1/portals/227/', allow: 'GET, PATCH, HEAD, OPTIONS' },
  { method: 'POST', url: '/docs/errors', allow: 'GET, HEAD, OPTIONS' },
] as const)('$method $url is refused with the methods that the address takes', async ({ method, url, allow }) => {
  const { problem, headers } = await refused({ method, url });
  expect(problem.code).toBe('method-not-allowed');
  expect(headers['allow']).toBe(allow);
});

test('an unknown parameter is answered with those that exist', async () => {
  const { problem } = await refused({ url: '/api/v1/bodies?kinds=province', headers: { 'accept-language': 'en' } });
  expect(problem.errors).toEqual([{ where: 'kinds', what: 'there is no such field; there are: asOf, kind' }]);
});

test('a refusal never repeats what was sent', async () => {
  const { problem } = await refused({
    url: '/api/v1/portals?limit=038077001234&q=%20',
    headers: { 'accept-language': 'en' },
  });
  expect(JSON.stringify(problem)).not.toContain('038077001234');
});

test.each([
  { accept: undefined, language: 'vi' },
  { accept: 'en-GB,en;q=0.9,vi;q=0.5', language: 'en' },
  { accept: 'vi-VN,vi;q=0.9,en;q=0.8', language: 'vi' },
  { accept: 'fr', language: 'vi' },
] as const)('Accept-Language $accept gets its texts in $language', async ({ accept, language }) => {
  const { problem, headers } = await refused({
    url: '/api/v1/portals/1',
    headers: accept === undefined ? {} : { 'accept-language': accept },
  });
  expect(problem.title).toBe(ERRORS['portal-unknown'].title[language]);
  expect(problem.remedy).toBe(ERRORS['portal-unknown'].remedy[language]);
  expect([headers['content-language'], headers['vary']]).toEqual([language, 'Accept-Language']);
});

/** An API whose register fails with what is given, and a way to let it fail with something else. */
async function failing(first: Error): Promise<TestApi & { failWith(next: Error): void }> {
  let error = first;
  const getPortal = async () => {
    throw error;
  };
  const of = await testApi({ registry: { ...registryDouble([]), getPortal } });
  return { ...of, failWith: (next) => void (error = next) };
}

test('a room may refuse with any code of the contract: status, texts and fields reach the client', async () => {
  const of = await failing(new Error('x'));
  for (const [code, { status }] of Object.entries(ERRORS)) {
    // Of a store only that it is away, damaged or asked too much, see below.
    if (['store-unavailable', 'data-damaged', 'question-too-large'].includes(code)) continue;
    of.failWith(new EmcError(code as ErrorCode, 'H56', [{ where: 'x', what: 'y' }]));
    const { problem, headers } = await refused({ url: '/api/v1/portals/227' }, of);
    expect(problem).toMatchObject({ code, status, detail: 'H56', errors: [{ where: 'x', what: 'y' }] });
    expect(headers['retry-after']).toBe(status === 503 ? '5' : undefined);
  }
  await of.app.close();
});

test('an unforeseen error says nothing of the inside, and the log has all of it under the same id', async () => {
  const error = new Error('relation "portals" has password hunter2');
  const of = await failing(error);
  const { problem } = await refused({ url: '/api/v1/portals/227' }, of);
  expect(problem.code).toBe('internal');
  expect(JSON.stringify(problem)).not.toMatch(/hunter2|relation/);
  expect(of.logged).toHaveLength(1);
  expect(of.logged[0]).toMatchObject({ level: 'error', fields: { err: error, path: '/api/v1/portals/:siteId' } });
  expect(problem.instance).toBe(`urn:uuid:${String(of.logged[0]?.fields['id'])}`);
  await of.app.close();
});

test('an answer that breaks the contract is an internal error, not a wrong answer', async () => {
  const of = await testApi({
    registry: { ...registryDouble([]), listPortals: async () => ({ total: Number.NaN, items: [] }) },
  });
  const { problem } = await refused({ url: '/api/v1/portals' }, of);
  expect([problem.code, of.logged.length]).toEqual(['internal', 1]);
  await of.app.close();
});

test('a store that is away is 503 and come back: why is in the log, and not in the answer', async () => {
  const why = 'control store: connect ECONNREFUSED 10.11.12.13:5432';
  const of = await failing(new EmcError('store-unavailable', why));
  const { problem, headers } = await refused({ url: '/api/v1/portals/227' }, of);
  expect([problem.code, headers['retry-after'], of.logged[0]?.level]).toEqual(['store-unavailable', '5', 'warn']);
  expect(JSON.stringify(problem)).not.toContain('10.11.12.13');
  expect(String(of.logged[0]?.fields['err'])).toContain(why);
  await of.app.close();
});

test('a question that takes more than it may is 503 and no fault of the store: why is in the log, and not in the answer', async () => {
  const why = 'event store: Query memory limit exceeded: would use 900.00 MiB (user emc_reader)';
  const of = await failing(new EmcError('question-too-large', why));
  const { problem, headers } = await refused({ url: '/api/v1/portals/227' }, of);
  expect([problem.code, headers['retry-after'], of.logged[0]?.level]).toEqual(['question-too-large', '5', 'warn']);
  expect(JSON.stringify(problem)).not.toContain('emc_reader');
  await of.app.close();
});

test('damaged data is 503: where it lies is in the log, and not in the answer', async () => {
  const why = "event store: Checksum doesn't match: corrupted data in /var/lib/emc/clickhouse/data/store/hits.bin";
  const of = await failing(new EmcError('data-damaged', why));
  const { problem } = await refused({ url: '/api/v1/portals/227' }, of);
  expect([problem.code, problem.status, of.logged[0]?.level]).toEqual(['data-damaged', 503, 'error']);
  expect(JSON.stringify(problem)).not.toContain('/var/lib');
  expect(String(of.logged[0]?.fields['err'])).toContain(why);
  await of.app.close();
});

test('a character that the store cannot keep is a fault of the request', async () => {
  const of = await failing(Object.assign(new Error('invalid byte sequence'), { code: '22021' }));
  const { problem } = await refused({ url: '/api/v1/portals/227' }, of);
  expect([problem.code, problem.detail, of.logged]).toEqual(['bad-request', expect.stringContaining('U+0000'), []]);
  await of.app.close();
  const name = 'Một\u0000cửa';
  const asking = {
    method: 'POST',
    url: '/api/v1/systems',
    headers: JSON_TYPE,
    payload: { bodyCode: 'H56', name },
  } as const;
  expect((await refused(asking)).problem).toMatchObject({ code: 'bad-request', errors: [{ where: '/name' }] });
});

test('of very many wrong parameters a hundred are told, and how many there are', async () => {
  const query = Array.from({ length: 500 }, (_, index) => `x${index}=1`).join('&');
  const { problem } = await refused({ url: `/api/v1/portals?${query}` });
  expect(problem.errors).toHaveLength(100);
  expect(problem.detail).toContain('(+497)');
});

test.each([
  { what: 'fails inside', error: new Error('x'), code: 'internal' },
  { what: 'finds a store unavailable', error: new EmcError('store-unavailable', 'x'), code: 'store-unavailable' },
])('a request that $what is in the log by its route, without its query string', async ({ error, code }) => {
  const listPortals = async () => {
    throw error;
  };
  const of = await testApi({ registry: { ...registryDouble([]), listPortals } });
  const { problem } = await refused({ url: '/api/v1/portals?q=038077001234' }, of);
  expect(problem.code).toBe(code);
  expect(of.logged.map(({ fields }) => fields['path'])).toEqual(['/api/v1/portals']);
  expect(inspect(of.logged, { depth: 10 })).not.toContain('038077001234');
  await of.app.close();
});

test('a wrong operator key is in the log without anything that was sent, address included', async () => {
  const of = await testApi();
  const headers = { authorization: 'Bearer a-key-that-is-not-the-right-one' };
  for (const address of ['audit?actor=038077001234', 'systems/038077001234/dossiers/038077001234']) {
    const { problem } = await refused({ url: `/api/v1/${address}`, headers }, of);
    expect(problem.code).toBe('operator-key-wrong');
  }
  expect(of.logged).toHaveLength(1);
  expect(inspect(of.logged, { depth: 10 })).not.toMatch(/038077001234|a-key-that-is-not/);
  await of.app.close();
});
