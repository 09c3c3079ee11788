import { useEffect, useRef, type ReactNode } from 'react';
import { useOfficeWords } from './words.ts';

interface DialogProps {
  title: string;
  close: () => void;
  children: ReactNode;
}

/** A dialog above the page: the browser's own, which keeps the focus inside and closes with Escape. */
export function Dialog({ title, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // However it goes away, whoever works by keyboard goes on where the dialog was opened.
    return () => {
      // What it was opened from may be gone, such as a line that is done with.
      const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('content');
      back?.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={close}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

interface AskFirstProps {
  /** What is going to happen, as a question. */
  question: string;
  /** The word on the button that does it. */
  yes: string;
  busy: boolean;
  go: () => void;
  close: () => void;
  /** The word on the button that does not; "cancel" when left out. */
  no?: string;
  children?: ReactNode;
}

/** Asks before something that cannot be undone, or that somebody else will feel. */
export function AskFirst({ question, yes, busy, go, close, no, children }: AskFirstProps) {
  const { t } = useOfficeWords();
  return (
    <Dialog title={yes} close={close}>
      <p>{question}</p>
      {children}
      <div className="form-end">
        <button type="button" className="button is-grave" disabled={busy} onClick={go}>
          {yes}
        </button>
        <button type="button" className="button" onClick={close}>
          {no ?? t.register.cancel}
        </button>
      </div>
    </Dialog>
  );
}
