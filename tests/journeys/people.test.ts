import { freshDirectory, type Program, runCommand, startProgram, visitorOf } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const directory = freshDirectory();
let program: Program;

beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path });
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

const emc = (...args: string[]) => runCommand(program, args);

const EMAIL = 'canbo@example.gov.vn';
const tries = async (password: string): Promise<number> =>
  (await visitorOf(program).ask('POST', '/api/auth/sign-in/email', { email: EMAIL, password })).status;

test('the operator makes an account on the command line, gives it a new password, disables it, and reads what was done', async () => {
  const added = await emc(
    'people',
    'add',
    '--email',
    EMAIL,
    '--name',
    'Nguyễn Văn A',
    '--role',
    'body',
    '--body',
    'H56',
  );
  expect(added.code, added.err).toBe(0);
  const account = JSON.parse(added.out) as { id: string; password: string };
  expect(account).toMatchObject({ email: EMAIL, role: 'body', bodyCode: 'H56', secondFactor: false });
  expect(added.err).toContain(account.password);
  expect(await tries(account.password)).toBe(200);

  const renewed = JSON.parse((await emc('people', 'password', EMAIL)).out) as { password: string };
  expect(await tries(account.password)).toBe(401);
  expect(await tries(renewed.password)).toBe(200);

  await emc('people', 'disable', EMAIL);
  expect(await tries(renewed.password)).toBe(401);
  await emc('people', 'enable', EMAIL);
  expect(await tries(renewed.password)).toBe(200);
  expect(JSON.parse((await emc('people', 'list')).out)).toMatchObject({ total: 1, items: [{ disabled: false }] });

  const listed = JSON.parse((await emc('audit', 'list', '--actor', 'operator-key')).out) as {
    items: { action: string; outcome: string }[];
  };
  expect(listed.items.toReversed().map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'addAccount begun',
    'addAccount done',
    'changeAccount begun',
    'changeAccount done',
    'changeAccount begun',
    'changeAccount done',
    'changeAccount begun',
    'changeAccount done',
  ]);
  const verified = await emc('audit', 'verify');
  expect([verified.code, JSON.parse(verified.out)]).toMatchObject([0, { intact: true }]);
});

test('an address that nobody has is refused in words', async () => {
  const refused = await emc('people', 'disable', 'khongco@example.gov.vn');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('emc people list');
});

test('a role body without its body is refused with what is needed', async () => {
  const refused = await emc('people', 'add', '--email', 'b@example.gov.vn', '--name', 'Trần B', '--role', 'body');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('bodyCode');
});
