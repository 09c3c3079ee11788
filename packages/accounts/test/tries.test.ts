import { sql } from '@emc/control-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '../src/index.ts';
import { createAuditLog } from '../src/audit-log.ts';
import { createDevices } from '../src/known-device.ts';
import { createSignIn } from '../src/sign-in.ts';
import { createTries } from '../src/tries.ts';
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
});

test('who is kept out when the clock is set back an hour is so for a quarter of an hour from then, not longer', async () => {
  const email = 'lui@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Lê K', role: 'committee' });
  const here = world.browser('198.51.100.9');
  for (let index = 0; index < 5; index++) {
    await expect(here.send('sign-in/email', { email, password: 'wrong' })).rejects.toThrow();
  }
  world.clock.advance(-4 * QUARTER_MS);
  const right = () => here.send('sign-in/email', { email, password });
  await expect(right()).rejects.toMatchObject({ code: 'too-many-tries', retryAfter_s: 900 });
  world.clock.advance(QUARTER_MS);
  expect(await right()).toEqual({ secondFactorNeeded: false });
  world.clock.advance(3 * QUARTER_MS);
});

test('what strangers try never keeps out a browser with which the account was signed in to before', async () => {
  const email = 'vanhanh@example.gov.vn';
  const person = await enrolled(world, { email, name: 'Đỗ G', role: 'operator' });
  await person.browser.send('sign-out');
  // From many places, and from the very address of the person.
  const places = Array.from({ length: 55 }, (_, index) =>
    index < 45 ? `198.51.101.${index}` : person.browser.address,
  );
  const wrong = (place: string) => world.browser(place).send('sign-in/email', { email, password: 'wrong' });
  const ends = codes(await Promise.allSettled(places.map(wrong)));
  // The person's own sign-in, which was right, is none of the account's fifty.
  expect(ends.filter((end) => end === 'sign-in-failed')).toHaveLength(50);
  await expect(world.browser().send('sign-in/email', person.signIn)).rejects.toMatchObject({ code: 'too-many-tries' });
  expect(await person.browser.send('sign-in/email', person.signIn)).toEqual({ secondFactorNeeded: true });
  await person.browser.send('two-factor/verify-totp', { code: authenticatorCode(person.totpUri) });
  expect(await world.accounts.callerOf(person.browser.headers())).toMatchObject({ name: email });
}, 120_000);

test('a browser that is known has ten tries of its own, and only for the account that it is known for', async () => {
  const account = { name: 'Bùi H', role: 'committee' as const };
  const person = await enrolled(world, { ...account, email: 'quenthuoc@example.gov.vn' });
  const other = await enrolled(world, { ...account, email: 'nguoikhac@example.gov.vn' });
  const wrong = { email: person.email, password: 'wrong' };
  const own: string[] = [];
  for (let index = 0; index < 12; index++) {
    own.push(...codes(await Promise.allSettled([person.browser.send('sign-in/email', wrong)])));
  }
  expect(own).toEqual([...Array<string>(10).fill('sign-in-failed'), 'too-many-tries', 'too-many-tries']);
  const foreign: string[] = [];
  for (let index = 0; index < 6; index++) {
    foreign.push(...codes(await Promise.allSettled([other.browser.send('sign-in/email', wrong)])));
  }
  expect(foreign).toEqual([...Array<string>(5).fill('sign-in-failed'), 'too-many-tries']);
}, 120_000);

test.each([
  ['made up', `emc.device=${'A'.repeat(22)}.${'A'.repeat(43)}`],
  ['of another length', 'emc.device=A.A'],
])('a cookie of a known browser that is %s gives no tries', async (what, cookie) => {
  const email = `gia.${what.length}@example.gov.vn`;
  const ends: string[] = [];
  for (let index = 0; index < 6; index++) {
    const request = {
      path: 'sign-in/email' as const,
      body: { email, password: 'wrong' },
      headers: { cookie },
    };
    const tried = world.accounts.signIn({ ...request, clientAddress: '198.51.100.77' });
    ends.push(...codes(await Promise.allSettled([tried])));
  }
  expect(ends).toEqual([...Array<string>(5).fill('sign-in-failed'), 'too-many-tries']);
});

test('several processes share the number of tries, however many come at once', async () => {
  const other = createAccounts(world.options).accounts;
  const browsers = [world.browser('198.51.100.9'), world.browser('198.51.100.9', other)];
  const wrong = { email: 'khong.co@example.gov.vn', password: 'wrong' };
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) => browsers[index % 2]!.send('sign-in/email', wrong)),
  );
  expect(codes(results).filter((code) => code === 'sign-in-failed')).toHaveLength(5);
  expect(codes(results).filter((code) => code === 'too-many-tries')).toHaveLength(7);
});

test('signing in rightly many times is no guessing', async () => {
  const email = 'nhieu@example.gov.vn';
  const { password } = await world.accounts.addAccount({ email, name: 'Lê Văn C', role: 'committee' });
  const here = world.browser('198.51.100.10');
  for (let index = 0; index < 8; index++) {
    expect(await here.send('sign-in/email', { email, password })).toEqual({ secondFactorNeeded: false });
  }
});

const none = async () => undefined;
/** Signing in where the library is a stand-in, which answers as it is asked to. */
function signInWith(handler: () => Promise<Response>, changes: Partial<Parameters<typeof createSignIn>[0]> = {}) {
  return createSignIn({
    engine: { handler },
    db: world.db,
    sessions: { personOf: none },
    tries: { count: none, take: async () => true, forget: none, giveBack: none },
    devices: {
      known: ({ cookie }) => cookie?.toString(),
      signedCookie: ({ cookie }) => cookie?.toString(),
      cookieFor: () => '',
    },
    audit: { begin: async () => 1, end: none, countRefused: () => true },
    publicUrl: world.options.publicUrl,
    ...changes,
  });
}
const REFUSED = { code: 'INVALID_EMAIL_OR_PASSWORD' };
const tryFrom = (clientAddress: string, email = 'khong.co@example.gov.vn', headers = {}) => ({
  path: 'sign-in/email' as const,
  body: { email, password: 'wrong' },
  headers,
  clientAddress,
});

test('however many passwords strangers try, one is checked at a time, and officials with a known browser do not wait for any of them', async () => {
  const waiting: (() => void)[] = [];
  const handler = () => new Promise<Response>((go) => waiting.push(() => go(Response.json(REFUSED, { status: 401 }))));
  const signIn = signInWith(handler);
  const flood = Array.from({ length: 300 }, (_, index) => signIn(tryFrom(`198.51.100.${index % 200}`)));
  await expect.poll(() => waiting.length).toBe(1);
  const official = signIn(tryFrom('198.51.100.1', 'quen@example.gov.vn', { cookie: 'a known browser' }));
  await expect.poll(() => waiting.length).toBe(2);
  const code = {
    ...tryFrom('198.51.100.1', '', { cookie: 'half signed in' }),
    path: 'two-factor/verify-totp' as const,
  };
  const second = signIn({ ...code, body: { code: '123456' } });
  await expect.poll(() => waiting.length).toBe(3);
  waiting[1]!();
  waiting[2]!();
  expect(codes(await Promise.allSettled([official, second]))).toEqual(['sign-in-failed', 'sign-in-failed']);
  const all = Promise.allSettled(flood);
  for (let index = 0; index < 303; index++) {
    await expect.poll(() => waiting.length, { interval: 1 }).toBeGreaterThan(Math.min(index, 301));
    waiting[index]?.();
  }
  expect(codes(await all)).toEqual(Array(300).fill('sign-in-failed'));
});

test('one address that tries without end does not make a stranger of another wait for all of its tries', async () => {
  const order: string[] = [];
  const handler = async () => Response.json(REFUSED, { status: 401 });
  const signIn = signInWith(handler, {
    tries: {
      count: async (limits) => void order.push(limits.find(({ what }) => what === 'from')!.of),
      take: async () => true,
      forget: none,
      giveBack: none,
    },
  });
  const flood = Array.from({ length: 150 }, () => signIn(tryFrom('198.51.100.1')));
  const modest = signIn(tryFrom('203.0.113.7'));
  await Promise.allSettled([...flood, modest]);
  expect(order.indexOf('203.0.113.7')).toBeLessThan(10);
  expect(order).toHaveLength(151);
});

test('a try whose sender has gone before its turn is dropped', async () => {
  let asked = 0;
  const signIn = signInWith(async () => {
    asked++;
    return Response.json(REFUSED, { status: 401 });
  });
  const left = Array.from({ length: 10 }, () => signIn({ ...tryFrom('198.51.100.1'), hasLeft: () => true }));
  expect(codes(await Promise.allSettled(left))).toEqual(Array(10).fill('bad-request'));
  expect(asked).toBe(0);
});

test('thousand passwords that strangers try are one entry in the audit log, with their number', async () => {
  const { audit, close } = createAuditLog(world.options);
  const signIn = signInWith(async () => Response.json(REFUSED, { status: 401 }), { audit });
  const before = (await audit.list({ limit: 1, offset: 0 })).total;
  for (let address = 0; address < 50; address++) {
    await Promise.allSettled(Array.from({ length: 20 }, () => signIn(tryFrom(`198.51.100.${address}`))));
  }
  expect((await audit.list({ limit: 1, offset: 0 })).total).toBe(before);
  await close();
  const { total, items } = await audit.list({ limit: 1, offset: 0 });
  expect(total).toBe(before + 1);
  expect(items[0]).toMatchObject({
    actor: 'nobody',
    action: 'sign-in',
    outcome: 'sign-in-failed',
    detail: { tries: 1000 },
  });
  expect(await audit.verify()).toMatchObject({ intact: true });
});

test('an office of more than two hundred who sign in rightly behind one address is not kept out', async () => {
  const signIn = signInWith(async () => Response.json({ twoFactorRedirect: true }), {
    tries: createTries(world.options),
  });
  const arrive = (people: number, first: number) =>
    Promise.allSettled(
      Array.from({ length: people }, (_, index) =>
        signIn(tryFrom('198.51.100.250', `nguoi${first + index}@example.gov.vn`)),
      ),
    );
  const office = [...(await arrive(150, 0)), ...(await arrive(100, 150))];
  expect(codes(office)).toEqual(Array(250).fill('let in'));
});

test('the cookies of a session and of a half-done sign-in make a browser known until its sign-in is done; made-up ones do not', async () => {
  const devices = createDevices(world.options);
  const person = await enrolled(world, { email: 'nuachung@example.gov.vn', name: 'Lê T', role: 'committee' });
  expect(devices.signedCookie(person.browser.headers())).toBeDefined();
  const stranger = world.browser();
  expect(devices.signedCookie(stranger.headers())).toBeUndefined();
  await stranger.send('sign-in/email', person.signIn);
  const { cookie = '' } = stranger.headers();
  expect(cookie).toContain('two_factor');
  expect(devices.signedCookie({ cookie })).toBeDefined();
  for (const forged of [
    cookie.replace(/=./, '=%'),
    'emc.session_token=abc.' + 'A'.repeat(43) + '%3D',
    'emc.two_factor=x',
  ]) {
    expect(devices.signedCookie({ cookie: forged })).toBeUndefined();
  }
});

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
});

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
    'sign-in sign-in-failed',
    'sign-in begun',
    'sign-in done',
    'sign-out begun',
    'sign-out done',
  ]);
  expect(items.at(-1)!.detail).toMatchObject({ tries: 1 });
  expect(await world.audit.verify()).toMatchObject({ intact: true });
});
