import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { authenticatorCode } from '@emc/test-kit';
import { createAccounts } from '../src/index.ts';
import { enrolled, freshAccounts, type FreshAccounts } from './people.ts';

let world: FreshAccounts;
beforeAll(async () => {
  world = await freshAccounts();
});
afterAll(() => world.stores.close());

let made = 0;
const somebody = () => ({ email: `canbo${++made}@example.gov.vn`, name: 'Nguyễn Văn A', role: 'committee' as const });

test('somebody new changes the first password, sets up the second factor, and only then is let in', async () => {
  const { accounts, browser } = world;
  const account = somebody();
  const { password } = await accounts.addAccount(account);
  const own = browser();
  expect(await own.send('sign-in/email', { email: account.email.toUpperCase(), password })).toEqual({
    secondFactorNeeded: false,
  });
  expect(await accounts.whoAmI(own.headers())).toMatchObject({
    signedIn: true,
    mustChangePassword: true,
    mustSetSecondFactor: true,
  });
  await expect(accounts.callerOf(own.headers())).rejects.toMatchObject({ code: 'second-factor-required' });

  await own.send('change-password', { currentPassword: password, newPassword: 'một mật khẩu riêng' });
  await expect(accounts.callerOf(own.headers())).rejects.toMatchObject({ code: 'second-factor-required' });
  const { totpUri = '', backupCodes } = await own.send('two-factor/enable', { password: 'một mật khẩu riêng' });
  expect(backupCodes).toHaveLength(10);
  await expect(accounts.callerOf(own.headers())).rejects.toMatchObject({ code: 'second-factor-required' });

  await own.send('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  expect(await accounts.callerOf(own.headers())).toMatchObject({
    kind: 'account',
    name: account.email,
    role: 'committee',
    bodyCode: null,
  });
});

test('a password alone opens nothing once the second factor is there', async () => {
  const person = await enrolled(world, somebody());
  const other = world.browser();
  expect(await other.send('sign-in/email', person.signIn)).toEqual({ secondFactorNeeded: true });
  expect(await world.accounts.whoAmI(other.headers())).toMatchObject({ signedIn: false });
  expect(await world.accounts.callerOf(other.headers())).toMatchObject({ kind: 'nobody' });
  await expect(other.send('two-factor/verify-totp', { code: '000000' })).rejects.toMatchObject({
    code: 'sign-in-failed',
  });
  await other.send('two-factor/verify-totp', { code: authenticatorCode(person.totpUri) });
  expect(await world.accounts.callerOf(other.headers())).toMatchObject({ name: person.email });
});

test('a session opened with the first password alone ends when the second factor is set up elsewhere', async () => {
  const { accounts, browser } = world;
  const account = somebody();
  const { password } = await accounts.addAccount(account);
  const [own, stranger] = [browser(), browser()];
  await own.send('sign-in/email', { email: account.email, password });
  await own.send('change-password', { currentPassword: password, newPassword: 'một mật khẩu riêng' });
  await stranger.send('sign-in/email', { email: account.email, password: 'một mật khẩu riêng' });
  const { totpUri = '' } = await own.send('two-factor/enable', { password: 'một mật khẩu riêng' });
  await own.send('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  await expect(accounts.callerOf(stranger.headers())).rejects.toMatchObject({ code: 'session-invalid' });
  expect(await accounts.callerOf(own.headers())).toMatchObject({ name: account.email });
});

test('a one-time code opens one session: a second is refused it, and the next code is taken', async () => {
  const person = await enrolled(world, somebody());
  const code = authenticatorCode(person.totpUri);
  const [first, second] = [world.browser(), world.browser()];
  for (const one of [first, second]) await one.send('sign-in/email', person.signIn);
  await first.send('two-factor/verify-totp', { code });
  await expect(second.send('two-factor/verify-totp', { code })).rejects.toMatchObject({ code: 'sign-in-failed' });
  expect(await world.accounts.callerOf(second.headers())).toMatchObject({ kind: 'nobody' });
});

test('the code with which the second factor was set up opens no further session', async () => {
  const account = somebody();
  const { password } = await world.accounts.addAccount(account);
  const own = world.browser();
  await own.send('sign-in/email', { email: account.email, password });
  await own.send('change-password', { currentPassword: password, newPassword: 'một mật khẩu riêng' });
  const { totpUri = '' } = await own.send('two-factor/enable', { password: 'một mật khẩu riêng' });
  const code = authenticatorCode(totpUri);
  await own.send('two-factor/verify-totp', { code });
  const other = world.browser();
  await other.send('sign-in/email', { email: account.email, password: 'một mật khẩu riêng' });
  await expect(other.send('two-factor/verify-totp', { code })).rejects.toMatchObject({ code: 'sign-in-failed' });
  await other.send('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  expect(await world.accounts.callerOf(other.headers())).toMatchObject({ name: account.email });
});

test('of several who send the same one-time code at the same moment to several processes, one is let in', async () => {
  const person = await enrolled(world, somebody());
  const code = authenticatorCode(person.totpUri);
  const processes = [world.accounts, createAccounts(world.options).accounts];
  const browsers = [0, 1, 2, 3].map((index) => world.browser(undefined, processes[index % 2]));
  for (const one of browsers) await one.send('sign-in/email', person.signIn);
  const ends = await Promise.allSettled(browsers.map((one) => one.send('two-factor/verify-totp', { code })));
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code?: string }).code] : []));
  expect(refused).toEqual(['sign-in-failed', 'sign-in-failed', 'sign-in-failed']);
});

test('a right code that opened nothing, because the sign-in was over, can be used for the next sign-in', async () => {
  const person = await enrolled(world, somebody());
  const code = authenticatorCode(person.totpUri);
  const own = world.browser();
  await own.send('sign-in/email', person.signIn);
  for (let guess = 0; guess < 5; guess++) {
    await own.send('two-factor/verify-totp', { code: `00000${guess}` }).catch(() => undefined);
  }
  await expect(own.send('two-factor/verify-totp', { code })).rejects.toMatchObject({ code: 'session-invalid' });
  await own.send('sign-in/email', person.signIn);
  await own.send('two-factor/verify-totp', { code });
  expect(await world.accounts.callerOf(own.headers())).toMatchObject({ name: person.email });
});

test('a backup code works once', async () => {
  const person = await enrolled(world, somebody());
  const code = person.backupCodes[0]!;
  const first = world.browser();
  await first.send('sign-in/email', person.signIn);
  await first.send('two-factor/verify-backup-code', { code });
  expect(await world.accounts.callerOf(first.headers())).toMatchObject({ name: person.email });
  const second = world.browser();
  await second.send('sign-in/email', person.signIn);
  await expect(second.send('two-factor/verify-backup-code', { code })).rejects.toMatchObject({
    code: 'sign-in-failed',
  });
});

test('a backup code that several send at the same moment lets in one of them, and the others are told that it is wrong', async () => {
  const person = await enrolled(world, somebody());
  const code = person.backupCodes[0]!;
  const browsers = [world.browser(), world.browser(), world.browser()];
  for (const one of browsers) await one.send('sign-in/email', person.signIn);
  const ends = await Promise.allSettled(browsers.map((one) => one.send('two-factor/verify-backup-code', { code })));
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code?: string }).code] : []));
  expect(refused).toEqual(['sign-in-failed', 'sign-in-failed']);
});

test.each([
  { what: 'disabling it', change: { disabled: true } },
  { what: 'giving it a new password', change: { newPassword: true as const } },
  { what: 'taking its second factor away', change: { resetSecondFactor: true as const } },
])('$what ends every session and half-done sign-in of an account at once', async ({ change }) => {
  const { accounts, browser } = world;
  const person = await enrolled(world, somebody());
  const half = browser();
  await half.send('sign-in/email', person.signIn);
  await accounts.changeAccount(person.id, change);
  await expect(accounts.callerOf(person.browser.headers())).rejects.toMatchObject({ code: 'session-invalid' });
  await expect(half.send('two-factor/verify-totp', { code: authenticatorCode(person.totpUri) })).rejects.toMatchObject({
    code: 'session-invalid',
  });
});

test('a disabled account cannot sign in, and is told no more than anybody with a wrong password', async () => {
  const account = somebody();
  const { id, password } = await world.accounts.addAccount(account);
  await world.accounts.changeAccount(id, { disabled: true });
  const own = world.browser();
  const refusals = await Promise.all(
    [
      { email: account.email, password },
      { email: account.email, password: 'wrong password' },
      { email: 'khong.co@example.gov.vn', password },
    ].map((body) => own.send('sign-in/email', body).catch((error: unknown) => error)),
  );
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'sign-in-failed', detail: 'sign-in/email' });
  await world.accounts.changeAccount(id, { disabled: false });
  expect(await own.send('sign-in/email', { email: account.email, password })).toEqual({ secondFactorNeeded: false });
});

test('signing out ends the session in the store, not only the cookie', async () => {
  const person = await enrolled(world, somebody());
  const held = person.browser.headers();
  await person.browser.send('sign-out');
  await expect(world.accounts.callerOf(held)).rejects.toMatchObject({ code: 'session-invalid' });
});

test('who is not signed in may sign out, and leaves no entry in the audit log', async () => {
  const before = (await world.audit.list({ limit: 1, offset: 0 })).total;
  for (const cookie of [undefined, 'emc.session_token=abcdefghijklmnop.c2lnbmF0dXJl']) {
    const request = { path: 'sign-out' as const, body: {}, headers: { cookie }, clientAddress: '198.51.100.99' };
    expect((await world.accounts.signIn(request)).json).toEqual({});
  }
  expect((await world.audit.list({ limit: 1, offset: 0 })).total).toBe(before);
});

test('a new password of one’s own ends the other sessions', async () => {
  const person = await enrolled(world, somebody());
  const other = world.browser();
  await other.send('sign-in/email', person.signIn);
  await other.send('two-factor/verify-totp', { code: authenticatorCode(person.totpUri) });
  await person.browser.send('change-password', {
    currentPassword: person.password,
    newPassword: 'thêm một mật khẩu nữa',
  });
  await expect(world.accounts.callerOf(other.headers())).rejects.toMatchObject({ code: 'session-invalid' });
  expect(await world.accounts.callerOf(person.browser.headers())).toMatchObject({ name: person.email });
});

test.each([
  { what: 'a device to be trusted', body: { code: '123456', trustDevice: true }, where: '/' },
  { what: 'no session wished for', body: { code: '123456', disableSession: true }, where: '/' },
])('$what is refused: the second factor is asked for every time', async ({ body, where }) => {
  await expect(world.browser().send('two-factor/verify-totp', body)).rejects.toMatchObject({
    code: 'bad-request',
    errors: [{ where }],
  });
});

test.each([
  { what: 'a short password', newPassword: 'short' },
  { what: 'the same password', newPassword: 'own password of ' },
])('$what is no new password', async ({ newPassword }) => {
  const person = await enrolled(world, somebody());
  const wished = newPassword.startsWith('own') ? person.password : newPassword;
  await expect(
    person.browser.send('change-password', { currentPassword: person.password, newPassword: wished }),
  ).rejects.toMatchObject({ code: 'bad-request', errors: [{ where: '/newPassword' }] });
});

test('without a session neither password nor second factor can be changed', async () => {
  const nobody = world.browser();
  await expect(nobody.send('two-factor/enable', { password: 'x' })).rejects.toMatchObject({ code: 'sign-in-required' });
  await expect(
    nobody.send('change-password', { currentPassword: 'x', newPassword: 'một mật khẩu riêng' }),
  ).rejects.toMatchObject({ code: 'sign-in-required' });
});

test('the cookie of a session is closed to scripts and other sites, and over https to anything but https', async () => {
  const person = await enrolled(world, somebody());
  const line = person.browser.received.findLast((cookie) => cookie.startsWith('emc.session_token='));
  expect(line).toMatch(/; HttpOnly/i);
  expect(line).toMatch(/; SameSite=Lax/i);
  const secure = await freshAccounts({ publicUrl: 'https://emc.example.gov.vn' });
  const other = await enrolled(secure, somebody());
  for (const name of ['session_token', 'device']) {
    const mark = `__Secure-emc.${name}=`;
    expect(other.browser.received.findLast((cookie) => cookie.startsWith(mark))).toMatch(/; HttpOnly.*; Secure/i);
  }
  await secure.stores.close();
});

test('a cookie that was made up is no session', async () => {
  const cookie = 'emc.session_token=abcdefghijklmnop.c2lnbmF0dXJl';
  await expect(world.accounts.callerOf({ cookie })).rejects.toMatchObject({ code: 'session-invalid' });
  expect(await world.accounts.whoAmI({ cookie })).toMatchObject({ signedIn: false });
});

test('a session in use ends twelve hours after signing in, not before, and what is done with it does not lengthen it', async () => {
  const person = await enrolled(world, somebody());
  const HOUR_MS = 3_600_000;
  const signedIn_ms = Date.now();
  // The sign-in library asks the clock of the process.
  vi.useFakeTimers({ toFake: ['Date'], now: signedIn_ms });
  try {
    for (let minutes = 10; minutes < 12 * 60; minutes += 10) {
      vi.setSystemTime(signedIn_ms + minutes * 60_000);
      expect(await world.accounts.callerOf(person.browser.headers()), `${minutes} min`).toMatchObject({
        name: person.email,
      });
      // What a page asks for again and again.
      expect(await world.accounts.whoAmI(person.browser.headers())).toMatchObject({ signedIn: true });
    }
    await person.browser.send('two-factor/generate-backup-codes', { password: person.password });
    vi.setSystemTime(signedIn_ms + 12 * HOUR_MS + 1000);
    await expect(world.accounts.callerOf(person.browser.headers())).rejects.toMatchObject({ code: 'session-invalid' });
    expect(await world.accounts.whoAmI(person.browser.headers())).toMatchObject({ signedIn: false });
  } finally {
    vi.useRealTimers();
  }
});

test('a new password of one’s own, signing out and a second factor touch the sessions of nobody else', async () => {
  const [one, other] = [await enrolled(world, somebody()), await enrolled(world, somebody())];
  const second = world.browser();
  await second.send('sign-in/email', one.signIn);
  await second.send('two-factor/verify-totp', { code: authenticatorCode(one.totpUri) });
  await one.browser.send('sign-out');
  // The same person at another browser, and another person, go on.
  expect(await world.accounts.callerOf(second.headers())).toMatchObject({ name: one.email });
  expect(await world.accounts.callerOf(other.browser.headers())).toMatchObject({ name: other.email });
  const change = { currentPassword: one.password, newPassword: 'một mật khẩu khác hẳn' };
  await second.send('change-password', change);
  expect(await world.accounts.callerOf(other.browser.headers())).toMatchObject({ name: other.email });
  expect(await world.browser().send('sign-in/email', other.signIn)).toEqual({ secondFactorNeeded: true });
});

test.each([
  { what: 'is disabled', change: { disabled: true } },
  { what: 'gets a new first password', change: { newPassword: true } },
  { what: 'loses its second factor', change: { resetSecondFactor: true } },
] as const)('of two accounts one $what: its session ends, and nothing of the other changes', async ({ change }) => {
  const { accounts, db } = world;
  const [one, other] = [await enrolled(world, somebody()), await enrolled(world, somebody())];
  const of = async (id: string) => ({
    person: await db.selectFrom('people').selectAll().where('id', '=', id).execute(),
    password: await db.selectFrom('people_credentials').selectAll().where('user_id', '=', id).execute(),
    factor: await db.selectFrom('people_second_factors').selectAll().where('user_id', '=', id).execute(),
    sessions: await db.selectFrom('people_sessions').selectAll().where('user_id', '=', id).execute(),
  });
  // Half signed in: that ends for the one, and goes on for the other.
  const half = world.browser();
  await half.send('sign-in/email', other.signIn);
  const before = await of(other.id);
  expect([before.person.length, before.password.length, before.factor.length]).toEqual([1, 1, 1]);
  await accounts.changeAccount(one.id, change);
  await expect(accounts.callerOf(one.browser.headers())).rejects.toMatchObject({ code: 'session-invalid' });
  expect(await of(other.id)).toEqual(before);
  expect(await accounts.callerOf(other.browser.headers())).toMatchObject({ name: other.email });
  await half.send('two-factor/verify-totp', { code: authenticatorCode(other.totpUri) });
  expect(await accounts.callerOf(half.headers())).toMatchObject({ name: other.email });
});

test('a browser becomes known for half a year with the second factor, by code or backup code, and by nothing else', async () => {
  const account = somebody();
  const { password: first } = await world.accounts.addAccount(account);
  const own = world.browser();
  const known = (lines: readonly string[]) => lines.filter((line) => line.startsWith('emc.device='));
  const password = 'một mật khẩu riêng';
  await own.send('sign-in/email', { email: account.email, password: first });
  await own.send('change-password', { currentPassword: first, newPassword: password });
  const { totpUri = '', backupCodes = [] } = await own.send('two-factor/enable', { password });
  expect(known(own.received)).toEqual([]);
  await own.send('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  expect(known(own.received)).toEqual([expect.stringContaining(`Max-Age=${180 * 24 * 60 * 60};`)]);

  const other = world.browser();
  await other.send('sign-in/email', { email: account.email, password });
  await other.send('two-factor/verify-backup-code', { code: '00000-00000' }).catch(() => undefined);
  expect(known(other.received)).toEqual([]);
  await other.send('two-factor/verify-backup-code', { code: backupCodes[0]! });
  expect(known(other.received)).toHaveLength(1);
  for (const path of ['two-factor/generate-backup-codes'] as const) await other.send(path, { password });
  await other.send('sign-out');
  expect(known(other.received)).toHaveLength(1);
});
