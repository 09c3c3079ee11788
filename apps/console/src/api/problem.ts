import type { Problem as ProblemBody } from '@emc/contract';

/** A refusal of the server (application/problem+json), or no answer at all (`status` 0, code `unreachable`). */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Fields that were wrong: a JSON pointer or a parameter's name, and what is allowed. */
  readonly errors: readonly { where: string; what: string }[];
  /** When the same request may work (Unix milliseconds), where the server says it. */
  readonly again_ms: number | undefined;

  constructor(
    status: number,
    code: string,
    title: string,
    detail: string,
    errors: readonly { where: string; what: string }[] = [],
    again_ms?: number,
  ) {
    super(title);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.again_ms = again_ms;
  }
}

/** Reads a refusal. Whatever the body holds, the result is a Problem. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  return new Problem(
    response.status,
    body.code ?? `http-${response.status}`,
    body.title ?? '',
    [body.detail, body.remedy].filter(Boolean).join('. '),
    body.errors,
    againAfter(response.headers.get('retry-after')),
  );
}

/** `Retry-After` in seconds, as an instant. */
function againAfter(header: string | null): number | undefined {
  const seconds = Number(header);
  return header === null || !Number.isFinite(seconds) ? undefined : Date.now() + seconds * 1000;
}
