import type { Account, WhoAmI } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/figures.ts';
import { useOperatorKey } from './operator-key.ts';

/** Whether an account may do its work: its first password is changed and its second factor is set up. */
export function isReady(me: WhoAmI | undefined): boolean {
  return me?.account != null && !me.mustChangePassword && !me.mustSetSecondFactor;
}

/** The account that is signed in and may work. */
export function useAccount(): Account | null {
  const { data: me } = useQuery(meQuery());
  return isReady(me) ? (me?.account ?? null) : null;
}

/** By what somebody may change things of a body: the operator key of this tab, or the session. */
export interface Authority {
  /** undefined = the session's cookie says who it is. */
  key: string | undefined;
}

/** @param bodyCode whose things; undefined = of any body, which only the operator may. null = nobody may here */
export function useAuthority(bodyCode?: string): Authority | null {
  const key = useOperatorKey();
  const account = useAccount();
  if (key !== null) return { key };
  if (account === null) return null;
  const may = account.role === 'operator' || (account.role === 'body' && account.bodyCode === bodyCode);
  return may ? { key: undefined } : null;
}

/** Whether it is the operator who looks: by the key of this tab, or signed in. Some things of a body only the operator changes. */
export function useIsOperator(): boolean {
  const key = useOperatorKey();
  const account = useAccount();
  return key !== null || account?.role === 'operator';
}
