import { inspect } from 'node:util';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { AuditLog } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../src/index.ts';
import { KEY, OPERATOR, registryDouble, testApi, type TestApi } from './doubles.ts';
import { auditDouble } from './room-doubles.ts';

// What a stranger, or an account, may send at all: addresses and bodies are bounded before anything looks at them.

let api: TestApi;
const noted: Parameters<AuditLog['begin']>[0][] = [];
beforeAll(async () => {
  const audit = auditDouble();
  const begin: AuditLog['begin'] = async (entry) => {
    noted.push(entry);
    return audit.begin(entry);
  };
  api = await testApi({ audit: { ...audit, begin } });
});
afterAll(() => api.app.close());

const addressOf = (path: string) =>
  `/api/v1${path.replace('{code}', 'H56').replace('{siteId}', '227').replace('{body}', 'H56').replace('{id}', '7')}`;
const codeOf = ({ body }: { body: string }) => (JSON.parse(body) as { code: string }).code;

test.each([
  { what: 'slashes that end in a letter', url: `${'/'.repeat(60_000)}x` },
  { what: 'a query string', url: `/api/v1/portals?q=${'x'.repeat(60_000)}` },
  { what: 'a path below the API', url: `/api/v1/portals/${'%2F'.repeat(20_000)}` },
  { what: 'what hides an address behind dots', url: `/api/v1/${'x/..;/'.repeat(10_000)}portals` },
])('an address of 60 kB is refused before it is routed: $what', async ({ url }) => {
  for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
    const answer = await api.app.inject({ method, url });
    expect([answer.statusCode, codeOf(answer)]).toEqual([414, 'address-too-long']);
    expect(answer.body.length).toBeLessThan(1_000);
  }
});

test('an address of 4,096 characters is routed, one more is not', async () => {
  const base = '/api/v1/portals?q=';
  const asked = async (length: number) => codeOf(await api.app.inject(base + 'x'.repeat(length - base.length)));
  expect([await asked(4_096), await asked(4_097)]).toEqual(['bad-request', 'address-too-long']);
});

const BODYLESS = ROUTES.filter(({ method, body }) => method !== 'GET' && body === undefined);

test('there are routes that declare no body', () => {
  expect(BODYLESS.map(({ id }) => id)).toContain('renewSystemKey');
});

test.each(BODYLESS)('$method $path takes no body: nothing of one reaches the audit log', async ({ method, path }) => {
  const ask = (payload?: string) =>
    api.app.inject({
      method,
      url: addressOf(path),
      headers: { ...OPERATOR, ...(payload === undefined ? {} : { 'content-type': 'application/json' }) },
      payload,
    });
  noted.length = 0;
  for (const sent of ['{"a":1}', '[]', '"x"', '1', 'null', `{"a":"${'x'.repeat(900)}"}`])
    expect(codeOf(await ask(sent)), sent).toBe('bad-request');
  expect(codeOf(await ask(`{"a":"${'x'.repeat(60_000)}"}`))).toBe('body-too-large');
  expect(noted).toEqual([]);
  // What clients send who have nothing to say.
  for (const nothing of [undefined, '', '{}']) expect((await ask(nothing)).statusCode, nothing).toBeLessThan(500);
  expect(noted.map(({ detail }) => detail)).toEqual([{}, {}, {}]);
});

const DEEP = ['['.repeat(30_000), '['.repeat(30_000) + ']'.repeat(30_000), '{"a":'.repeat(10_000)];

test.each(ROUTES.filter(({ method }) => method !== 'GET'))(
  '$method $path refuses JSON of ten thousand levels as what it is',
  async ({ method, path }) => {
    noted.length = 0;
    for (const json of [...DEEP, `{"name":${DEEP[1]}}`, `{"on":"\\"","x":${DEEP[1]}}`]) {
      const headers = { ...OPERATOR, 'content-type': 'application/json' };
      const answer = await api.app.inject({ method, url: addressOf(path), headers, payload: json });
      expect(['bad-request', 'body-too-large'], inspect(answer.body)).toContain(codeOf(answer));
      if (codeOf(answer) === 'bad-request') expect(answer.body).toContain('lồng nhau quá 16 mức');
    }
    expect(noted).toEqual([]);
  },
);

test('brackets in a text make nothing deep', async () => {
  const name = '['.repeat(150) + '\\"{'.repeat(20);
  const answer = await api.app.inject({
    method: 'PATCH',
    url: '/api/v1/portals/227',
    headers: { ...OPERATOR, 'content-type': 'application/json' },
    payload: `{"name":"${name}"}`,
  });
  expect(answer.statusCode, answer.body).toBe(200);
});

test('who leaves before his request is whole, or before it is answered, is no error in the log', async () => {
  const registry = registryDouble([]);
  const asked: string[] = [];
  const slowly = async (filter: Parameters<typeof registry.listPortals>[0]) => {
    asked.push('slowly');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return registry.listPortals(filter);
  };
  const of = await testApi({ registry: { ...registry, listPortals: slowly } });
  const server = createServer((request, response) => of.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const key = `Authorization: Bearer ${KEY}\r\nContent-Type: application/json`;
  for (const sent of [
    `POST /api/v1/portals HTTP/1.1\r\nHost: x\r\n${key}\r\nContent-Length: 1000\r\n\r\n{"name":`,
    `PATCH /api/v1/portals/227 HTTP/1.1\r\nHost: x\r\n${key}\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"name":"`,
    `POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\nOrigin: https://emc.example.gov.vn\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    'GET /api/v1/portals HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n',
  ])
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const accepted = once(server, 'request');
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(sent);
      await accepted;
      socket[leave]();
    }
  // Behind all of them: when this is answered, they were.
  await expect.poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
  expect(asked.length).toBeGreaterThan(0);
  expect(of.logged).toEqual([]);
  await of.app.close();
  server.close();
});
