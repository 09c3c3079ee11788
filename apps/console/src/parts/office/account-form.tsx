import type { AccountWithPassword, Role } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { officeApi } from '../../api/office.ts';
import { bodiesQuery } from '../../api/queries.ts';
import { BodyBox } from '../body-box.tsx';
import { Choice } from '../choice.tsx';
import { Loaded } from '../problem-note.tsx';
import { TextField } from '../text-field.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { faultOf, useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

const ROLES = ['body', 'operator', 'committee'] as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

interface Draft {
  email: string;
  name: string;
  role: Role;
  bodyCode: string;
}
type Faults = Partial<Record<'name' | 'email' | 'body', string>>;

interface AccountFormProps {
  done: (made: AccountWithPassword) => Promise<void>;
  cancel: () => void;
}

/** A new account: who, with which role, of which body. */
export function AccountForm({ done, cancel }: AccountFormProps) {
  const { o, t } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const sending = useSending();
  const bodies = useQuery(bodiesQuery({}));
  const [draft, setDraft] = useState<Draft>({ email: '', name: '', role: 'body', bodyCode: '' });
  const [faults, setFaults] = useState<Faults>({});
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft, o.accounts.wrong);
    setFaults(found);
    if (Object.keys(found).length === 0)
      await sending.run(async () => {
        const { email, name, role, bodyCode } = draft;
        const who = { email: email.trim(), name: name.trim(), role };
        await done(await officeApi.addAccount(role === 'body' ? { ...who, bodyCode } : who));
      });
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      {draft.name + draft.email === '' ? null : <LeaveGuard question={o.leave.typed} />}
      <RefusalNote refusal={sending.refusal} />
      <TextField
        label={o.accounts.name}
        value={draft.name}
        onChange={(name) => set({ name })}
        error={faults.name ?? faultOf(sending.refusal, 'name')}
      />
      <TextField
        label={o.accounts.email}
        value={draft.email}
        onChange={(email) => set({ email })}
        type="email"
        inputMode="email"
        error={faults.email ?? faultOf(sending.refusal, 'email')}
      />
      <Choice
        label={o.accounts.role}
        value={draft.role}
        options={ROLES.map((value) => ({ value, text: t.people.role[value] }))}
        onChange={(role) => set({ role })}
      />
      {draft.role === 'body' ? (
        <Loaded asked={bodies} lines={2}>
          {(known) => (
            <BodyBox
              bodies={known}
              value={draft.bodyCode}
              onChange={(bodyCode) => set({ bodyCode })}
              error={faults.body}
            />
          )}
        </Loaded>
      ) : null}
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {o.accounts.send}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.register.cancel}
        </button>
      </div>
    </form>
  );
}

function faultsOf({ name, email, role, bodyCode }: Draft, wrong: Record<'name' | 'email' | 'body', string>): Faults {
  return {
    ...(name.trim().length < 2 ? { name: wrong.name } : {}),
    ...(EMAIL.test(email.trim()) ? {} : { email: wrong.email }),
    ...(role === 'body' && bodyCode === '' ? { body: wrong.body } : {}),
  };
}
