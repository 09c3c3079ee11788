import { createHmac } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const PERIOD_ms = 30_000;
/** Which code each secret gave last. */
const given = new Map<string, number>();

/**
 * The code that an authenticator shows for an otpauth:// address (RFC 6238: SHA-1, 6 digits, 30 seconds). Since a code
 * is taken once, who asks again gets the next one, which is taken half a minute early.
 * @throws Error when that was given too: no test should have to wait for a third
 */
export function authenticatorCode(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  const now = Math.floor(Date.now() / PERIOD_ms);
  const step = Math.max(now, (given.get(secret) ?? 0) + 1);
  if (step > now + 1) throw new Error('A third code within half a minute: sign in with a backup code');
  given.set(secret, step);
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac.at(-1)! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What a browser keeps of Set-Cookie lines, by name. */
export class CookieJar {
  readonly #held = new Map<string, string>();

  keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.#held.delete(name);
      else this.#held.set(name, value);
    }
  }

  /** As a request carries them; undefined = none. */
  header(): string | undefined {
    if (this.#held.size === 0) return undefined;
    return [...this.#held].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** Somebody at a browser that shows the pages of a running program. */
export interface Visitor {
  /** Asks below the program's address as its own page would. */
  ask: (method: string, path: string, body?: unknown) => Promise<Response>;
}

export function visitorOf(program: { url: string }): Visitor {
  const jar = new CookieJar();
  return {
    ask: async (method, path, body) => {
      const cookie = jar.header();
      const response = await fetch(`${program.url}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          origin: program.url,
          ...(cookie === undefined ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      jar.keep(response.headers.getSetCookie());
      return response;
    },
  };
}

interface RunningProgram {
  url: string;
  api(method: string, address: string, body?: unknown): Promise<unknown>;
}

export interface SignedIn extends Visitor {
  id: string;
  email: string;
  password: string;
  totpUri: string;
}

/**
 * Makes an account by the operator key and signs it in.
 * @param until how far it goes: `password` stops before the second factor is set up
 * @throws Error with what was answered, when a step is refused
 */
export async function signIn(
  program: RunningProgram,
  account: { email: string; name: string; role: string; bodyCode?: string },
  until: 'password' | 'second-factor' = 'second-factor',
): Promise<SignedIn> {
  const { id, password: first } = (await program.api('POST', '/accounts', account)) as { id: string; password: string };
  const { email } = account;
  const visitor = visitorOf(program);
  const step = async (path: string, body: object): Promise<{ totpUri?: string }> => {
    const answer = await visitor.ask('POST', `/api/auth/${path}`, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as { totpUri?: string };
  };
  const password = `own password of ${email}`;
  await step('sign-in/email', { email, password: first });
  await step('change-password', { currentPassword: first, newPassword: password });
  if (until === 'password') return { ...visitor, id, email, password, totpUri: '' };
  const { totpUri = '' } = await step('two-factor/enable', { password });
  await step('two-factor/verify-totp', { code: authenticatorCode(totpUri) });
  return { ...visitor, id, email, password, totpUri };
}
