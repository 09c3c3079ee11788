import type { Account } from '@emc/contract';
import type { Addresses } from '../../addresses.ts';

/** Where somebody's work begins. */
export function homeOf(at: Addresses, account: Account): string {
  if (account.role === 'operator') return at.morning();
  if (account.role === 'body' && account.bodyCode !== null) return at.ourSide(account.bodyCode);
  return at.morning();
}
