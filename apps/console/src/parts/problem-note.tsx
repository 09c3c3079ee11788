import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { useWords, type Words } from '../words.ts';
import { Go } from './go.tsx';
import { PageTitle } from './page-title.tsx';
import { Waiting } from './waiting.tsx';

/** What happened: in our words where there is no better, else in the server's, which speak the reader's language. */
function explain(error: Error, { t }: Words): string {
  if (!(error instanceof Problem)) return t.problem.crash;
  if (error.status === 0) return t.problem.unreachable;
  if (error.status === 404) return t.problem.notFound;
  return [error.message === '' ? t.problem.http(error.status) : `${error.message}.`, error.detail]
    .filter(Boolean)
    .join(' ');
}

/** Says what happened and offers the retry in place. */
export function ProblemNote({ error, retry }: { error: Error; retry?: () => void }) {
  const words = useWords();
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{words.t.problem.heading}.</strong> {explain(error, words)}
      </p>
      {retry === undefined ? null : (
        <button type="button" className="button" onClick={retry}>
          {words.t.wait.retry}
        </button>
      )}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** Shows data when they are there, their place while they are not, and the refusal with a retry when they cannot be had. */
export function Loaded<T>({
  asked,
  lines,
  height_px,
  children,
}: {
  asked: Asked<T>;
  lines?: number;
  height_px?: number;
  children: (data: T) => ReactNode;
}) {
  if (asked.data !== undefined) return children(asked.data);
  if (asked.error !== null) return <ProblemNote error={asked.error} retry={() => void asked.refetch()} />;
  return <Waiting {...(lines === undefined ? {} : { lines })} {...(height_px === undefined ? {} : { height_px })} />;
}

/** The page for addresses that lead nowhere. */
export function NotFound() {
  const { t, at } = useWords();
  return (
    <article className="page page-narrow">
      <PageTitle title={t.problem.notFoundTitle} lead={t.problem.notFound} />
      <p>
        <Go to={at.country()}>{t.frame.home}</Go>
      </p>
    </article>
  );
}

/** A page that failed altogether. */
export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <article className="page page-narrow">
      <ProblemNote error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
    </article>
  );
}
