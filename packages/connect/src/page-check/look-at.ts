import type { CheckFinding } from './describe-check.ts';
import { fetchPage, type FetchOptions } from './fetch-page.ts';
import { findCode } from './find-code.ts';

/** A page to be looked at. */
export interface LookedAt {
  siteId: number;
  url: string;
}

export function hostOf({ url }: LookedAt): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

const NO_CODE = { siteIds: [], queue: false, collectors: [], tagManagers: [] };

/** Fetches the page and says what was found; keeps nothing of its content. */
export async function lookAt({ siteId, url }: LookedAt, options: FetchOptions): Promise<CheckFinding> {
  const { outcome, text, status, host, redirects, error } = await fetchPage(url, options);
  const code = text === null ? NO_CODE : findCode(text);
  const { siteIds, ...found } = code;
  const facts = { host, redirects, error, ...found };
  if (outcome !== 'page') return { outcome, status, siteIds, facts };
  if (siteIds.includes(String(siteId))) return { outcome: 'carries-code', status, siteIds, facts };
  return { outcome: siteIds.length > 0 ? 'wrong-site-id' : 'no-code', status, siteIds, facts };
}

/** What is said of a page that could not be read to its end, whatever it did. */
export const TOO_SLOW: CheckFinding = {
  outcome: 'too-slow',
  status: null,
  siteIds: [],
  facts: { host: null, redirects: 0, error: null, ...NO_CODE },
};
