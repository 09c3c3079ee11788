import type { Account, Role } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
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
 * spares people a page full of refusals. Asked again every minute and whenever somebody comes back to the tab, so that the
 * end of a session shows, and that it was begun anew.
 */
export function Gate({ roles, bodyCode, children }: GateProps) {
  const asked = useQuery({ ...meQuery(), refetchInterval: 60_000, refetchOnWindowFocus: 'always' });
  const [inside, setInside] = useState<Account | null>(null);
  const account = isReady(asked.data) ? (asked.data?.account ?? null) : null;
  useEffect(() => {
    if (account !== null) setInside(account);
  }, [account]);
  return (
    <Loaded asked={asked} lines={8} height_px={400}>
      {(me) => {
        // Whoever was let in keeps what is on the page when the session ends, half-written forms above all.
        const who = me.account ?? inside;
        if (who === null) return <SignInFirst />;
        if (me.account !== null && !isReady(me)) return <FinishFirst />;
        const mayBody = who.role !== 'body' || bodyCode === undefined || who.bodyCode === bodyCode;
        if (!roles.includes(who.role) || !mayBody) return <NotAllowed roles={roles} />;
        return (
          <>
            {me.account === null ? <SessionEnded /> : null}
            {children(who)}
          </>
        );
      }}
    </Loaded>
  );
}

/** Above the page of somebody whose session ended meanwhile: nothing is lost, but nothing is taken either. */
function SessionEnded() {
  const { o, t, at } = useOfficeWords();
  return (
    <div className="session-ended" role="alert">
      <p>{o.gate.ended}</p>
      <a className="button" href={at.signIn()} target="_blank" rel="noreferrer">
        {t.people.signIn}
      </a>
    </div>
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
