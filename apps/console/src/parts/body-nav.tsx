import { useRouterState } from '@tanstack/react-router';
import { useWords } from '../words.ts';
import { useAccount } from './authority.ts';
import { useFilters } from './filters.ts';
import { Go } from './go.tsx';

/** The pages of one body, side by side; the period goes along. */
export function BodyNav({ code, name }: { code: string; name: string }) {
  const { t, at } = useWords();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const [{ period, set }] = useFilters();
  const account = useAccount();
  const mayLook = account !== null && (account.role !== 'body' || account.bodyCode === code.toUpperCase());
  const links = [
    { to: at.body(code), text: name },
    { to: at.reportCard(code, { period, set }), text: t.card.title },
    { to: at.bodyConnection(code), text: t.frame.connection },
    { to: at.bodyDossiers(code, { period }), text: t.dossiers.short },
    { to: at.procedures(code), text: t.procedures.title },
    ...(mayLook
      ? [
          { to: at.systems(code), text: t.people.menu.systems },
          { to: at.ourSide(code), text: t.people.todo },
        ]
      : []),
  ];
  return (
    <nav className="body-nav" aria-label={name}>
      <ul>
        {links.map(({ to, text }) => (
          <li key={to}>
            <Go to={to} aria-current={to.split('?')[0] === pathname ? 'page' : undefined}>
              {text}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}
