import { type Caller, EmcError, type ErrorCode, type Role } from '@emc/contract';

/** Who may use a route. The table of docs/access.md says the same; a test walks every route and compares. */
export type Access = 'public' | { roles: readonly Role[]; ownBody: boolean };

/** Whoever holds the operator key. */
export const KEY_HOLDER: Caller = {
  kind: 'operator-key',
  id: 'operator-key',
  name: 'operator-key',
  role: 'operator',
  bodyCode: null,
};

/** Codes that follow from who may use a route. */
export function errorsOfAccess(access: Access, writes: boolean): ErrorCode[] {
  if (access === 'public') return [];
  const codes: ErrorCode[] = [
    'sign-in-required',
    'session-invalid',
    'operator-key-wrong',
    'second-factor-required',
    'not-allowed',
  ];
  return writes ? [...codes, 'foreign-origin'] : codes;
}

/** @throws EmcError sign-in-required, not-allowed */
export function checkRole(access: Access, caller: Caller): void {
  if (access === 'public') return;
  const needed = access.roles.join(', ');
  if (caller.kind === 'nobody') throw new EmcError('sign-in-required', `roles: ${needed}`);
  if (caller.role === null || !access.roles.includes(caller.role))
    throw new EmcError('not-allowed', `roles: ${needed}`);
}

/**
 * A body account may touch what is of its own body only.
 * @param bodyCode whose it is that is asked for; null = of no single body
 * @throws EmcError not-allowed
 */
export function checkOwnBody(caller: Caller, bodyCode: string | null): void {
  if (caller.role !== 'body') return;
  if (bodyCode === null || bodyCode !== caller.bodyCode) {
    throw new EmcError('not-allowed', `roles: operator, or body of ${bodyCode ?? 'no single body'}`);
  }
}
