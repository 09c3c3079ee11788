import {
  addDays,
  BOUNDED_FIELDS,
  dayOf,
  EmcError,
  localIso,
  OTHER_VALUES_MEANING,
  type OtherValuesOfPortal,
} from '@emc/contract';
import type { FiguresOptions } from '../figures-options.ts';

/** What of a portal's last days was stored as "other", for its owner. @throws EmcError portal-unknown */
export async function readOtherValuesOf(
  { otherValues, hierarchy, clock }: FiguresOptions,
  siteId: number,
  days: number,
): Promise<OtherValuesOfPortal> {
  if ((await hierarchy.portal(siteId)) === undefined) throw new EmcError('portal-unknown', `portal ${siteId}`);
  const now_ms = clock();
  const found = (await otherValues?.(siteId, addDays(dayOf(now_ms), 1 - days))) ?? [];
  return {
    siteId,
    asOf: localIso(now_ms),
    meaning: OTHER_VALUES_MEANING,
    days: found.map(({ day, hits, fields }) => ({
      day,
      hits,
      fields: fields.map(({ field, ...counts }) => {
        const { name, places } = BOUNDED_FIELDS[field];
        return { field, name, places, ...counts };
      }),
    })),
  };
}
