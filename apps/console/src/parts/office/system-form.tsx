import type { NewSystem, System } from '@emc/contract';
import { useRef, useState, type FormEvent } from 'react';
import { TextField } from '../text-field.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { faultOf, useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

/** A system as it is sent, without its body. */
export type SystemDraft = Omit<NewSystem, 'bodyCode'>;
/** The same as it is being typed in. */
interface Typed {
  name: string;
  agencyCode: string;
  siteId: string;
  addresses: string;
}

export const emptySystem = (bodyCode: string): Typed => ({ name: '', agencyCode: bodyCode, siteId: '', addresses: '' });
export const typedOf = (system: System): Typed => ({
  name: system.name,
  agencyCode: system.agencyCode ?? '',
  siteId: system.siteId === null ? '' : String(system.siteId),
  addresses: system.addresses.join('\n'),
});

function draftOf({ name, agencyCode, siteId, addresses }: Typed): SystemDraft {
  return {
    name: name.trim(),
    agencyCode: agencyCode.trim() === '' ? null : agencyCode.trim(),
    siteId: siteId.trim() === '' ? null : Number(siteId),
    addresses: addresses.split(/[\s,;]+/).filter((address) => address !== ''),
  };
}

interface SystemFormProps {
  first: Typed;
  /** The text of the button. */
  action: string;
  send: (draft: SystemDraft) => Promise<void>;
  cancel: () => void;
}

/** The fields of a procedure-handling system. */
export function SystemForm({ first, action, send, cancel }: SystemFormProps) {
  const { o, t } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const sending = useSending();
  // As it was when the form was opened: it is read again while somebody types.
  const [begun] = useState(first);
  const [typed, setTyped] = useState(begun);
  const [faults, setFaults] = useState<Partial<Typed>>({});
  const set = (field: keyof Typed) => (text: string) => setTyped({ ...typed, [field]: text });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Partial<Typed> = {
      ...(typed.name.trim().length < 2 ? { name: o.systems.wrong.name } : {}),
      ...(/^(\s*|[1-9]\d{0,8})$/.test(typed.siteId.trim()) ? {} : { siteId: o.systems.wrong.siteId }),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) await sending.run(() => send(draftOf(typed)));
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const errorOf = (field: keyof Typed) => faults[field] ?? faultOf(sending.refusal, field);
  const optional = t.register.optional;
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      {typed === begun ? null : <LeaveGuard question={o.leave.typed} />}
      <RefusalNote refusal={sending.refusal} />
      <TextField label={o.systems.name} value={typed.name} onChange={set('name')} error={errorOf('name')} />
      <TextField
        label={o.systems.agency}
        value={typed.agencyCode}
        onChange={set('agencyCode')}
        hint={o.systems.agencyHint}
        error={errorOf('agencyCode')}
        optional={optional}
      />
      <TextField
        label={o.systems.siteId}
        value={typed.siteId}
        onChange={set('siteId')}
        hint={o.systems.siteIdHint}
        error={errorOf('siteId')}
        optional={optional}
        inputMode="numeric"
      />
      <TextField
        label={o.systems.addresses}
        value={typed.addresses}
        onChange={set('addresses')}
        hint={o.systems.addressesHint}
        error={errorOf('addresses')}
        optional={optional}
        lines={3}
      />
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {action}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.register.cancel}
        </button>
      </div>
    </form>
  );
}
