import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestHeaders } from '@emc/contract';
import { COOKIE_PREFIX } from './sign-in-engine.ts';

const KEPT_s = 180 * 24 * 60 * 60;
const SIGNED = new RegExp(
  `(?:^|;\\s*)(?:__Secure-)?${COOKIE_PREFIX}\\.(?:session_token|two_factor)=([\\w%.~+/=-]+)`,
  'g',
);
const HELD = new RegExp(`(?:^|;\\s*)(?:__Secure-)?${COOKIE_PREFIX}\\.device=([\\w-]{22})\\.([\\w-]{43})(?:;|$)`);

/**
 * Browsers with which somebody signed in before ("device cookies" of OWASP, Slow Down Online Guessing Attacks). Their
 * tries are counted apart, so that what strangers try never keeps out whoever the account belongs to. The cookie opens
 * nothing: it says which account was signed in to, under an HMAC, and is asked for at signing in only.
 */
export function createDevices({ secret, publicUrl }: { secret: string; publicUrl: string }) {
  const secure = publicUrl.startsWith('https:');
  const macOf = (number: string, email: string): Buffer =>
    createHmac('sha256', secret).update(`device\n${number}\n${email}`).digest();
  return {
    /** @returns the number of the browser; undefined = nobody signed in to this account with it */
    known: ({ cookie }: RequestHeaders, email: string): string | undefined => {
      const [, number = '', mac = ''] = HELD.exec(String(cookie)) ?? [];
      if (number === '') return undefined;
      return timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(number, email)) ? number : undefined;
    },
    /** @returns a session or half-done sign-in that this program once gave, over or not: a stranger has none */
    signedCookie: ({ cookie }: RequestHeaders): string | undefined =>
      [...String(cookie).matchAll(SIGNED)].map(([, value = '']) => value).find((value) => isSigned(value, secret)),
    /** A line of Set-Cookie that makes the browser known; given with a session that both factors opened. */
    cookieFor: (email: string): string => {
      const number = randomBytes(16).toString('base64url');
      const value = `${number}.${macOf(number, email).toString('base64url')}`;
      const name = `${secure ? '__Secure-' : ''}${COOKIE_PREFIX}.device`;
      const attributes = `Path=/api/auth; Max-Age=${KEPT_s}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
      return `${name}=${value}; ${attributes}`;
    },
  };
}

/** As the library signs cookies: HMAC-SHA-256 in base64 behind the last point. */
function isSigned(encoded: string, secret: string): boolean {
  const text = decoded(encoded);
  const cut = text.lastIndexOf('.');
  const expected = createHmac('sha256', secret)
    .update(text.slice(0, Math.max(0, cut)))
    .digest();
  const presented = Buffer.from(text.slice(cut + 1), 'base64');
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

export type Devices = ReturnType<typeof createDevices>;
