import type { Problem } from '../../api/problem.ts';
import { useOfficeWords } from './words.ts';

/** Why a write was refused, above its form. The server's words speak the reader's language and say what to do. */
export function RefusalNote({ refusal }: { refusal: Problem | null }) {
  const { t, o, f } = useOfficeWords();
  if (refusal === null) return null;
  const { status, code, message, detail, again_ms } = refusal;
  let text = [message === '' ? t.problem.http(status) : `${message}.`, detail].filter(Boolean).join(' ');
  if (status === 0) text = t.problem.unreachable;
  if (status === -1) text = t.problem.crash;
  // What to do about it stands above the page.
  if (code === 'sign-in-required' || code === 'session-invalid') text = o.gate.notSent;
  if (again_ms !== undefined) text = o.signIn.tooMany(f.time(new Date(again_ms).toISOString()));
  return (
    <p className="problem" role="alert">
      {text}
    </p>
  );
}
