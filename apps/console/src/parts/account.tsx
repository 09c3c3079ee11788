import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/figures.ts';

/** Who is signed in. Nothing for the public: every page can be read without an account. */
export function Account() {
  const { data: me } = useQuery(meQuery());
  const account = me?.account ?? null;
  return account === null ? null : <span title={account.email}>{account.name}</span>;
}
