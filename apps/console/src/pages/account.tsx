import type { Account, WhoAmI } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../api/figures.ts';
import { bodyQuery } from '../api/queries.ts';
import { askSignIn } from '../api/sign-in.ts';
import { Go } from '../parts/go.tsx';
import { BackupRenewal } from '../parts/office/backup-codes.tsx';
import { homeOf } from '../parts/office/home.ts';
import { PasswordChange } from '../parts/office/password-change.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { SecondFactorSetUp } from '../parts/office/second-factor.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

/** One's own account: who one is, the first steps, password, second factor, session. */
export function AccountPage() {
  const { o, t, at } = useOfficeWords();
  const asked = useQuery(meQuery());
  return (
    <Loaded asked={asked} lines={8} height_px={500}>
      {(me) =>
        me.account === null ? (
          <article className="page page-narrow">
            <PageTitle title={o.gate.title} lead={o.gate.text} />
            <p>
              <Go className="button is-main" to={at.signIn({ next: at.account() })}>
                {t.people.signIn}
              </Go>
            </p>
          </article>
        ) : (
          <Known me={me} account={me.account} />
        )
      }
    </Loaded>
  );
}

function Known({ me, account }: { me: WhoAmI; account: Account }) {
  const { o, at } = useOfficeWords();
  const queries = useQueryClient();
  // Set-up of the second factor is finished on the page that showed its codes, whatever the server says meanwhile.
  const [finished, setFinished] = useState(false);
  const [changed, setChanged] = useState(false);
  const again = async () => {
    await queries.invalidateQueries({ queryKey: meQuery().queryKey });
  };
  const first = me.mustChangePassword || me.mustSetSecondFactor;
  return (
    <article className="page page-narrow">
      <PageTitle title={o.account.title} lead={first ? o.account.leadNew : o.account.lead} />
      <p role="status" className="good-note">
        {finished ? o.account.finished : changed ? o.account.changed : ''}
      </p>
      {finished && !first ? (
        <p>
          <Go className="button is-main" to={homeOf(at, account)}>
            {o.signIn.onward}
          </Go>
        </p>
      ) : null}
      {me.mustChangePassword ? (
        <PasswordChange
          isFirst
          email={account.email}
          done={async () => {
            setChanged(true);
            await again();
          }}
        />
      ) : me.mustSetSecondFactor ? (
        <SecondFactorSetUp
          done={async () => {
            setFinished(true);
            await again();
          }}
        />
      ) : null}
      <WhoIAm account={account} />
      {first ? null : (
        <>
          <PasswordChange isFirst={false} email={account.email} done={async () => setChanged(true)} />
          <BackupRenewal />
        </>
      )}
      <Session />
    </article>
  );
}

function WhoIAm({ account }: { account: Account }) {
  const { o, t, at, nameOf } = useOfficeWords();
  const body = useQuery({ ...bodyQuery(account.bodyCode ?? ''), enabled: account.bodyCode !== null });
  return (
    <section className="panel" aria-labelledby="who">
      <h2 id="who">{o.account.who}</h2>
      <dl className="facts">
        <dt>{o.account.name}</dt>
        <dd>{account.name}</dd>
        <dt>{o.account.email}</dt>
        <dd>{account.email}</dd>
        <dt>{o.account.role}</dt>
        <dd>
          {t.people.role[account.role]}. {o.account.may[account.role]}
        </dd>
        {account.bodyCode === null ? null : (
          <>
            <dt>{o.account.body}</dt>
            <dd>
              <Go to={at.body(account.bodyCode)}>{body.data === undefined ? account.bodyCode : nameOf(body.data)}</Go>
            </dd>
          </>
        )}
        <dt>{o.account.secondFactor}</dt>
        <dd>{account.secondFactor ? o.account.on : o.account.off}</dd>
      </dl>
    </section>
  );
}

function Session() {
  const { o, at } = useOfficeWords();
  const sending = useSending();
  const signOut = () =>
    sending.run(async () => {
      await askSignIn('sign-out');
      // A page of its own: nothing that was read stays in the memory of the tab.
      location.assign(at.signIn());
    });
  return (
    <section className="panel" aria-labelledby="session">
      <h2 id="session">{o.account.session}</h2>
      <p>{o.account.sessionText}</p>
      <RefusalNote refusal={sending.refusal} />
      <div className="form-end">
        <button type="button" className="button" disabled={sending.busy} onClick={() => void signOut()}>
          {o.account.signOut}
        </button>
      </div>
    </section>
  );
}
