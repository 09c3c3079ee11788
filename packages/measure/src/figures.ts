import type { UsageFigures } from '@emc/contract';
import type { FiguresOptions } from './figures-options.ts';
import { readLive } from './live/live.ts';
import { readRecent } from './live/recent.ts';
import { readUsage } from './usage/usage.ts';

/** The figures about usage, all served from rollups. */
export function createFigures(options: FiguresOptions): UsageFigures {
  return {
    usage: (subject, query) => readUsage(options, subject, query),
    live: () => readLive(options),
    recent: (siteId, minutes) => readRecent(options, siteId, minutes),
  };
}
