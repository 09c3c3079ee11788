import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { addDays, dayOf } from '@emc/contract';
import { eventually, freshDirectory, type Program, signIn, startProgram, visitorOf } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OTHER, OWN } from './requests.ts';

// What a route makes of who asks, and passes on to a room: each such option asked for by every kind of caller.

const ROUTES_DIR = path.resolve(import.meta.dirname, '../../packages/publish/src/routes');
type Ask = (method: string, path: string, body?: unknown) => Promise<Response>;

const directory = freshDirectory();
let program: Program;
const callers: Record<string, Ask> = {};
const emails: Record<string, string> = {};

const keyHolder: Ask = (method, address, body) =>
  fetch(`${program.url}${address}`, {
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
  const accounts = {
    operator: { role: 'operator' },
    'own body': { role: 'body', bodyCode: OWN },
    'other body': { role: 'body', bodyCode: OTHER },
    committee: { role: 'committee' },
  };
  callers['key'] = keyHolder;
  for (const [index, [name, account]] of Object.entries(accounts).entries()) {
    const email = `canbo${index}@example.gov.vn`;
    callers[name] = (await signIn(program, { email, name: 'Cán bộ', ...account })).ask;
    emails[name] = email;
  }
  callers['nobody'] = visitorOf(program).ask;
  emails['key'] = 'operator-key';
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

/** The status, and what `read` makes of an answer that is none of a refusal. */
async function asEach(
  ask: (one: Ask, name: string) => Promise<Response>,
  read: (json: never, name: string) => unknown,
) {
  const answers: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(callers)) {
    const answer = await ask(one, name);
    answers[name] = answer.ok ? await read((await answer.json()) as never, name) : answer.status;
  }
  return answers;
}

const HEADING = 'ma_co_quan,ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,hieu_luc_tu';
const imported = (ask: Ask, code: string, from: string, more: object = { bodyCode: OWN }) =>
  ask('POST', '/api/v1/procedures/import', {
    csv: `${HEADING}\n${OWN},${code},Thủ tục ${code},Hộ tịch,full,no,no,${from}`,
    ...more,
  });

/** Whether the catalogue of the own body has a procedure on a day. */
async function isHandled(code: string, day: string): Promise<boolean> {
  const list = (await program.api('GET', `/procedures?body=${OWN}&asOf=${day}&limit=1000`)) as {
    items: { code: string }[];
  };
  return list.items.some((item) => item.code === code);
}

test('every route that makes something of who asks is asked by this test as each of them', () => {
  const passing = readdirSync(ROUTES_DIR).flatMap((file) =>
    readFileSync(path.join(ROUTES_DIR, file), 'utf8')
      .split(/^ {2}route\(\{/m)
      .slice(1)
      .filter((declared) => /\bcaller\b/.test(declared.slice(declared.indexOf('handle:'))))
      .map((declared) => /id: '(\w+)'/.exec(declared)![1]),
  );
  expect(new Set(passing)).toEqual(
    new Set(['addCampaign', 'decideProposal', 'dossiersOfSystem', 'importProcedures', 'oneDossier', 'recentChanges']),
  );
});

test('the past of a catalogue is changed by the operator, by key or session, and by no body, not even its own', async () => {
  const today = dayOf(Date.now());
  // The first list of a body stands for the time before it, whoever enters it.
  await imported(keyHolder, '1.000001', '');
  let code = 100_000;
  const codes: Record<string, string> = {};
  const past = await asEach(
    (ask, name) => imported(ask, (codes[name] = `1.${(code += 1)}`), '2020-01-01'),
    async ({ applied, problems }: { applied: boolean; problems: { column: string }[] }, name) => ({
      applied,
      columns: problems.map(({ column }) => column),
      before: await isHandled(codes[name]!, '2020-06-01'),
    }),
  );
  const taken = { applied: true, columns: [], before: true };
  expect(past).toEqual({
    key: taken,
    operator: taken,
    'own body': { applied: false, columns: ['hieu_luc_tu'], before: false },
    'other body': 403,
    committee: 403,
    nobody: 401,
  });
  for (const name of ['own body', 'other body', 'committee', 'nobody'])
    for (const day of ['2020-06-01', today]) expect(await isHandled(codes[name]!, day), `${name} ${day}`).toBe(false);
});

test('from today on the catalogue is changed by the operator and by the body itself, and the days before stay', async () => {
  const today = dayOf(Date.now());
  let code = 200_000;
  const codes: Record<string, string> = {};
  const now = await asEach(
    (ask, name) => imported(ask, (codes[name] = `1.${(code += 1)}`), ''),
    async ({ applied }: { applied: boolean }, name) => [
      applied,
      await isHandled(codes[name]!, today),
      await isHandled(codes[name]!, addDays(today, -1)),
    ],
  );
  const taken = [true, true, false];
  expect(now).toEqual({
    key: taken,
    operator: taken,
    'own body': taken,
    'other body': 403,
    committee: 403,
    nobody: 401,
  });
});

test('a file without its body is for the operator: a body could name another in its lines', async () => {
  let code = 300_000;
  const without = await asEach(
    (ask) => imported(ask, `1.${(code += 1)}`, '', {}),
    ({ applied }: { applied: boolean }) => applied,
  );
  expect(without).toEqual({
    key: true,
    operator: true,
    'own body': 403,
    'other body': 403,
    committee: 403,
    nobody: 401,
  });
});

test('a decision bears the name of who decided, and only the operator opens campaigns and decides', async () => {
  const campaign = (name: string) => ({
    name: `Đợt ${name}`,
    document: '12/CV',
    limit: addDays(dayOf(Date.now()), -1),
    bodyCodes: [OWN, OTHER],
  });
  const opened = await asEach(
    (ask, name) => ask('POST', '/api/v1/campaigns', campaign(name)),
    ({ id }: { id: number }) => id,
  );
  expect(opened).toEqual({
    key: expect.any(Number),
    operator: expect.any(Number),
    'own body': 403,
    'other body': 403,
    committee: 403,
    nobody: 401,
  });
  const decision = { decision: 'not-evaluated', reason: 'Chưa gắn mã giám sát trên cổng.' };
  const decided = await asEach(
    (ask, name) => ask('POST', `/api/v1/campaigns/${String(opened[name] ?? opened['key'])}/proposals/${OWN}`, decision),
    ({ proposals }: { proposals: { bodyCode: string; decidedBy: string | null }[] }) =>
      Object.fromEntries(proposals.map(({ bodyCode, decidedBy }) => [bodyCode, decidedBy])),
  );
  expect(decided).toEqual({
    key: { [OWN]: emails['key'], [OTHER]: null },
    operator: { [OWN]: emails['operator'], [OTHER]: null },
    'own body': 403,
    'other body': 403,
    committee: 403,
    nobody: 401,
  });
});

test('lists that are not public are whole for operator and committee, and for a body only those of its own', async () => {
  for (const bodyCode of [OWN, OTHER]) await program.api('POST', '/systems', { bodyCode, name: `Một cửa ${bodyCode}` });
  const listed = (address: string) =>
    asEach(
      (ask) => ask('GET', `/api/v1${address}`),
      ({ items }: { items: { bodyCode: string }[] }) => [...new Set(items.map(({ bodyCode }) => bodyCode))].sort(),
    );
  const all = [OWN, OTHER].sort();
  const open = (codes: string[]) => ({ key: codes, operator: codes, committee: codes });
  const closed = { 'own body': 403, 'other body': 403, nobody: 401 };
  expect(await listed('/systems')).toEqual({ ...open(all), ...closed });
  expect(await listed(`/systems?body=${OWN}`)).toEqual({ ...open([OWN]), ...closed, 'own body': [OWN] });
  expect(await listed(`/systems?body=${OTHER}`)).toEqual({ ...open([OTHER]), ...closed, 'other body': [OTHER] });
  expect(await listed('/refused')).toEqual({ ...open([]), ...closed });
  expect(await listed(`/refused?body=${OWN}`)).toEqual({ ...open([]), ...closed, 'own body': [] });
  expect(await listed(`/refused?body=${OTHER}`)).toEqual({ ...open([]), ...closed, 'other body': [] });
});

test('codes that a system made up are shown to its body and the operator; the committee sees the national ones', async () => {
  const system = { bodyCode: OWN, name: 'Hệ thống tự đặt mã', agencyCode: OWN };
  const { id, key } = (await program.api('POST', '/systems', system)) as { id: number; key: string };
  const received = `${dayOf(Date.now()).replaceAll('-', '')}000000`;
  const data = ['1.000001', 'RIENG-7'].map((code, at) => ({
    MaHoSo: `${OWN}-261130-000${at}`,
    MaTTHC: code,
    NgayTiepNhan: received,
    TrangThaiHoSo: '2',
  }));
  const envelope = { session: key, madonvi: OWN, isUpdating: 'False', data };
  const sent = await fetch(`${program.url}/DongBoHoSoMC`, { method: 'POST', body: JSON.stringify(envelope) });
  expect(await sent.json()).toMatchObject({ error_code: '0' });
  const codesOf = ({ procedures }: { procedures: { code: string }[] }) => procedures.map(({ code }) => code).toSorted();
  const listed = (read: typeof codesOf) => asEach((ask) => ask('GET', `/api/v1/systems/${id}/dossiers`), read);
  const asSent = ['1.000001', 'RIENG-7'];
  const seenBy = (committee: unknown, others: unknown) => ({
    key: others,
    operator: others,
    'own body': others,
    'other body': 403,
    committee,
    nobody: 401,
  });
  await eventually(async () => expect((await listed(codesOf))['operator']).toEqual(asSent));
  expect(await listed(codesOf)).toEqual(seenBy(['', '1.000001'], asSent));
  const recent = await asEach(
    (ask) => ask('GET', `/api/v1/systems/${id}/recent`),
    ({ changes }: { changes: { procedure: string }[] }) => changes.map(({ procedure }) => procedure).toSorted(),
  );
  expect(recent).toEqual(seenBy(['', '1.000001'], asSent));
  const one = await asEach(
    (ask) => ask('GET', `/api/v1/systems/${id}/dossiers/${data[1]!.MaHoSo}`),
    ({ procedure }: { procedure: string }) => procedure,
  );
  expect(one).toEqual(seenBy('', 'RIENG-7'));
});

test('campaigns of a body are shown to it, to operator and committee, and to no other body', async () => {
  const seen = await asEach(
    (ask) => ask('GET', `/api/v1/bodies/${OWN}/campaigns`),
    ({ total }: { total: number }) => total > 0,
  );
  expect(seen).toEqual({
    key: true,
    operator: true,
    'own body': true,
    'other body': 403,
    committee: true,
    nobody: 401,
  });
});
