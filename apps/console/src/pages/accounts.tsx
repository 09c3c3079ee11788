import type { Account, AccountChange } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery, officeApi } from '../api/office.ts';
import { AccountForm } from '../parts/office/account-form.tsx';
import { AccountTable, type AccountAction } from '../parts/office/account-table.tsx';
import { AskFirst } from '../parts/office/ask-first.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { PasswordOnce, type FirstPassword } from '../parts/office/password-once.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

const CHANGES: Record<AccountAction, AccountChange> = {
  disable: { disabled: true },
  enable: { disabled: false },
  newPassword: { newPassword: true },
  resetFactor: { resetSecondFactor: true },
};

/** Who may sign in. The committee sees it, the operator changes it. */
export function AccountsPage() {
  return (
    <Gate roles={['operator', 'committee']}>
      {(me) => <Accounts mayChange={me.role === 'operator'} myId={me.id} />}
    </Gate>
  );
}

function Accounts({ mayChange, myId }: { mayChange: boolean; myId: string }) {
  const { o, f } = useOfficeWords();
  const asked = useQuery(accountsQuery());
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState<{ action: AccountAction; account: Account } | null>(null);
  const [password, setPassword] = useState<FirstPassword | null>(null);
  const [said, setSaid] = useState('');
  const again = () => queries.invalidateQueries({ queryKey: ['office'] });
  return (
    <article className="page">
      <PageTitle
        title={o.accounts.title}
        lead={asked.data === undefined ? ' ' : o.accounts.lead(f.number(asked.data.total))}
      />
      {password === null ? null : <PasswordOnce given={password} close={() => setPassword(null)} />}
      {!mayChange || password !== null ? null : adding ? (
        <section aria-labelledby="add">
          <h2 id="add">{o.accounts.add}</h2>
          <AccountForm
            done={async (made) => {
              setPassword({ name: made.name, email: made.email, password: made.password });
              setAdding(false);
              await again();
            }}
            cancel={() => setAdding(false)}
          />
        </section>
      ) : (
        <p>
          <button type="button" className="button is-main" onClick={() => setAdding(true)}>
            {o.accounts.add}
          </button>{' '}
          <span role="status">{said}</span>
        </p>
      )}
      <Loaded asked={asked} lines={8} height_px={400}>
        {({ items }) => (
          <AccountTable
            accounts={items}
            act={mayChange ? (action, account) => setAsking({ action, account }) : null}
            myId={myId}
          />
        )}
      </Loaded>
      {asking === null ? null : (
        <Asking
          action={asking.action}
          account={asking.account}
          done={async (given) => {
            setAsking(null);
            setSaid(o.accounts.done);
            setPassword(given);
            await again();
          }}
          close={() => setAsking(null)}
        />
      )}
    </article>
  );
}

interface AskingProps {
  action: AccountAction;
  account: Account;
  /** With a new first password, where one was asked for. */
  done: (given: FirstPassword | null) => Promise<void>;
  close: () => void;
}

function Asking({ action, account, done, close }: AskingProps) {
  const { o } = useOfficeWords();
  const sending = useSending();
  const go = () =>
    sending.run(async () => {
      const { name, email, password } = await officeApi.changeAccount(account.id, CHANGES[action]);
      await done(password === null ? null : { name, email, password });
    });
  return (
    <AskFirst
      question={o.accounts.ask[action](account.name)}
      yes={o.accounts[action]}
      busy={sending.busy}
      go={() => void go()}
      close={close}
    >
      <RefusalNote refusal={sending.refusal} />
    </AskFirst>
  );
}
