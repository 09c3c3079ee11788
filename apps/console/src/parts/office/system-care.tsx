import type { System, SystemWithKey } from '@emc/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../../api/office.ts';
import { useIsOperator } from '../authority.ts';
import { AskFirst } from './ask-first.tsx';
import { KeyOnce } from './key-once.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { SystemForm, typedOf } from './system-form.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

/** For the operator and the own body: change a system, give it a new key; for the operator: retire it. */
export function SystemCare({ system }: { system: System }) {
  const { o, t } = useOfficeWords();
  const queries = useQueryClient();
  const sending = useSending();
  const [open, setOpen] = useState<'change' | 'key' | 'retire' | null>(null);
  const [made, setMade] = useState<SystemWithKey | null>(null);
  const [saved, setSaved] = useState(false);
  const again = async () => {
    await queries.invalidateQueries({ queryKey: ['office'] });
    setOpen(null);
    setSaved(true);
  };
  const go = (action: 'key' | 'retire') =>
    sending.run(async () => {
      if (action === 'key') setMade(await officeApi.renewKey(system.id));
      else await officeApi.retireSystem(system.id);
      await again();
    });
  // What was expected of a body stays expected until the operator says otherwise.
  const actions = useIsOperator() ? (['change', 'key', 'retire'] as const) : (['change', 'key'] as const);
  const words = { change: o.systems.change, key: o.systems.keyNew, retire: o.systems.retire };
  return (
    <section className="care" aria-label={o.systems.change}>
      <div className="care-buttons">
        {actions.map((action) => (
          <button
            key={action}
            type="button"
            className="button"
            onClick={() => {
              setSaved(false);
              sending.forget();
              setOpen(open === action ? null : action);
            }}
          >
            {words[action]}
          </button>
        ))}
        <span role="status">{saved && open === null ? o.systems.saved : ''}</span>
      </div>
      {made === null ? null : <KeyOnce system={made} close={() => setMade(null)} />}
      {open === 'change' ? (
        <SystemForm
          first={typedOf(system)}
          action={t.register.save}
          send={async (draft) => {
            await officeApi.changeSystem(system.id, draft);
            await again();
          }}
          cancel={() => setOpen(null)}
        />
      ) : null}
      {open === 'key' || open === 'retire' ? (
        <AskFirst
          question={open === 'key' ? o.systems.keyAsk : o.systems.retireAsk}
          yes={words[open]}
          busy={sending.busy}
          go={() => void go(open)}
          close={() => setOpen(null)}
        >
          <RefusalNote refusal={sending.refusal} />
        </AskFirst>
      ) : null}
    </section>
  );
}
