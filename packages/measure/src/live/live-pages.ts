import { createLanes, dayOf, localIso, type LivePages } from '@emc/contract';
import type { FiguresOptions } from '../figures-options.ts';
import { MINUTE_MS, MINUTES, nameThem } from './live.ts';
import { lastPages } from './now.ts';

/** Readers at the same time: they are few. */
const AT_ONCE = 1;

/** A way to ask for the last hits with their pages, of all portals or of one body's; it throws EmcError body-unknown. */
export function createLivePages({ eventStore, hierarchy, clock }: FiguresOptions) {
  const lanes = createLanes(AT_ONCE);
  return async (bodyCode: string | undefined): Promise<LivePages> => {
    const now_ms = clock();
    const asked = { since_ms: now_ms - MINUTES * MINUTE_MS, now_ms, everything: 1, site_ids: [] as number[] };
    if (bodyCode !== undefined) {
      const { portals } = await hierarchy.resolve({ kind: 'body', code: bodyCode }, dayOf(now_ms));
      asked.everything = 0;
      asked.site_ids = portals.map(({ siteId }) => siteId);
    }
    const hits = await lanes(() => eventStore.ask(lastPages, asked));
    return { asOf: localIso(now_ms), hits: await nameThem(hierarchy, hits) };
  };
}
