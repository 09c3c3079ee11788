import { request } from 'node:http';
import { SIGN_IN_PATHS } from '@emc/contract';
import { ROUTES } from '@emc/publish';
import { freshDirectory, type Program, type SignedIn, signIn, startProgram, visitorOf } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BODIES, documentedRows, OTHER, OWN, requestFor, type Things } from './requests.ts';

type Ask = (method: string, path: string, body?: unknown) => Promise<Response>;

const directory = freshDirectory();
let program: Program;
let things: Things;
/** In the order of the columns of docs/access.md. */
let callers: { name: string; ask: Ask }[];
let operator: SignedIn;

/** 401 and 403 say that it is because of who asks; the other codes of the same status would be a finding of their own. */
const BECAUSE_OF_WHO = new Set(['sign-in-required', 'session-invalid', 'second-factor-required', 'not-allowed']);

const person = (name: string, role: string, bodyCode?: string) => ({
  email: `${name}@example.gov.vn`,
  name: `Cán bộ ${name}`,
  role,
  ...(bodyCode === undefined ? {} : { bodyCode }),
});

async function makeThings(): Promise<Things> {
  const made = async (address: string, body: object) =>
    (await program.api('POST', address, body)) as { id: number; siteId: number };
  const url = 'https://cong.thanhhoa.gov.vn';
  const { siteId } = await made('/portals', { bodyCode: OWN, name: 'Cổng', kind: 'other', url });
  const { id: unitId } = await made(`/bodies/${OWN}/units`, { nameVi: 'Sở Y tế' });
  const { id: systemId } = await made('/systems', { bodyCode: OWN, name: 'Một cửa' });
  const account = (await program.api('POST', '/accounts', person('khac', 'committee'))) as { id: string };
  return { siteId, unitId, systemId, accountId: account.id };
}

const keyHolder: Ask = (method, path, body) =>
  fetch(`${program.url}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${program.operatorKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path });
  things = await makeThings();
  operator = await signIn(program, person('vanhanh', 'operator'));
  callers = [
    { name: 'nobody', ask: visitorOf(program).ask },
    { name: 'no second factor', ask: (await signIn(program, person('moi', 'operator'), 'password')).ask },
    { name: 'own body', ask: (await signIn(program, person('h56', 'body', OWN))).ask },
    { name: 'other body', ask: (await signIn(program, person('h26', 'body', OTHER))).ask },
    { name: 'committee', ask: (await signIn(program, person('uyban', 'committee'))).ask },
    { name: 'operator', ask: operator.ask },
    { name: 'key', ask: keyHolder },
  ];
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

/** `yes`, `–`, or what went wrong besides. */
async function cellOf(response: Response): Promise<string> {
  if (response.status === 500) return `broken: ${await response.text()}`;
  if (response.status !== 401 && response.status !== 403) {
    await response.body?.cancel();
    return 'yes';
  }
  const { code } = (await response.json()) as { code: string };
  return BECAUSE_OF_WHO.has(code) ? '–' : code;
}

test('every route is open to just whom docs/access.md says, asked as each of them', async () => {
  const walked: string[] = [];
  for (const route of ROUTES) {
    const { address, body } = requestFor(route, things);
    const cells: string[] = [];
    for (const { ask } of callers) cells.push(await cellOf(await ask(route.method, `/api/v1${address}`, body)));
    walked.push(`| \`${route.method} ${route.path}\` | ${cells.join(' | ')} |`);
  }
  expect(documentedRows(/^`(GET|POST|PATCH) \//).sort()).toEqual(walked.sort());
});

test('a body cannot take its portal out of the rule by which it is judged, and may change what else it says of it', async () => {
  const own = callers.find(({ name }) => name === 'own body')!;
  const registered = { bodyCode: OWN, name: 'Cổng khác', kind: 'other', url: 'https://khac.thanhhoa.gov.vn' };
  const { siteId } = (await program.api('POST', '/portals', registered)) as { siteId: number };
  const change = async (what: object) => {
    const answer = await own.ask('PATCH', `/api/v1/portals/${siteId}`, what);
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect(await change({ kind: 'information-page' })).toEqual([403, 'not-allowed']);
  expect(await change({ liveOn: '2099-01-01' })).toEqual([403, 'not-allowed']);
  expect(await change({ bodyCode: OTHER })).toEqual([403, 'not-allowed']);
  expect(await change({ kind: 'other', liveOn: null, bodyCode: OWN, name: 'Cổng của tỉnh' })).toEqual([200, undefined]);
  const asNow = (await program.api('GET', `/portals/${siteId}`)) as object;
  expect(asNow).toMatchObject({ kind: 'other', liveOn: null, bodyCode: OWN, retiredOn: null, name: 'Cổng của tỉnh' });
});

test('a body cannot claim a siteId that no portal has, and uses that of its own portal', async () => {
  const own = callers.find(({ name }) => name === 'own body')!;
  const ask = async (method: string, address: string, what: object) =>
    (await own.ask(method, `/api/v1${address}`, what)).status;
  const portal = { bodyCode: OWN, name: 'Cổng một cửa', kind: 'other', url: 'https://motcua.thanhhoa.gov.vn' };
  expect(await ask('POST', '/portals', { ...portal, siteId: 4064 })).toBe(403);
  expect(await ask('POST', '/systems', { bodyCode: OWN, name: 'Một cửa', siteId: 4064 })).toBe(403);
  const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
  const made = await own.ask('POST', '/api/v1/systems', { bodyCode: OWN, name: 'Một cửa', siteId });
  const { id } = (await made.json()) as { id: number };
  expect(made.status).toBe(201);
  expect(await ask('PATCH', `/systems/${id}`, { siteId: 4064 })).toBe(403);
  expect(await ask('PATCH', `/systems/${id}`, { siteId, name: 'Một cửa mới' })).toBe(200);
});

test('while a file of a hundred thousand lines is tried out, others are answered', async () => {
  const lines = Array.from(
    { length: 100_000 },
    (_, index) => `1.${String(index).padStart(6, '0')},Thủ tục ${index},Hộ tịch,full,no,no`,
  );
  const csv = ['code,name_vi,field,level,has_fee,online_payment', ...lines].join('\n');
  const order: string[] = [];
  const tried = operator
    .ask('POST', '/api/v1/procedures/import', { csv, bodyCode: OWN, dryRun: true })
    .then((answer) => answer.json())
    .then((report: unknown) => {
      order.push('file');
      return report;
    });
  for (let asked = 0; asked < 20; asked++) {
    expect((await operator.ask('GET', '/api/v1/me')).status).toBe(200);
    order.push('question');
  }
  expect(await tried).toMatchObject({ applied: false, rows: 100_000, added: 100_000, problemCount: 0 });
  expect(order).toEqual([...Array<string>(20).fill('question'), 'file']);
}, 120_000);

test('an account of a body that was dissolved changes nothing, not even what was before', async () => {
  const old = await signIn(program, person('bogtvt', 'body', 'G04'));
  const unit = { nameVi: 'Cục cũ', validFrom: '2020-01-01' };
  expect((await old.ask('POST', '/api/v1/bodies/G04/units', unit)).status).toBe(403);
});

test('every route of the document that the program serves is in the table, and no other', async () => {
  const document = (await program.api('GET', '/openapi.json')) as { paths: Record<string, object> };
  const served = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `\`${method.toUpperCase()} ${path}\``),
  );
  const documented = documentedRows(/^`(GET|POST|PATCH) \//).map((row) => row.split('|')[1]!.trim());
  expect(documented.sort()).toEqual(served.sort());
});

test('every route that asks whose it is has something readable sent to it by this test', () => {
  const asking = ROUTES.filter(({ access, method }) => method !== 'GET' && access !== 'public' && access.ownBody);
  expect(Object.keys(BODIES).sort()).toEqual(asking.map(({ id }) => id).sort());
});

test('just the addresses of signing in that are documented are there', async () => {
  const documented = documentedRows(/^`\/api\/auth\//).map((row) => row.split('`')[1]!.replace('/api/auth/', ''));
  expect(documented).toEqual([...SIGN_IN_PATHS]);
  for (const path of SIGN_IN_PATHS) {
    const answer = await visitorOf(program).ask('POST', `/api/auth/${path}`, {});
    expect([path, answer.status === 404]).toEqual([path, false]);
  }
  for (const path of ['sign-up/email', 'get-session', 'two-factor/disable', 'update-user', 'ok', 'error']) {
    for (const method of ['GET', 'POST']) {
      expect((await operator.ask(method, `/api/auth/${path}`)).status, path).toBe(404);
    }
  }
});

test('who is disabled is out at once', async () => {
  const leaving = await signIn(program, person('nghi', 'committee'));
  expect((await leaving.ask('GET', '/api/v1/accounts')).status).toBe(200);
  const disabled = await operator.ask('PATCH', `/api/v1/accounts/${leaving.id}`, { disabled: true });
  expect(disabled.status).toBe(200);
  const answer = await leaving.ask('GET', '/api/v1/accounts');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'session-invalid']);
});

test('what was done is in the audit log, the log is intact, and no password or key is in it', async () => {
  await operator.ask('PATCH', `/api/v1/portals/${things.siteId}`, { nameEn: 'Portal of the province' });
  const listed = await operator.ask('GET', `/api/v1/audit?actor=${encodeURIComponent(operator.email)}&limit=2`);
  const { items } = (await listed.json()) as { items: object[] };
  expect(items[1]).toMatchObject({
    actor: operator.email,
    role: 'operator',
    action: 'changePortal',
    target: `/api/v1/portals/${things.siteId}`,
    outcome: 'begun',
    detail: { nameEn: 'Portal of the province' },
  });
  const all = JSON.stringify(await program.api('GET', '/audit?limit=1000'));
  for (const secret of [operator.password, program.operatorKey, operator.totpUri]) expect(all).not.toContain(secret);
  expect(program.output()).not.toContain(operator.password);
  expect(await program.api('GET', '/audit/check')).toMatchObject({ intact: true, firstBroken: null });
});

/** A request as a script on a socket would write it, and the status and code of its answer. */
function asWritten(method: string, path: string, headers: Record<string, string>, body = ''): Promise<string> {
  const { port } = new URL(program.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        const [, code = ''] = /"code":"([\w-]+)"/.exec(text) ?? [];
        resolve(`${answer.statusCode} ${code}`.trim());
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('signing in is taken from pages of the address listened on, never from one that the request itself names', async () => {
  const { port } = new URL(program.url);
  const from = (origin: string, host: string) =>
    asWritten('POST', '/api/auth/sign-in/email', { origin, host, 'content-type': 'application/json' }, '{}');
  for (const name of ['localhost', '127.0.0.1', '[::1]'])
    expect(await from(`http://${name}:${port}`, `${name}:${port}`)).toBe('400 bad-request');
  for (const name of ['rebound.example.com', '127.0.0.2'])
    expect(await from(`http://${name}:${port}`, `${name}:${port}`)).toBe('403 foreign-origin');
});

test('an address of 60 kB is refused, and a hit of 60 kB is counted', async () => {
  expect(await asWritten('GET', `${'/'.repeat(60_000)}x`, {})).toBe('414 address-too-long');
  const url = 'https://dai.thanhhoa.gov.vn/';
  const portal = { bodyCode: OWN, name: 'Cổng địa chỉ dài', kind: 'other', url };
  const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
  const hit = `/tracking?idsite=${siteId}&rec=1&url=${encodeURIComponent(url)}&x=${'x'.repeat(60_000)}`;
  const browser = { host: 'elsewhere.vn', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0' };
  expect(await asWritten('GET', hit, browser)).toBe('200');
});
