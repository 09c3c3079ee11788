import { useState } from 'react';
import { askSignIn } from '../../api/sign-in.ts';
import { CopyButton } from '../copy-button.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { OwnPassword } from './own-password.tsx';
import { useOfficeWords } from './words.ts';

/** Codes that stand in for the authenticator, each once. Shown this once, to be printed or copied. */
export function BackupCodes({ codes }: { codes: readonly string[] }) {
  const { o } = useOfficeWords();
  return (
    <div className="backup">
      <LeaveGuard question={o.leave.secret} />
      <h3>{o.account.backupTitle}</h3>
      <p>{o.account.backupText}</p>
      <ol className="backup-codes" translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="form-end">
        <button type="button" className="button copy" onClick={() => print()}>
          {o.account.print}
        </button>
        <CopyButton text={codes.join('\n')} name={o.account.backupTitle} />
      </div>
    </div>
  );
}

/** New backup codes in place of the old ones. */
export function BackupRenewal() {
  const { o } = useOfficeWords();
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <section className="panel" aria-labelledby="backup">
      <h2 id="backup">{o.account.newBackup}</h2>
      {codes.length > 0 ? (
        <>
          <BackupCodes codes={codes} />
          <div className="form-end">
            <button type="button" className="button" onClick={() => setCodes([])}>
              {o.account.done}
            </button>
          </div>
        </>
      ) : (
        <>
          <p>{o.account.newBackupText}</p>
          <OwnPassword
            action={o.account.newBackup}
            go={async (password) => {
              const { backupCodes = [] } = await askSignIn('two-factor/generate-backup-codes', { password });
              setCodes(backupCodes);
            }}
          />
        </>
      )}
    </section>
  );
}
