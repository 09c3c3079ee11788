import { addDays, dayOf } from '@emc/contract';
import { dossierRequest, freshDirectory, type Program, runCommand, startProgram } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Whatever changes or ends one of several leaves the others as they are. There are always two that it could have been.

const BODY = 'H56';
const TRACKING = '/TrackingMCDT';
const directory = freshDirectory();
let program: Program;
beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path });
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

const made = async <T>(address: string, body: object): Promise<T> => (await program.api('POST', address, body)) as T;

/** Does `work` on the command line and expects everything at `addresses` to be as before. */
async function leaves(addresses: readonly string[], command: readonly string[]): Promise<unknown> {
  const look = () => Promise.all(addresses.map((address) => program.api('GET', address)));
  const before = await look();
  const { code, out, err } = await runCommand(program, command);
  expect(code, `emc ${command.join(' ')}: ${err}`).toBe(0);
  expect(await look()).toEqual(before);
  return JSON.parse(out);
}

test('of two portals one is changed and retired', async () => {
  const portal = (name: string) => ({ bodyCode: BODY, name: `Cổng ${name}`, kind: 'other', url: `https://${name}.vn` });
  const one = await made<{ siteId: number }>('/portals', portal('mot'));
  const other = await made<{ siteId: number }>('/portals', portal('hai'));
  const elsewhere = await made<{ siteId: number }>('/portals', { ...portal('ba'), bodyCode: 'H26' });
  const rest = [`/portals/${other.siteId}`, `/portals/${elsewhere.siteId}`];
  expect(await leaves(rest, ['portals', 'change', String(one.siteId), '--name', 'Cổng khác'])).toMatchObject({
    name: 'Cổng khác',
  });
  expect(await leaves(rest, ['portals', 'change', String(one.siteId), '--body', 'H01'])).toMatchObject({
    bodyCode: 'H01',
  });
  expect(await leaves(rest, ['portals', 'retire', String(one.siteId)])).toMatchObject({ state: 'retired' });
});

test('of two systems one is changed, gets a new key, and is retired; the key of the other goes on', async () => {
  const system = (name: string) => ({ bodyCode: BODY, name: `Một cửa ${name}` });
  const one = await made<{ id: number; key: string }>('/systems', system('một'));
  const other = await made<{ id: number; key: string }>('/systems', system('hai'));
  // One that sends nothing, so that nothing else changes it.
  const silent = await made<{ id: number }>('/systems', system('ba'));
  const rest = [`/systems/${silent.id}`];
  // A feed that is sent by key, not by siteId.
  const number = [1, 2, 3, 4, 5, 6, 7, 8, 9].find(
    (at) => dossierRequest(at, { key: '', siteId: 0 }).path !== TRACKING,
  )!;
  const sends = async (key: string) => {
    const { path, body } = dossierRequest(number, { key, siteId: 0 });
    const answer = await fetch(`${program.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return (await answer.text()).includes('"error_code":"0"');
  };
  await expect.poll(async () => [await sends(one.key), await sends(other.key)]).toEqual([true, true]);
  expect(await leaves(rest, ['systems', 'change', String(one.id), '--name', 'Một cửa mới'])).toMatchObject({
    name: 'Một cửa mới',
  });
  await leaves(rest, ['systems', 'key', String(one.id)]);
  await expect.poll(async () => [await sends(one.key), await sends(other.key)]).toEqual([false, true]);
  expect(await leaves(rest, ['systems', 'retire', String(one.id)])).toMatchObject({ state: 'retired' });
  expect(await sends(other.key)).toBe(true);
});

test('of two people one is disabled, enabled, gets a new password and loses the second factor', async () => {
  const account = (name: string) => ({ email: `${name}@example.gov.vn`, name: 'Cán bộ', role: 'committee' });
  const [one, other] = [account('mot'), account('hai')];
  await made('/accounts', one);
  await made('/accounts', other);
  const others = async () =>
    ((await program.api('GET', '/accounts')) as { items: { email: string }[] }).items.filter(
      ({ email }) => email !== one.email,
    );
  const before = await others();
  for (const change of ['disable', 'enable', 'password', 'reset-second-factor']) {
    expect((await runCommand(program, ['people', change, one.email])).code, change).toBe(0);
    expect(await others(), change).toEqual(before);
  }
});

test('of two units one is changed and ends', async () => {
  const one = await made<{ id: number }>(`/bodies/${BODY}/units`, { nameVi: 'Sở Y tế' });
  await made(`/bodies/${BODY}/units`, { nameVi: 'Sở Xây dựng' });
  const others = async () =>
    ((await program.api('GET', `/bodies/${BODY}/units`)) as { items: { id: number }[] }).items.filter(
      ({ id }) => id !== one.id,
    );
  const before = await others();
  await program.api('PATCH', `/units/${one.id}`, { nameVi: 'Sở Nội vụ' });
  expect(await others()).toEqual(before);
  await program.api('PATCH', `/units/${one.id}`, { validTo: dayOf(Date.now()) });
  expect(await others()).toEqual(before);
});

test('of two campaigns that concern the same two bodies one proposal of one is decided', async () => {
  const letter = (name: string) => ({
    name: `Đợt ${name}`,
    document: '12/CV',
    limit: addDays(dayOf(Date.now()), -1),
    bodyCodes: ['H56', 'H26'],
  });
  const one = await made<{ id: number }>('/campaigns', letter('một'));
  const other = await made<{ id: number }>('/campaigns', letter('hai'));
  const before = await program.api('GET', `/campaigns/${other.id}`);
  const decision = { decision: 'not-evaluated', reason: 'Chưa gắn mã giám sát trên cổng.' };
  const decided = await made<{ proposals: object[] }>(`/campaigns/${one.id}/proposals/H26`, decision);
  expect(decided.proposals).toMatchObject([
    { bodyCode: 'H26', decision: 'not-evaluated' },
    { bodyCode: 'H56', decision: null },
  ]);
  expect(await program.api('GET', `/campaigns/${other.id}`)).toEqual(before);
});

test('a catalogue that ends what its file does not list ends nothing of another body', async () => {
  const csv = (...lines: string[]) =>
    ['ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen', ...lines].join('\n');
  const first = '1.000001,Thủ tục một,Hộ tịch,full,no,no';
  const second = '1.000002,Thủ tục hai,Hộ tịch,full,no,no';
  for (const bodyCode of ['H56', 'H26']) await made('/procedures/import', { bodyCode, csv: csv(first, second) });
  const before = await program.api('GET', '/procedures?body=H26');
  await made('/procedures/import', { bodyCode: 'H56', csv: csv(first), endMissing: true });
  expect(await program.api('GET', '/procedures?body=H56')).toMatchObject({ total: 1 });
  expect(await program.api('GET', '/procedures?body=H26')).toEqual(before);
});
