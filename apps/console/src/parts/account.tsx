import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/figures.ts';
import { useWords } from '../words.ts';
import { isReady } from './authority.ts';
import { Go } from './go.tsx';

/** Who is signed in, with the way to the account; else the way to sign in. Every figure can be read without. */
export function Account() {
  const { t, at } = useWords();
  const { data: me } = useQuery(meQuery());
  const account = me?.account ?? null;
  if (account === null) return <Go to={at.signIn()}>{t.people.signIn}</Go>;
  return (
    <Go className="bar-account" to={at.account()} title={`${account.email} · ${t.people.account}`}>
      {account.name}
      <small>{isReady(me) ? t.people.role[account.role] : t.people.unfinished}</small>
    </Go>
  );
}
