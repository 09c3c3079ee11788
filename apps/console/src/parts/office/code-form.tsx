import { useEffect, useRef, useState, type FormEvent } from 'react';
import { askSignIn } from '../../api/sign-in.ts';
import { TextField } from '../text-field.tsx';
import { isWrong } from './password-form.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

interface CodeFormProps {
  done: () => Promise<void>;
  /** Back to the password; with a reason where it is not one's own wish. */
  startAgain: (why: string) => void;
}

/** The second step of signing in: a code of the authenticator, or a backup code. */
export function CodeForm({ done, startAgain }: CodeFormProps) {
  const { o } = useOfficeWords();
  const form = useRef<HTMLFormElement>(null);
  const sending = useSending();
  const [kind, setKind] = useState<'code' | 'backup'>('code');
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  useEffect(() => form.current?.querySelector('input')?.focus(), [kind]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = kind === 'code' ? code.replaceAll(/\s/g, '') : code.trim();
    setEmpty(typed === '');
    if (typed === '') return;
    const path = kind === 'code' ? 'two-factor/verify-totp' : 'two-factor/verify-backup-code';
    await sending.run(async () => {
      await askSignIn(path, { code: typed });
      await done();
    });
    // What was wrong is there to be typed over.
    form.current?.querySelector('input')?.select();
  };
  const { refusal } = sending;
  const expired = refusal?.code === 'session-invalid' || refusal?.code === 'sign-in-required';
  useEffect(() => {
    if (expired) startAgain(o.signIn.expired);
  }, [expired]);
  const wrong = isWrong(refusal) ? (kind === 'code' ? o.signIn.wrongCode : o.signIn.wrongBackup) : undefined;
  return (
    <form ref={form} className="form" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{o.signIn.codeTitle}</h2>
      <p>{kind === 'code' ? o.signIn.codeText : o.signIn.backupText}</p>
      {wrong === undefined ? <RefusalNote refusal={refusal} /> : null}
      <TextField
        label={kind === 'code' ? o.signIn.code : o.signIn.backup}
        value={code}
        onChange={setCode}
        inputMode={kind === 'code' ? 'numeric' : 'text'}
        autoComplete={kind === 'code' ? 'one-time-code' : 'off'}
        error={empty ? o.signIn.needed : wrong}
      />
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {sending.busy ? o.signIn.going : o.signIn.confirm}
        </button>
      </div>
      <div className="form-ways">
        <button
          type="button"
          className="quiet-button"
          onClick={() => {
            setKind(kind === 'code' ? 'backup' : 'code');
            setCode('');
            sending.forget();
          }}
        >
          {kind === 'code' ? o.signIn.useBackup : o.signIn.useCode}
        </button>
        <button type="button" className="quiet-button" onClick={() => startAgain('')}>
          {o.signIn.startAgain}
        </button>
      </div>
    </form>
  );
}
