import { type SignInPath, subscriberOf } from '@emc/contract';
import type { Limit } from './tries.ts';

/** Who tries, as far as it is known. */
interface Trying {
  path: SignInPath;
  clientAddress: string;
  /** E-mail address with which somebody signs in, whether there is such an account or not. */
  email: string | undefined;
  /** Account of the session or half-done sign-in that the request came with. */
  accountId: string | undefined;
  /** Number of a browser that signed in to the account before. */
  device: string | undefined;
}

/**
 * How often that may be tried. Strangers share the tries of their address and of the account; a browser that signed in
 * before has tries of its own, and so has whoever got as far as the second factor: no stranger can use those up.
 */
export function limitsOf({ path, clientAddress, email, accountId, device }: Trying): Limit[] {
  if (path === 'sign-out') return [];
  const from = subscriberOf(clientAddress);
  // Generous: a whole office may stand behind one address, and signing in takes two tries.
  const fromHere = { what: 'from', of: from, most: 200 };
  if (email === undefined) return accountId === undefined ? [fromHere] : [{ what: path, of: accountId, most: 10 }];
  if (device !== undefined) return [{ what: 'sign-in by', of: device, most: 10 }];
  return [
    fromHere,
    { what: 'sign-in from', of: `${from} ${email}`, most: 5 },
    { what: 'sign-in', of: email, most: 50 },
  ];
}

/** Of those limits the ones that signing in rightly sets back: of this browser, or of this address with this account. */
export function ownLimits(limits: readonly Limit[]): Limit[] {
  return limits.filter(({ what }) => what === 'sign-in by' || what === 'sign-in from');
}

/** Those that strangers share: a right try counts no longer, what others tried does. */
export function sharedLimits(limits: readonly Limit[]): Limit[] {
  return limits.filter(({ what }) => what === 'from' || what === 'sign-in');
}

/** A one-time code opens one session (RFC 6238, 5.2): whoever saw it typed cannot use it again while it still holds. */
export function useOf(accountId: string, code: string): Limit {
  return { what: 'code', of: `${accountId} ${code}`, most: 1 };
}
