import type { Account, Role } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { meQuery } from '../../api/figures.ts';
import { isReady } from '../authority.ts';
import { Go } from '../go.tsx';
import { PageTitle } from '../page-title.tsx';
import { Loaded } from '../problem-note.tsx';
import { useOfficeWords } from './words.ts';

interface GateProps {
  roles: readonly Role[];
  /** Where the role body is let in: only to this body. */
  bodyCode?: string | undefined;
  children: (account: Account) => ReactNode;
}

/**
 * Lets in whoever may see a page, and says to others what to do. The server decides anew with every question; this only
 * spares people a page full of refusals. Asked again every minute, so that the end of a session shows.
 */
export function Gate({ roles, bodyCode, children }: GateProps) {
  const asked = useQuery({ ...meQuery(), refetchInterval: 60_000 });
  return (
    <Loaded asked={asked} lines={8} height_px={400}>
      {(me) => {
        const { account } = me;
        if (account === null) return <SignInFirst />;
        if (!isReady(me)) return <FinishFirst />;
        const mayBody = account.role !== 'body' || bodyCode === undefined || account.bodyCode === bodyCode;
        return roles.includes(account.role) && mayBody ? children(account) : <NotAllowed roles={roles} />;
      }}
    </Loaded>
  );
}

function SignInFirst() {
  const { o, t, at } = useOfficeWords();
  const here = useRouterState({ select: (state) => state.location.href });
  return (
    <article className="page page-narrow">
      <PageTitle title={o.gate.title} lead={o.gate.text} />
      <p>
        <Go className="button is-main" to={at.signIn({ next: here })}>
          {t.people.signIn}
        </Go>
      </p>
    </article>
  );
}

function FinishFirst() {
  const { o, at } = useOfficeWords();
  return (
    <article className="page page-narrow">
      <PageTitle title={o.gate.unfinishedTitle} lead={o.gate.unfinishedText} />
      <p>
        <Go className="button is-main" to={at.account()}>
          {o.gate.unfinishedGo}
        </Go>
      </p>
    </article>
  );
}

function NotAllowed({ roles }: { roles: readonly Role[] }) {
  const { o, t } = useOfficeWords();
  const names = roles.map((role) => t.people.role[role]).join(', ');
  return (
    <article className="page page-narrow">
      <PageTitle title={o.gate.notAllowedTitle} lead={o.gate.notAllowedText(names)} />
    </article>
  );
}
