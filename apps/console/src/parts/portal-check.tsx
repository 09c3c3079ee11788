import type { PortalConnection } from '@emc/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api/office.ts';
import { portalConnectionQuery } from '../api/figures.ts';
import { useWords } from '../words.ts';
import { useAuthority } from './authority.ts';
import { ProblemNote } from './problem-note.tsx';

/** Looks at the page of a portal at once. Only for the operator and the own body. */
export function PortalCheck({ portal }: { portal: PortalConnection }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const authority = useAuthority(portal.bodyCode);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [refusal, setRefusal] = useState<Error | null>(null);
  if (authority === null) return null;
  const check = async () => {
    setState('busy');
    setRefusal(null);
    try {
      const found = await officeApi.checkPortal(portal.siteId, authority.key);
      queries.setQueryData(portalConnectionQuery(portal.siteId).queryKey, found);
      setState('done');
    } catch (error) {
      setRefusal(error instanceof Error ? error : new Error(String(error)));
      setState('idle');
    }
  };
  return (
    <div className="care">
      {refusal === null ? null : <ProblemNote error={refusal} />}
      <div className="care-buttons">
        <button type="button" className="button" disabled={state === 'busy'} onClick={() => void check()}>
          {state === 'busy' ? t.people.checking : t.people.checkNow}
        </button>
        <span role="status">{state === 'done' ? t.people.checked : ''}</span>
      </div>
    </div>
  );
}
