import { HIDDEN, type Redaction } from '@emc/contract';

/** A procedure's national code, optionally the agency (old or new form), optionally the service (domain.md 5). */
const PROCEDURE = /^(\d\.\d{6})(?:\.(\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}|[GH]\d{2}(?:\.\d+)*))?(?:\.(\d{2}))?$/;
const PRIVATE = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * The code of a public service as it is counted: procedure codes in upper case, a portal's private code as it is, or its digest
 * where a machine drew it; undefined when it is neither, or when it contains what may be somebody's number.
 */
export function normaliseServiceCode(text: string, redaction: Redaction): string | undefined {
  const code = text.trim();
  if (!PRIVATE.test(code)) return undefined;
  const upper = code.toUpperCase();
  const kept = redaction.hide(PROCEDURE.test(upper) ? upper : code);
  return kept.includes(HIDDEN) ? undefined : kept;
}
