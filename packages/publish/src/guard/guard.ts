import { type Accounts, type Caller, NOBODY } from '@emc/contract';
import { type Access, checkRole, KEY_HOLDER } from './access.ts';
import { operatorKeyCheck } from './operator-key.ts';
import { checkOrigin, type Asked, type OwnAddress } from './origin.ts';

interface GuardOptions extends OwnAddress {
  /** At least 16 characters. */
  operatorKey: string;
  accounts: Pick<Accounts, 'callerOf'>;
  /** Called for each wrong operator key. */
  onWrongKey: () => void;
}

/** What of a request decides who may make it. */
interface Asking extends Asked {
  method: string;
}

/**
 * Makes the guard before every route: finds out who asks, by operator key or by the cookie of a session, and whether
 * the role is one of those that may. Whether it is the account's own body is seen later, when the request is read.
 * A public route is answered to everybody alike, so nothing is looked up there.
 *
 * @returns a function that gives the caller, or throws EmcError operator-key-wrong, session-invalid, sign-in-required,
 * foreign-origin, second-factor-required, not-allowed
 */
export function createGuard({ operatorKey, accounts, onWrongKey, ...address }: GuardOptions) {
  const holdsKey = operatorKeyCheck(operatorKey, onWrongKey);
  return async (access: Access, asking: Asking): Promise<Caller> => {
    if (access === 'public') return NOBODY;
    const { method, headers } = asking;
    const caller = holdsKey(headers.authorization as string | undefined)
      ? KEY_HOLDER
      : await accounts.callerOf(headers);
    if (caller.kind === 'account' && method !== 'GET' && method !== 'HEAD') checkOrigin(asking, address);
    checkRole(access, caller);
    return caller;
  };
}
