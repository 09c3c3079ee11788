import { useState, type FormEvent } from 'react';
import { askSignIn } from '../../api/sign-in.ts';
import { CopyButton } from '../copy-button.tsx';
import { TextField } from '../text-field.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { OwnPassword } from './own-password.tsx';
import { isWrong } from './password-form.tsx';
import { QrCode } from './qr-code.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { useSending } from './use-sending.ts';
import { useOfficeWords } from './words.ts';

interface Enabled {
  totpUri: string;
  backupCodes: readonly string[];
}

/** Step 2 of 2: an authenticator is tied to the account, and proves it with a code. */
export function SecondFactorSetUp({ done }: { done: () => Promise<void> }) {
  const { o } = useOfficeWords();
  const [enabled, setEnabled] = useState<Enabled | null>(null);
  return (
    <section className="panel" aria-labelledby="factor">
      <p className="step">{o.account.step('2', '2')}</p>
      <h2 id="factor">{o.account.factorTitle}</h2>
      {enabled === null ? (
        <>
          <p>{o.account.factorText}</p>
          <OwnPassword
            action={o.account.factorStart}
            go={async (password) => {
              const { totpUri = '', backupCodes = [] } = await askSignIn('two-factor/enable', { password });
              setEnabled({ totpUri, backupCodes });
            }}
          />
        </>
      ) : (
        <>
          <Scan totpUri={enabled.totpUri} />
          <BackupCodes codes={enabled.backupCodes} />
          <Proof done={done} />
        </>
      )}
    </section>
  );
}

/** In groups of four, as people read and type it. */
const inGroups = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

function Scan({ totpUri }: { totpUri: string }) {
  const { o } = useOfficeWords();
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  return (
    <div className="scan">
      <QrCode text={totpUri} label={o.account.qr} />
      <div>
        <h3>{o.account.scan}</h3>
        <p className="hint">{o.account.secret}</p>
        <p>
          <code className="secret" translate="no">
            {inGroups(secret)}
          </code>
        </p>
        <CopyButton text={secret} name={o.account.secret} />
      </div>
    </div>
  );
}

function Proof({ done }: { done: () => Promise<void> }) {
  const { o } = useOfficeWords();
  const sending = useSending();
  const [code, setCode] = useState('');
  const [kept, setKept] = useState(false);
  const [asked, setAsked] = useState(false);
  const digits = code.replaceAll(/\s/g, '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!kept || digits === '') return;
    await sending.run(async () => {
      await askSignIn('two-factor/verify-totp', { code: digits });
      await done();
    });
  };
  const wrong = isWrong(sending.refusal) ? o.signIn.wrongCode : undefined;
  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      <label className="tick">
        <input
          type="checkbox"
          checked={kept}
          aria-invalid={asked && !kept}
          onChange={(event) => setKept(event.target.checked)}
        />
        <span>{o.account.kept}</span>
      </label>
      {asked && !kept ? <p className="field-error">{o.account.keptNeeded}</p> : null}
      {wrong === undefined ? <RefusalNote refusal={sending.refusal} /> : null}
      <TextField
        label={o.account.proof}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        error={asked && digits === '' ? o.signIn.needed : wrong}
      />
      <div className="form-end">
        <button type="submit" className="button is-main" disabled={sending.busy}>
          {o.account.finish}
        </button>
      </div>
    </form>
  );
}
