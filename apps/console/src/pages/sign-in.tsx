import type { Account, WhoAmI } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../api/figures.ts';
import { isReady } from '../parts/authority.ts';
import { useFilters } from '../parts/filters.ts';
import { Go } from '../parts/go.tsx';
import { CodeForm } from '../parts/office/code-form.tsx';
import { homeOf } from '../parts/office/home.ts';
import { PasswordForm } from '../parts/office/password-form.tsx';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import type { Addresses } from '../addresses.ts';

/** Only a page of this very site: `//elsewhere` and `/\elsewhere` would be another one, also with a tab in between. */
function ownAddress(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])[^\t\n\r]*$/.test(next) ? next : undefined;
}

/** Signing in: the password, then a code of the authenticator. */
export function SignInPage() {
  const { o } = useOfficeWords();
  const asked = useQuery(meQuery());
  return (
    <article className="page page-narrow">
      <PageTitle title={o.signIn.title} lead={o.signIn.lead} />
      <Loaded asked={asked} lines={5} height_px={300}>
        {(me) => (me.account === null ? <SigningIn /> : <Already account={me.account} ready={isReady(me)} />)}
      </Loaded>
    </article>
  );
}

function SigningIn() {
  const { at } = useOfficeWords();
  const [{ next }] = useFilters();
  const queries = useQueryClient();
  const router = useRouter();
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [note, setNote] = useState('');
  const enter = async () => {
    // Whatever was refused to nobody is asked again by somebody.
    queries.removeQueries({ queryKey: ['office'] });
    const me = await queries.fetchQuery({ ...meQuery(), staleTime: 0 });
    router.history.push(afterwards(me, at, next));
  };
  if (step === 'code')
    return (
      <CodeForm
        done={enter}
        startAgain={(why) => {
          setNote(why);
          setStep('password');
        }}
      />
    );
  return (
    <PasswordForm
      note={note}
      done={async (secondFactorNeeded) => {
        setNote('');
        if (secondFactorNeeded) setStep('code');
        else await enter();
      }}
    />
  );
}

function afterwards(me: WhoAmI, at: Addresses, next: string | undefined): string {
  if (me.account === null || !isReady(me)) return at.account();
  return ownAddress(next) ?? homeOf(at, me.account);
}

function Already({ account, ready }: { account: Account; ready: boolean }) {
  const { o, at, t } = useOfficeWords();
  return (
    <>
      <p>
        {o.signIn.already(account.name)} <small>{account.email}</small>
      </p>
      <p className="form-end">
        <Go className="button is-main" to={ready ? homeOf(at, account) : at.account()}>
          {ready ? o.signIn.onward : o.gate.unfinishedGo}
        </Go>
        <Go className="button" to={at.account()}>
          {t.people.account}
        </Go>
      </p>
    </>
  );
}
