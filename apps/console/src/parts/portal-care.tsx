import type { PortalWithSnippet } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { bodiesQuery, portalQuery } from '../api/queries.ts';
import { useWords } from '../words.ts';
import { useIsOperator } from './authority.ts';
import { draftOf, portalOf, type Draft } from './portal-draft.ts';
import { PortalForm } from './portal-form.tsx';
import { Loaded, ProblemNote } from './problem-note.tsx';

/** For the operator and the own body: change a portal; for the operator: retire it. Without a key the session says who asks. */
export function PortalCare({ portal, operatorKey }: { portal: PortalWithSnippet; operatorKey: string | undefined }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const isOperator = useIsOperator();
  const [open, setOpen] = useState<'edit' | 'retire' | null>(null);
  const [saved, setSaved] = useState(false);
  const keep = async (changed: PortalWithSnippet) => {
    queries.setQueryData(portalQuery(portal.siteId).queryKey, changed);
    await queries.invalidateQueries({ queryKey: ['portals'] });
    setOpen(null);
    setSaved(true);
  };
  const send = async (draft: Draft) => {
    const { siteId: _, ...change } = portalOf(draft);
    await keep(await api.changePortal(portal.siteId, change, operatorKey));
  };
  return (
    <section className="care" aria-label={t.portal.edit}>
      <div className="care-buttons">
        <button
          type="button"
          className="button"
          aria-expanded={open === 'edit'}
          onClick={() => setOpen(open === 'edit' ? null : 'edit')}
        >
          {t.portal.edit}
        </button>
        {isOperator ? (
          <button
            type="button"
            className="button"
            aria-expanded={open === 'retire'}
            onClick={() => setOpen(open === 'retire' ? null : 'retire')}
          >
            {t.portal.retire}
          </button>
        ) : null}
        <span role="status">{saved && open === null ? t.portal.saved : ''}</span>
      </div>
      {open === 'edit' ? <EditForm portal={portal} send={send} cancel={() => setOpen(null)} /> : null}
      {open === 'retire' ? (
        <RetireNote siteId={portal.siteId} operatorKey={operatorKey} done={keep} cancel={() => setOpen(null)} />
      ) : null}
    </section>
  );
}

function EditForm({
  portal,
  send,
  cancel,
}: {
  portal: PortalWithSnippet;
  send: (draft: Draft) => Promise<void>;
  cancel: () => void;
}) {
  const asked = useQuery(bodiesQuery({}));
  const isOperator = useIsOperator();
  return (
    <Loaded asked={asked} lines={8}>
      {(bodies) => (
        <PortalForm
          bodies={bodies}
          first={draftOf(portal)}
          isNew={false}
          byBody={!isOperator}
          send={send}
          cancel={cancel}
        />
      )}
    </Loaded>
  );
}

interface RetireNoteProps {
  siteId: number;
  operatorKey: string | undefined;
  done: (portal: PortalWithSnippet) => Promise<void>;
  cancel: () => void;
}

function RetireNote({ siteId, operatorKey, done, cancel }: RetireNoteProps) {
  const { t } = useWords();
  const [refusal, setRefusal] = useState<Error | null>(null);
  const retire = async () => {
    try {
      await done(await api.retirePortal(siteId, operatorKey));
    } catch (error) {
      setRefusal(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <div className="confirm">
      <p>{t.portal.retireAsk}</p>
      {refusal === null ? null : <ProblemNote error={refusal} />}
      <div className="form-end">
        <button type="button" className="button is-grave" onClick={() => void retire()}>
          {t.portal.retireYes}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.register.cancel}
        </button>
      </div>
    </div>
  );
}
