import type { UsageFigures } from '@emc/contract';
import type { FiguresOptions } from './figures-options.ts';
import { readLive } from './live/live.ts';
import { createLivePages } from './live/live-pages.ts';
import { createRecent } from './live/recent.ts';
import { readOtherValuesOf } from './usage/other-values.ts';
import { createServices } from './usage/services.ts';
import { createUsage } from './usage/usage.ts';

/** The figures about usage, all served from rollups. Made once in a process: its readers share what they ask. */
export function createFigures(options: FiguresOptions): UsageFigures {
  return {
    usage: createUsage(options),
    live: () => readLive(options),
    livePages: createLivePages(options),
    recent: createRecent(options),
    services: createServices(options),
    otherValues: (siteId, days) => readOtherValuesOf(options, siteId, days),
  };
}
