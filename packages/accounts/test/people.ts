import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { createRedaction, type SignInAnswer, type SignInPath } from '@emc/contract';
import { authenticatorCode, CookieJar, freshStores, type FreshStores, movableClock } from '@emc/test-kit';
import { createAccounts } from '../src/index.ts';

/** Accounts on a fresh control store, and browsers that hold cookies as real ones do. */

export interface Browser {
  send(path: SignInPath, body?: object): Promise<SignInAnswer>;
  /** As a request carries them. */
  headers(): { cookie?: string };
  /** Set-Cookie lines as they came. */
  received: string[];
  /** From which it asks. */
  address: string;
}

/** As the library keeps passwords, a thousand times cheaper. What a real one costs is met where a whole program is signed in to (tests/access). */
const CHEAP = { N: 16, r: 16, p: 1 };
const keyOf = (password: string, salt: string) =>
  scryptSync(password.normalize('NFKC'), salt, 64, CHEAP).toString('hex');
const cheapPasswords = {
  hash: async (password: string) => {
    const salt = randomBytes(16).toString('hex');
    return `${salt}:${keyOf(password, salt)}`;
  },
  verify: async ({ hash, password }: { hash: string; password: string }) => {
    const [salt = '', key] = hash.split(':');
    return keyOf(password, salt) === key;
  },
};

export async function freshAccounts(changes: { publicUrl?: string } = {}) {
  const stores: FreshStores = await freshStores();
  const clock = movableClock(Date.parse('2026-11-22T01:00:00Z'));
  const logged: unknown[] = [];
  const note = (...all: unknown[]) => void logged.push(all);
  const options = {
    db: stores.control.db,
    secret: `secret-of-a-test-${randomUUID()}`,
    publicUrl: changes.publicUrl ?? 'http://emc.example.gov.vn',
    redaction: createRedaction((text) => BigInt(text.length)),
    clock,
    log: { info: note, warn: note, error: note },
    passwords: cheapPasswords,
  };
  const { accounts, audit } = createAccounts(options);
  let opened = 0;
  const browser = (clientAddress = `203.0.113.${++opened}`, at = accounts): Browser => {
    const jar = new CookieJar();
    const received: string[] = [];
    const headers = () => ({ cookie: jar.header() });
    const send: Browser['send'] = async (path, body) => {
      const { json, cookies } = await at.signIn({ path, body, headers: headers(), clientAddress });
      received.push(...cookies);
      jar.keep(cookies);
      return json;
    };
    return { send, headers, received, address: clientAddress };
  };
  return { stores, options, clock, accounts, audit, browser, logged, db: stores.control.db };
}

export type FreshAccounts = Awaited<ReturnType<typeof freshAccounts>>;

/** Somebody who has done everything: own password and second factor, and is signed in. */
export async function enrolled(
  { accounts, browser }: Pick<FreshAccounts, 'accounts' | 'browser'>,
  account: Parameters<FreshAccounts['accounts']['addAccount']>[0],
) {
  const { id, password: first } = await accounts.addAccount(account);
  const password = `own password of ${account.email}`;
  const own = browser();
  await own.send('sign-in/email', { email: account.email, password: first });
  await own.send('change-password', { currentPassword: first, newPassword: password });
  const { totpUri = '', backupCodes = [] } = await own.send('two-factor/enable', { password });
  await own.send('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  return {
    id,
    signIn: { email: account.email, password },
    email: account.email,
    password,
    totpUri,
    backupCodes,
    browser: own,
  };
}
