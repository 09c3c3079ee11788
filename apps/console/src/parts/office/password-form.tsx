import { useRef, useState, type FormEvent } from 'react';
import { askSignIn } from '../../api/sign-in.ts';
import type { Problem } from '../../api/problem.ts';
import { TextField } from '../text-field.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

interface PasswordFormProps {
  /** Why this step is asked for anew. */
  note: string;
  done: (secondFactorNeeded: boolean) => Promise<void>;
}

/** The first step of signing in. */
export function PasswordForm({ note, done }: PasswordFormProps) {
  const { o } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const sending = useSending();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<{ email?: string; password?: string }>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(EMAIL.test(email.trim()) ? {} : { email: o.signIn.emailWrong }),
      ...(password === '' ? { password: o.signIn.needed } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length === 0)
      await sending.run(async () => {
        const { secondFactorNeeded } = await askSignIn('sign-in/email', { email: email.trim(), password });
        await done(secondFactorNeeded === true);
      });
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const wrong = isWrong(sending.refusal) ? o.signIn.wrongPassword : undefined;
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      {note === '' ? null : (
        <p className="problem" role="alert">
          {note}
        </p>
      )}
      {wrong === undefined ? <RefusalNote refusal={sending.refusal} /> : null}
      <TextField
        label={o.signIn.email}
        value={email}
        onChange={setEmail}
        type="email"
        inputMode="email"
        autoComplete="username"
        error={faults.email}
      />
      <TextField
        label={o.signIn.password}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        error={faults.password ?? wrong}
      />
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {sending.busy ? o.signIn.going : o.signIn.go}
        </button>
      </div>
      <p className="hint">{o.signIn.forgotten}</p>
    </form>
  );
}

/** Refused because of what was typed in, not because of how often or by a failure. */
export function isWrong(refusal: Problem | null): boolean {
  return refusal?.code === 'sign-in-failed' || refusal?.code === 'bad-request';
}
