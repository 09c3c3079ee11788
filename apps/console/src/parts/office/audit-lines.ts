import type { AuditEntry } from '@emc/contract';
import type { Addresses } from '../../addresses.ts';

/** What somebody did, as one line: its beginning and its outcome are two entries of the log. */
export interface AuditLine {
  /** The entry that stands for the line: the last of the two that is known. */
  entry: AuditEntry;
  /** What was sent. */
  detail: Readonly<Record<string, unknown>>;
  /** `begun` = no outcome on this page of the log. */
  outcome: string;
}

/** Entries, newest first, with the two of one write put together where both are there. */
export function linesOf(entries: readonly AuditEntry[]): AuditLine[] {
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  const beginnings = new Set(entries.map(({ detail }) => detail['begunAs']));
  return entries
    .filter(({ number, outcome }) => outcome !== 'begun' || !beginnings.has(number))
    .map((entry) => {
      const begun = byNumber.get(Number(entry.detail['begunAs']));
      return { entry, detail: begun?.detail ?? withoutLink(entry.detail), outcome: entry.outcome };
    });
}

function withoutLink({ begunAs: _left, ...detail }: AuditEntry['detail']): AuditEntry['detail'] {
  return detail;
}

/** The page of what was written to; undefined = it has none. */
export function pageOf(target: string, at: Addresses): string | undefined {
  const [, what = '', id = ''] = /\/api\/v1\/(portals|systems|campaigns|bodies)\/([\w.]+)/.exec(target) ?? [];
  if (what === '') return undefined;
  if (what === 'bodies') return at.body(id);
  const number = Number(id);
  if (!Number.isSafeInteger(number)) return undefined;
  if (what === 'portals') return at.portal(number);
  return what === 'systems' ? at.system(number) : at.campaign(number);
}
