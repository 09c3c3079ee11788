import type { Account, AccountChange } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery, officeApi } from '../api/office.ts';
import { AccountForm } from '../parts/office/account-form.tsx';
import { AccountTable, type AccountAction, type AccountTableProps } from '../parts/office/account-table.tsx';
import { AskFirst } from '../parts/office/ask-first.tsx';
import { Gate } from '../parts/office/gate.tsx';
import { PasswordOnce, type FirstPassword } from '../parts/office/password-once.tsx';
import { RefusalNote } from '../parts/office/refusal-note.tsx';
import { useSending } from '../parts/office/use-sending.ts';
import { useOfficeWords } from '../parts/office/words.ts';
import { bodiesQuery } from '../api/queries.ts';
import { Pick } from '../parts/choice.tsx';
import { useFilters } from '../parts/filters.ts';
import { SearchField } from '../parts/search-field.tsx';
import { plainText } from '../plain-text.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { Loaded } from '../parts/problem-note.tsx';

const CHANGES: Record<AccountAction, AccountChange> = {
  disable: { disabled: true },
  enable: { disabled: false },
  newPassword: { newPassword: true },
  resetFactor: { resetSecondFactor: true },
};

const ROLE_FILTERS = ['any', 'operator', 'committee', 'body'] as const;
const STATE_FILTERS = ['any', 'active', 'noFactor', 'disabled'] as const;

function isIn(state: (typeof STATE_FILTERS)[number], { disabled, secondFactor }: Account): boolean {
  if (state === 'any') return true;
  if (state === 'disabled') return disabled;
  return !disabled && (state === 'active' || !secondFactor);
}

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
          <FoundAccounts
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

type Found = Omit<AccountTableProps, 'bodyNames'>;

/** The accounts that the filters of the address let through. */
function FoundAccounts({ accounts, act, myId }: Found) {
  const { o, t, nameOf } = useOfficeWords();
  const [filters, change] = useFilters();
  const bodies = useQuery(bodiesQuery({}));
  const bodyNames = new Map((bodies.data ?? []).map((body) => [body.code, nameOf(body)]));
  const role = ROLE_FILTERS.find((known) => known === filters['role']) ?? 'any';
  const state = STATE_FILTERS.find((known) => known === filters['state']) ?? 'any';
  const q = plainText(filters['q'] ?? '');
  const found = accounts.filter(
    (account) =>
      (role === 'any' || account.role === role) &&
      isIn(state, account) &&
      plainText(
        `${account.name} ${account.email} ${account.bodyCode ?? ''} ${bodyNames.get(account.bodyCode ?? '') ?? ''}`,
      ).includes(q),
  );
  return (
    <>
      <div className="filter-bar" role="search">
        <SearchField label={o.accounts.q} value={filters['q'] ?? ''} onChange={(text) => change({ q: text })} />
        <Pick
          label={o.accounts.role}
          value={role}
          options={ROLE_FILTERS.map((value) => ({
            value,
            text: value === 'any' ? o.accounts.anyRole : t.people.role[value],
          }))}
          onChange={(value) => change({ role: value === 'any' ? null : value })}
        />
        <Pick
          label={o.accounts.state}
          value={state}
          options={STATE_FILTERS.map((value) => ({
            value,
            text: value === 'any' ? o.accounts.anyState : o.accounts[value],
          }))}
          onChange={(value) => change({ state: value === 'any' ? null : value })}
        />
      </div>
      {found.length === 0 ? (
        <p className="none">{o.accounts.noneFound}</p>
      ) : (
        <AccountTable accounts={found} bodyNames={bodyNames} act={act} myId={myId} />
      )}
    </>
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
