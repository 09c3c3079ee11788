import { createLanes, EmcError, localIso, type PeriodQuery, type PortalServices } from '@emc/contract';
import type { FiguresOptions } from '../figures-options.ts';
import { topServices } from './lists.ts';
import { resolveUsagePeriod } from './period.ts';
import { scopeOf } from './scope.ts';

/** Readers at the same time: it is for those who look after one portal. */
const AT_ONCE = 1;

/** A way to ask which services of a portal were used, by the codes that it sends; it throws EmcError portal-unknown, period-invalid. */
export function createServices(
  options: FiguresOptions,
): (siteId: number, query: PeriodQuery) => Promise<PortalServices> {
  const lanes = createLanes(AT_ONCE);
  return async (siteId, query) => {
    if ((await options.hierarchy.portal(siteId)) === undefined)
      throw new EmcError('portal-unknown', `siteId ${siteId}`);
    const now_ms = options.clock();
    const { from, to } = resolveUsagePeriod({ ...query, interval: 'day' }, now_ms);
    const scope = scopeOf({ everything: false, siteIds: [siteId] }, from, to);
    const services = await lanes(() => options.eventStore.ask(topServices, { ...scope, as_sent: 1 }));
    return { siteId, period: { from, to }, asOf: localIso(now_ms), services };
  };
}
