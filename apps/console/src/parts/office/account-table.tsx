import type { Account } from '@emc/contract';
import { Go } from '../go.tsx';
import { SortHeads, useSorted, type SortColumn } from './sort.tsx';
import { useOfficeWords } from './words.ts';

export type AccountAction = 'disable' | 'enable' | 'newPassword' | 'resetFactor';

export interface AccountTableProps {
  accounts: readonly Account[];
  /** Names of bodies by code. */
  bodyNames: ReadonlyMap<string, string>;
  /** null = only looking. */
  act: ((action: AccountAction, account: Account) => void) | null;
  /** One's own account: changed on its own page, and nobody locks himself out. */
  myId: string;
}

/** All accounts, what state they are in, and what the operator can do with them. */
export function AccountTable({ accounts, bodyNames, act, myId }: AccountTableProps) {
  const { o, t, f, at } = useOfficeWords();
  const a = o.accounts;
  const bodyOf = (code: string) => bodyNames.get(code) ?? code;
  const columns: SortColumn<Account>[] = [
    { key: 'name', head: a.name, by: ({ name }) => name },
    { key: 'role', head: a.role, by: ({ role, bodyCode }) => `${role} ${bodyOf(bodyCode ?? '')}` },
    { key: 'state', head: a.state, by: ({ disabled, secondFactor }) => Number(disabled) * 2 + Number(!secondFactor) },
    { key: 'created', head: a.created, by: ({ createdAt }) => createdAt },
    ...(act === null ? [] : [{ key: 'actions', head: a.actions }]),
  ];
  const sorting = useSorted(accounts, columns, 'role');
  return (
    <table className="table card-table">
      <caption className="unseen">{a.title}</caption>
      <SortHeads columns={columns} sorting={sorting} />
      <tbody>
        {sorting.rows.map((account) => (
          <tr key={account.id}>
            <th scope="row" className="breaks">
              {account.name}
              <small>{account.email}</small>
            </th>
            <td data-head={a.role}>
              {t.people.role[account.role]}
              {account.bodyCode === null ? null : (
                <small>
                  <Go to={at.body(account.bodyCode)}>{bodyOf(account.bodyCode)}</Go>
                </small>
              )}
            </td>
            <td data-head={a.state}>
              {account.disabled ? a.disabled : a.active}
              {account.secondFactor ? null : <small className="breaks"> · {a.noFactor}</small>}
            </td>
            <td data-head={a.created}>{f.dayOfInstant(account.createdAt)}</td>
            {act === null ? null : (
              <td data-head={a.actions}>{account.id === myId ? '–' : <Actions account={account} act={act} />}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Actions({ account, act }: { account: Account; act: NonNullable<AccountTableProps['act']> }) {
  const { o } = useOfficeWords();
  const actions: AccountAction[] = account.disabled
    ? ['enable']
    : ['newPassword', ...(account.secondFactor ? (['resetFactor'] as const) : []), 'disable'];
  return (
    <span className="row-actions">
      {actions.map((action) => (
        <button
          key={action}
          type="button"
          className="quiet-button"
          aria-label={`${o.accounts[action]}: ${account.name}`}
          onClick={() => act(action, account)}
        >
          {o.accounts[action]}
        </button>
      ))}
    </span>
  );
}
