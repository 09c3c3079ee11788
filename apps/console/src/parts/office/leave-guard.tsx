import { useBlocker } from '@tanstack/react-router';
import { AskFirst } from './ask-first.tsx';
import { useOfficeWords } from './words.ts';

/**
 * Stands where leaving the page would lose something: what was typed in, or a secret that is shown once. Asks before another
 * page is opened; the browser itself asks before the tab is closed. Another filter of the same page is no leaving.
 */
export function LeaveGuard({ question }: { question: string }) {
  const { o } = useOfficeWords();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: true,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return <AskFirst question={question} yes={o.leave.yes} busy={false} go={proceed} close={reset} no={o.leave.no} />;
}
