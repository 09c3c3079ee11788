import { type Accounts, type Caller, NOBODY, type RequestHeaders } from '@emc/contract';
import { type Access, checkRole, KEY_HOLDER } from './access.ts';
import { operatorKeyCheck } from './operator-key.ts';
import { checkOrigin } from './origin.ts';

interface GuardOptions {
  /** At least 16 characters. */
  operatorKey: string;
  accounts: Pick<Accounts, 'callerOf'>;
  /** Called for each wrong operator key. */
  onWrongKey: () => void;
  publicUrl: string;
}

/** What of a request decides who may make it. */
interface Asking {
  method: string;
  headers: RequestHeaders;
}

/**
 * Makes the guard before every route: finds out who asks, by operator key or by the cookie of a session, and whether
 * the role is one of those that may. Whether it is the account's own body is seen later, when the request is read.
 * A public route is answered to everybody alike, so nothing is looked up there.
 *
 * @returns a function that gives the caller, or throws EmcError operator-key-wrong, session-invalid, sign-in-required,
 * foreign-origin, second-factor-required, not-allowed
 */
export function createGuard({ operatorKey, accounts, onWrongKey, publicUrl }: GuardOptions) {
  const holdsKey = operatorKeyCheck(operatorKey, onWrongKey);
  return async (access: Access, { method, headers }: Asking): Promise<Caller> => {
    if (access === 'public') return NOBODY;
    const caller = holdsKey(headers.authorization as string | undefined)
      ? KEY_HOLDER
      : await accounts.callerOf(headers);
    if (caller.kind === 'account' && method !== 'GET' && method !== 'HEAD') checkOrigin(headers, publicUrl);
    checkRole(access, caller);
    return caller;
  };
}
