import type { PortalWithSnippet } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { bodiesQuery } from '../api/queries.ts';
import { useAccount } from '../parts/authority.ts';
import { useFilters } from '../parts/filters.ts';
import { FirstHit } from '../parts/first-hit.tsx';
import { Go } from '../parts/go.tsx';
import { setOperatorKey, useOperatorKey } from '../parts/operator-key.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { emptyDraft, portalOf, type Draft } from '../parts/portal-draft.ts';
import { PortalForm } from '../parts/portal-form.tsx';
import { Loaded } from '../parts/problem-note.tsx';
import { SnippetBox } from '../parts/snippet-box.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useWords } from '../words.ts';

/** A portal is registered and its code handed over: by whoever is signed in, or with the operator key. */
export function RegisterPage() {
  const { t } = useWords();
  const operatorKey = useOperatorKey();
  const account = useAccount();
  const [refused, setRefused] = useState('');
  const isBody = operatorKey === null && account?.role === 'body';
  const signedIn = account !== null && account.role !== 'committee';
  return (
    <article className="page page-narrow">
      <PageTitle title={t.register.title} lead={isBody ? t.register.leadOwn : t.register.lead} />
      {operatorKey === null && signedIn ? (
        <Registering ownBody={account.bodyCode} />
      ) : operatorKey === null ? (
        <KeyForm refused={refused} />
      ) : (
        <>
          <p className="key-held">
            {t.register.keyHeld}{' '}
            <button type="button" className="quiet-button" onClick={() => setOperatorKey(null)}>
              {t.register.keyForget}
            </button>
          </p>
          <Registering
            operatorKey={operatorKey}
            onKeyRefused={(text) => {
              setRefused(text);
              setOperatorKey(null);
            }}
          />
        </>
      )}
    </article>
  );
}

function KeyForm({ refused }: { refused: string }) {
  const { t, at } = useWords();
  const [key, setKey] = useState('');
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '') setOperatorKey(key.trim());
      }}
    >
      <p>
        <Go className="button is-main" to={at.signIn({ next: at.register() })}>
          {t.people.signIn}
        </Go>
      </p>
      <h2>{t.register.keyTitle}</h2>
      <p>{t.register.keyText}</p>
      <TextField
        label={t.register.key}
        value={key}
        onChange={setKey}
        type="password"
        error={refused === '' ? undefined : refused}
      />
      <div className="form-end">
        <button type="submit" className="button">
          {t.register.keyUse}
        </button>
      </div>
    </form>
  );
}

interface RegisteringProps {
  /** Left out for whoever is signed in. */
  operatorKey?: string;
  onKeyRefused?: (text: string) => void;
  /** A body account registers portals of its own body. */
  ownBody?: string | null;
}

function Registering({ operatorKey, onKeyRefused, ownBody = null }: RegisteringProps) {
  const [filters] = useFilters();
  const asked = useQuery(bodiesQuery({}));
  const queries = useQueryClient();
  const [done, setDone] = useState<PortalWithSnippet | null>(null);
  const send = async (draft: Draft) => {
    try {
      setDone(await api.addPortal(portalOf(draft), operatorKey));
      await queries.invalidateQueries({ queryKey: ['portals'] });
    } catch (refusal) {
      if (refusal instanceof Problem && (refusal.status === 401 || refusal.status === 403))
        onKeyRefused?.(`${refusal.message}. ${refusal.detail}`);
      throw refusal;
    }
  };
  if (done !== null) return <Registered portal={done} again={() => setDone(null)} />;
  return (
    <Loaded asked={asked} lines={10} height_px={700}>
      {(bodies) => {
        const wanted = ownBody ?? filters['body']?.toUpperCase() ?? '';
        return (
          <PortalForm
            bodies={ownBody === null ? bodies : bodies.filter(({ code }) => code === ownBody)}
            first={emptyDraft(bodies.some(({ code }) => code === wanted) ? wanted : '')}
            isNew
            byBody={ownBody !== null}
            send={send}
          />
        );
      }}
    </Loaded>
  );
}

function Registered({ portal, again }: { portal: PortalWithSnippet; again: () => void }) {
  const { t, at } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="registered">
      <h2 ref={heading} tabIndex={-1}>
        {t.register.done(portal.siteId)}
      </h2>
      <p>
        {portal.name} · {portal.url}
      </p>
      <FirstHit portal={portal} />
      <SnippetBox snippet={portal.snippet} />
      <div className="form-end">
        <Go className="button is-main" to={at.portal(portal.siteId)}>
          {t.register.open}
        </Go>
        <button type="button" className="button" onClick={again}>
          {t.register.another}
        </button>
      </div>
    </div>
  );
}
