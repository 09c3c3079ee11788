import type { Account } from '@emc/contract';
import { useWords, type Words } from '../words.ts';
import { useAccount } from './authority.ts';
import { Go } from './go.tsx';

/** What the role of an account does, in the order of a morning. */
function entriesOf(account: Account, { t, at }: Words): { to: string; text: string }[] {
  const { menu } = t.people;
  const campaigns = { to: at.campaigns(), text: menu.campaigns };
  const systems = { to: at.allSystems(), text: menu.systems };
  const accounts = { to: at.accounts(), text: menu.accounts };
  const audit = { to: at.audit(), text: menu.audit };
  if (account.role === 'body') {
    const code = account.bodyCode ?? '';
    return [
      { to: at.ourSide(code), text: menu.ourSide },
      { to: at.systems(code), text: menu.systems },
      { to: at.procedureImport(code), text: menu.procedures },
      { to: at.register(), text: menu.register },
    ];
  }
  const morning = { to: at.morning(), text: menu.morning };
  if (account.role === 'committee') return [morning, campaigns, systems, accounts, audit];
  return [morning, campaigns, systems, { to: at.register(), text: menu.register }, accounts, audit];
}

/** A second row of navigation for whoever is signed in; nothing for the public. */
export function OfficeNav({ pathname }: { pathname: string }) {
  const words = useWords();
  const account = useAccount();
  if (account === null) return null;
  return (
    <nav className="bar-nav office-nav" aria-label={words.t.people.nav}>
      <ul>
        {entriesOf(account, words).map(({ to, text }) => (
          <li key={to}>
            <Go to={to} aria-current={pathname === to ? 'page' : undefined}>
              {text}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}
