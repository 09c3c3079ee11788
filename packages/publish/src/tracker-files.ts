import { type Asset, assetOf, type StaticFile } from './assets.ts';

/**
 * Portals embed a fixed address, so what it serves can never be immutable. One day is the compromise: a citizen's
 * browser asks at most once a day and a corrected script reaches every page within a day; for a week more the old
 * script may run while the new one is fetched, and also while we cannot be reached, so that we never hold up a page.
 */
const CACHE = 'public, max-age=86400, stale-while-revalidate=604800, stale-if-error=604800';

/** Portals are other origins, some of them isolated ones (COEP), so the scripts say that anybody may load them. */
const HEADERS = {
  'cache-control': CACHE,
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
};

/** The monitoring code and its companions, at the addresses that the tracker gives them. */
export function trackerAssets(files: readonly StaticFile[]): Asset[] {
  return files.flatMap((file) =>
    [file.path, ...(file.aliases ?? [])].map((path) => assetOf({ ...file, path }, HEADERS)),
  );
}
