import type { BodyWithConnection } from '@emc/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { officeApi } from '../../api/office.ts';
import { bodiesQuery } from '../../api/queries.ts';
import { Choice } from '../choice.tsx';
import { DayField } from '../day-field.tsx';
import { Loaded } from '../problem-note.tsx';
import { TextField } from '../text-field.tsx';
import { BodyTicks } from './body-ticks.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { faultOf, useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

interface Draft {
  name: string;
  document: string;
  limit: string | null;
  scope: 'all' | 'some';
  chosen: ReadonlySet<string>;
}
type Faults = Partial<Record<'name' | 'document' | 'limit' | 'bodies', string>>;

/** Opens a campaign: its letter, its limit, whom it concerns. */
export function CampaignForm({ cancel }: { cancel: () => void }) {
  const { o, t, at } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const router = useRouter();
  const sending = useSending();
  const [draft, setDraft] = useState<Draft>({ name: '', document: '', limit: null, scope: 'all', chosen: new Set() });
  const [faults, setFaults] = useState<Faults>({});
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, document, limit, scope, chosen } = draft;
    const found = faultsOf(draft, o.campaigns.wrong);
    setFaults(found);
    if (limit !== null && Object.keys(found).length === 0)
      await sending.run(async () => {
        const bodyCodes = scope === 'some' ? [...chosen] : undefined;
        const { id } = await officeApi.addCampaign({ name: name.trim(), document: document.trim(), limit, bodyCodes });
        await queries.invalidateQueries({ queryKey: ['office'] });
        router.history.push(at.campaign(id), undefined, { ignoreBlocker: true });
      });
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      {draft.name + draft.document === '' ? null : <LeaveGuard question={o.leave.typed} />}
      <RefusalNote refusal={sending.refusal} />
      <TextField
        label={o.campaigns.name}
        value={draft.name}
        onChange={(name) => set({ name })}
        error={faults.name ?? faultOf(sending.refusal, 'name')}
      />
      <TextField
        label={o.campaigns.document}
        value={draft.document}
        onChange={(document) => set({ document })}
        hint={o.campaigns.documentHint}
        error={faults.document ?? faultOf(sending.refusal, 'document')}
      />
      <div>
        <DayField
          label={o.campaigns.limit}
          value={draft.limit}
          onChange={(limit) => set({ limit })}
          hint={o.campaigns.limitHint}
        />
        {faults.limit === undefined ? null : <p className="field-error">{faults.limit}</p>}
      </div>
      <Choice
        label={o.campaigns.scope}
        value={draft.scope}
        options={[
          { value: 'all', text: o.campaigns.scopeAll },
          { value: 'some', text: o.campaigns.scopeSome },
        ]}
        onChange={(scope) => set({ scope })}
      />
      {draft.scope === 'all' ? null : <Bodies chosen={draft.chosen} onChange={(chosen) => set({ chosen })} />}
      {faults.bodies === undefined ? null : <p className="field-error">{faults.bodies}</p>}
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {o.campaigns.send}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.register.cancel}
        </button>
      </div>
    </form>
  );
}

function faultsOf(
  { name, document, limit, scope, chosen }: Draft,
  wrong: Record<'name' | 'document' | 'limit' | 'bodies', string>,
): Faults {
  return {
    ...(name.trim().length < 3 ? { name: wrong.name } : {}),
    ...(document.trim().length < 2 ? { document: wrong.document } : {}),
    ...(limit === null ? { limit: wrong.limit } : {}),
    ...(scope === 'some' && chosen.size === 0 ? { bodies: wrong.bodies } : {}),
  };
}

function Bodies({ chosen, onChange }: { chosen: ReadonlySet<string>; onChange: (chosen: Set<string>) => void }) {
  const asked = useQuery(bodiesQuery({}));
  return (
    <Loaded asked={asked} lines={6} height_px={300}>
      {(bodies: BodyWithConnection[]) => <BodyTicks bodies={bodies} chosen={chosen} onChange={onChange} />}
    </Loaded>
  );
}
