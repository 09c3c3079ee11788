import { useRef, useState, type FormEvent } from 'react';
import { askSignIn } from '../../api/sign-in.ts';
import { TextField } from '../text-field.tsx';
import { isWrong } from './password-form.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

/** As the server asks (NIST SP 800-63B): long, nothing else. */
const LEAST = 12;

interface PasswordChangeProps {
  /** The first password, given by the operator, is being replaced: step 1 of 2. */
  isFirst: boolean;
  /** For the browser's store of passwords. */
  email: string;
  done: () => Promise<void>;
}

/** Replaces one's password. All other sessions end. */
export function PasswordChange({ isFirst, email, done }: PasswordChangeProps) {
  const { o } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const sending = useSending();
  const [typed, setTyped] = useState({ current: '', next: '', again: '' });
  const [faults, setFaults] = useState<Partial<typeof typed>>({});
  const set = (field: keyof typeof typed) => (text: string) => setTyped({ ...typed, [field]: text });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { current, next, again } = typed;
    const found: Partial<typeof typed> = {};
    if (current === '') found.current = o.signIn.needed;
    if (next.length < LEAST) found.next = o.account.tooShort;
    else if (next === current) found.next = o.account.sameAsBefore;
    else if (again !== next) found.again = o.account.notSame;
    setFaults(found);
    if (Object.keys(found).length === 0)
      await sending.run(async () => {
        await askSignIn('change-password', { currentPassword: current, newPassword: next });
        setTyped({ current: '', next: '', again: '' });
        await done();
      });
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const wrong = isWrong(sending.refusal) ? o.account.wrongPassword : undefined;
  return (
    <section className="panel" aria-labelledby="password">
      {isFirst ? <p className="step">{o.account.step('1', '2')}</p> : null}
      <h2 id="password">{isFirst ? o.account.firstPasswordTitle : o.account.passwordTitle}</h2>
      <p>{o.account.passwordText}</p>
      <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {wrong === undefined ? <RefusalNote refusal={sending.refusal} /> : null}
        <TextField
          label={isFirst ? o.account.firstCurrent : o.account.current}
          value={typed.current}
          onChange={set('current')}
          type="password"
          autoComplete="current-password"
          error={faults.current ?? wrong}
        />
        <TextField
          label={o.account.next}
          value={typed.next}
          onChange={set('next')}
          type="password"
          autoComplete="new-password"
          error={faults.next}
        />
        <TextField
          label={o.account.again}
          value={typed.again}
          onChange={set('again')}
          type="password"
          autoComplete="new-password"
          error={faults.again}
        />
        <div className="form-end">
          <button type="submit" className={isFirst ? 'button is-main' : 'button'} disabled={sending.busy}>
            {o.account.change}
          </button>
        </div>
      </form>
    </section>
  );
}
