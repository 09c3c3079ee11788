import { sql } from '@emc/control-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '../src/index.ts';
import { authenticatorCode } from '@emc/test-kit';
import { enrolled, freshAccounts, type FreshAccounts } from './people.ts';

let world: FreshAccounts;
beforeAll(async () => {
  world = await freshAccounts();
});
afterAll(() => world.stores.close());

const QUARTER_MS = 15 * 60_000;
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'let in'));

test('after five wrong passwords from one address no further is tried for a quarter of an hour, and it says so', async () => {
  const email = 'cham@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Trần Thị B', role: 'committee' });
  const here = world.browser('198.51.100.7');
  for (let index = 0; index < 5; index++) {
    const wrong = here.send('sign-in/email', { email, password: `wrong ${index}` });
    await expect(wrong).rejects.toMatchObject({ code: 'sign-in-failed' });
  }
  const right = here.send('sign-in/email', { email, password });
  await expect(right).rejects.toMatchObject({ code: 'too-many-tries', retryAfter_s: 900 });
  const elsewhere = world.browser('198.51.100.8');
  expect(await elsewhere.send('sign-in/email', { email, password })).toEqual({ secondFactorNeeded: false });
  world.clock.advance(QUARTER_MS);
  expect(await here.send('sign-in/email', { email, password })).toEqual({ secondFactorNeeded: false });
}, 30_000);

test('several processes share the number of tries, however many come at once', async () => {
  const other = createAccounts(world.options).accounts;
  const browsers = [world.browser('198.51.100.9'), world.browser('198.51.100.9', other)];
  const wrong = { email: 'khong.co@example.gov.vn', password: 'wrong' };
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) => browsers[index % 2]!.send('sign-in/email', wrong)),
  );
  expect(codes(results).filter((code) => code === 'sign-in-failed')).toHaveLength(5);
  expect(codes(results).filter((code) => code === 'too-many-tries')).toHaveLength(7);
}, 30_000);

test('signing in rightly many times is no guessing', async () => {
  const email = 'nhieu@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Lê Văn C', role: 'committee' });
  const here = world.browser('198.51.100.10');
  for (let index = 0; index < 8; index++) {
    expect(await here.send('sign-in/email', { email, password })).toEqual({ secondFactorNeeded: false });
  }
}, 30_000);

test('codes of the second factor cannot be guessed: ten wrong ones and nothing is tried any more', async () => {
  const person = await enrolled(world, { email: 'doan@example.gov.vn', name: 'Phạm D', role: 'committee' });
  const told: string[] = [];
  for (let index = 0; index < 4; index++) {
    const here = world.browser(`198.51.100.${20 + index}`);
    const began = await here.send('sign-in/email', person.signIn).catch(() => undefined);
    if (began === undefined) break;
    for (let guess = 0; guess < 5; guess++) {
      const [result] = await Promise.allSettled([here.send('two-factor/verify-totp', { code: `00000${guess}` })]);
      told.push(...codes([result]));
    }
  }
  expect(told.filter((code) => code === 'sign-in-failed').length).toBeLessThanOrEqual(10);
  expect(told.slice(10).every((code) => code !== 'sign-in-failed' && code !== 'let in')).toBe(true);
  const last = world.browser('198.51.100.30');
  await last.send('sign-in/email', person.signIn);
  const right = last.send('two-factor/verify-totp', { code: authenticatorCode(person.totpUri) });
  await expect(right).rejects.toMatchObject({ code: 'too-many-tries' });
}, 60_000);

test('neither client addresses nor passwords are anywhere in the store or the log', async () => {
  const address = '192.0.2.123';
  const here = world.browser(address);
  const email = 'vet@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Hoàng E', role: 'committee' });
  await here.send('sign-in/email', { email, password: 'canary-password' }).catch(() => undefined);
  await here.send('sign-in/email', { email, password });
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(world.db);
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(world.db);
    const all = rows.map(({ text }) => text).join('\n');
    for (const canary of [address, 'canary-password', password]) expect(all, name).not.toContain(canary);
  }
  expect(JSON.stringify(world.logged)).not.toMatch(/192\.0\.2\.123|canary-password/);
});

test('signing in, wrong passwords too, is in the audit log under the account’s name', async () => {
  const email = 'nhatky@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Vũ F', role: 'committee' });
  const here = world.browser();
  await here.send('sign-in/email', { email, password: 'wrong password' }).catch(() => undefined);
  await here.send('sign-in/email', { email, password });
  await here.send('sign-out');
  const { items } = await world.audit.list({ limit: 10, offset: 0, actor: email });
  expect(items.toReversed().map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'sign-in begun',
    'sign-in sign-in-failed',
    'sign-in begun',
    'sign-in done',
    'sign-out begun',
    'sign-out done',
  ]);
  expect(await world.audit.verify()).toMatchObject({ intact: true });
});
