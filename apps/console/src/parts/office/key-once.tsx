import type { SystemWithKey } from '@emc/contract';
import { useEffect, useRef } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { useOfficeWords } from './words.ts';

/** The key of a system, shown this once. */
export function KeyOnce({ system, close }: { system: SystemWithKey; close: () => void }) {
  const { o } = useOfficeWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="once">
      <LeaveGuard question={o.leave.secret} />
      <h2 id="key" ref={heading} tabIndex={-1}>
        {o.systems.keyTitle(system.name)}
      </h2>
      <p>{o.systems.keyText}</p>
      <p className="once-secret">
        <code translate="no">{system.key}</code>
        <CopyButton text={system.key ?? ''} name={o.systems.key} />
      </p>
      <div className="form-end">
        <button type="button" className="button" onClick={close}>
          {o.systems.keyKept}
        </button>
      </div>
    </div>
  );
}
