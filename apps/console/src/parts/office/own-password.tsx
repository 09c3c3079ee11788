import { useState, type FormEvent } from 'react';
import { TextField } from '../text-field.tsx';
import { isWrong } from './password-form.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

interface OwnPasswordProps {
  /** What the password is asked for; the text of the button. */
  action: string;
  go: (password: string) => Promise<void>;
}

/** Asks for one's password before something that whoever sits at an open session must not do. */
export function OwnPassword({ action, go }: OwnPasswordProps) {
  const { o } = useOfficeWords();
  const sending = useSending();
  const [password, setPassword] = useState('');
  const [empty, setEmpty] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setEmpty(password === '');
    if (password !== '') await sending.run(() => go(password));
  };
  const wrong = isWrong(sending.refusal) ? o.account.wrongPassword : undefined;
  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      {wrong === undefined ? <RefusalNote refusal={sending.refusal} /> : null}
      <TextField
        label={o.signIn.password}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        error={empty ? o.signIn.needed : wrong}
      />
      <div className="form-end">
        <button type="submit" className="button" disabled={sending.busy}>
          {action}
        </button>
      </div>
    </form>
  );
}
