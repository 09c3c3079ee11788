import { useEffect, useRef } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { useOfficeWords } from './words.ts';

export interface FirstPassword {
  name: string;
  email: string;
  password: string;
}

/** A first password, shown this once. */
export function PasswordOnce({ given, close }: { given: FirstPassword; close: () => void }) {
  const { o } = useOfficeWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="once" aria-labelledby="once">
      <LeaveGuard question={o.leave.secret} />
      <h2 id="once" ref={heading} tabIndex={-1}>
        {o.accounts.passwordOf(given.name)} <small>{given.email}</small>
      </h2>
      <p>{o.accounts.passwordText}</p>
      <p className="once-secret">
        <code translate="no">{given.password}</code>
        <CopyButton text={given.password} name={o.accounts.passwordOf(given.name)} />
      </p>
      <div className="form-end">
        <button type="button" className="button" onClick={close}>
          {o.accounts.handed}
        </button>
      </div>
    </section>
  );
}
