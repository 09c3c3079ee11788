import type { BodyWithConnection } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { unitsQuery } from '../api/queries.ts';
import { useWords } from '../words.ts';
import { BodyBox } from './body-box.tsx';
import { Choice, Pick } from './choice.tsx';
import { DayField } from './day-field.tsx';
import { LeaveGuard } from './office/leave-guard.tsx';
import { useOfficeWords } from './office/words.ts';
import { checkDraft, errorsOf, type Draft, type DraftErrors } from './portal-draft.ts';
import { TextField } from './text-field.tsx';

const KINDS = ['information-portal', 'information-page', 'public-service-portal', 'other'] as const;

interface PortalFormProps {
  bodies: readonly BodyWithConnection[];
  first: Draft;
  /** A portal that exists keeps its siteId. */
  isNew: boolean;
  /** A body changes its portals, but not by what it is judged: of which kind they are and from when on they must send. */
  byBody: boolean;
  send: (draft: Draft) => Promise<void>;
  cancel?: () => void;
}

/** The fields of a portal. Checked here for speed and by the server for truth; errors stand beside their fields. */
export function PortalForm({ bodies, first, isNew, byBody, send, cancel }: PortalFormProps) {
  const { o, t } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  // As it was when the form was opened: the portal is read again while somebody types.
  const [begun] = useState(first);
  const [draft, setDraft] = useState(begun);
  const [errors, setErrors] = useState<DraftErrors>({});
  const fixed = byBody && !isNew;
  const [sending, setSending] = useState(false);
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    const mended = Object.keys(change);
    setErrors(Object.fromEntries(Object.entries(errors).filter(([field]) => !mended.includes(field))));
  };
  const refuse = (found: DraftErrors) => {
    setErrors(found);
    // After the errors are on the page, the first wrong field gets the focus.
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus(),
    );
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkDraft(draft, t);
    if (Object.keys(found).length > 0) return refuse(found);
    setSending(true);
    setErrors({});
    try {
      await send(draft);
    } catch (refusal) {
      refuse(errorsOf(refusal instanceof Error ? refusal : new Error(String(refusal))));
    } finally {
      setSending(false);
    }
    return undefined;
  };
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      {draft === begun ? null : <LeaveGuard question={o.leave.typed} />}
      {errors.other === undefined ? null : (
        <p className="problem" role="alert" tabIndex={-1}>
          {errors.other}
        </p>
      )}
      {fixed ? (
        <ForTheOperator draft={draft} />
      ) : (
        <BodyBox
          bodies={bodies}
          value={draft.bodyCode}
          onChange={(bodyCode) => set({ bodyCode, unitId: bodyCode === draft.bodyCode ? draft.unitId : null })}
          error={errors.bodyCode}
        />
      )}
      <UnitPick
        bodyCode={draft.bodyCode}
        value={draft.unitId}
        onChange={(unitId) => set({ unitId })}
        error={errors.unitId}
      />
      {fixed ? null : (
        <Choice
          label={t.register.kind}
          value={draft.kind}
          options={KINDS.map((value) => ({ value, text: t.portalKind[value] }))}
          onChange={(kind) => set({ kind })}
        />
      )}
      <TextField label={t.register.name} value={draft.name} onChange={(name) => set({ name })} error={errors.name} />
      <TextField
        label={t.register.nameEn}
        value={draft.nameEn}
        onChange={(nameEn) => set({ nameEn })}
        error={errors.nameEn}
        optional={t.register.optional}
      />
      <TextField
        label={t.register.url}
        value={draft.url}
        onChange={(url) => set({ url })}
        error={errors.url}
        type="url"
        inputMode="url"
      />
      <TextField
        label={t.register.hosts}
        value={draft.hosts}
        onChange={(hosts) => set({ hosts })}
        hint={t.register.hostsHint}
        error={errors.hosts}
        optional={t.register.optional}
        lines={2}
      />
      {fixed ? null : (
        <DayField
          label={`${t.register.liveOn} (${t.register.optional})`}
          value={draft.liveOn}
          onChange={(liveOn) => set({ liveOn })}
          hint={errors.liveOn ?? t.register.liveOnHint}
        />
      )}
      {isNew && !byBody ? (
        <TextField
          label={t.register.siteId}
          value={draft.siteId}
          onChange={(siteId) => set({ siteId })}
          hint={t.register.siteIdHint}
          error={errors.siteId}
          optional={t.register.optional}
          inputMode="numeric"
        />
      ) : null}
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending}>
          {sending ? t.register.sending : isNew ? t.register.send : t.register.save}
        </button>
        {cancel === undefined ? null : (
          <button type="button" className="button" onClick={cancel}>
            {t.register.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

/** What of a portal its body sees here and only the operator changes. */
function ForTheOperator({ draft: { kind, liveOn } }: { draft: Draft }) {
  const { t, f } = useWords();
  return (
    <div>
      <dl className="facts">
        <dt>{t.register.kind}</dt>
        <dd>{t.portalKind[kind]}</dd>
        <dt>{t.register.liveOn}</dt>
        <dd>{f.day(liveOn)}</dd>
      </dl>
      <p className="hint">{t.register.forTheOperator}</p>
    </div>
  );
}

function UnitPick({
  bodyCode,
  value,
  onChange,
  error,
}: {
  bodyCode: string;
  value: number | null;
  onChange: (id: number | null) => void;
  error?: string | undefined;
}) {
  const { t, nameOf } = useWords();
  const { data: units = [] } = useQuery({ ...unitsQuery(bodyCode), enabled: bodyCode !== '' });
  const options = [
    { value: '', text: t.register.noUnit },
    ...units.map((unit) => ({ value: String(unit.id), text: nameOf(unit) })),
  ];
  return (
    <div className="field">
      <Pick
        label={t.register.unit}
        value={value === null ? '' : String(value)}
        options={options}
        onChange={(id) => onChange(id === '' ? null : Number(id))}
      />
      {error === undefined ? null : <p className="field-error">{error}</p>}
    </div>
  );
}
