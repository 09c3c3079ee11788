import type { Account } from '@emc/contract';
import { useOfficeWords } from './words.ts';

export type AccountAction = 'disable' | 'enable' | 'newPassword' | 'resetFactor';

interface AccountTableProps {
  accounts: readonly Account[];
  /** null = only looking. */
  act: ((action: AccountAction, account: Account) => void) | null;
  /** One's own account: changed on its own page, and nobody locks himself out. */
  myId: string;
}

/** All accounts, what state they are in, and what the operator can do with them. */
export function AccountTable({ accounts, act, myId }: AccountTableProps) {
  const { o, t, f } = useOfficeWords();
  const a = o.accounts;
  const heads = [a.name, a.role, a.state, a.created, ...(act === null ? [] : [a.actions])];
  return (
    <table className="table card-table">
      <caption className="unseen">{a.title}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.id}>
            <th scope="row" className="breaks">
              {account.name}
              <small>{account.email}</small>
            </th>
            <td data-head={a.role}>
              {t.people.role[account.role]} {account.bodyCode}
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
