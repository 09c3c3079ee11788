import type { Day } from '@emc/contract';
import { z } from 'zod';
import { inStore } from '../store-days.ts';

/** Which portals a question is about: some, or all there are (the country). */
export interface Scope {
  everything: boolean;
  siteIds: readonly number[];
}

export const scopeParams = z.object({
  everything: z.int().min(0).max(1),
  site_ids: z.array(z.int()),
  from: z.string(),
  to: z.string(),
});

/** The condition that all usage questions share; the store folds the constant away. */
export const IN_SCOPE = '({everything:UInt8} = 1 OR site_id IN {site_ids:Array(UInt32)})';
export const IN_PERIOD = 'day BETWEEN {from:Date} AND {to:Date}';

export function scopeOf(scope: Scope, from: Day, to: Day): z.input<typeof scopeParams> {
  return {
    everything: scope.everything ? 1 : 0,
    site_ids: scope.everything ? [] : [...scope.siteIds],
    from: inStore(from),
    to: inStore(to),
  };
}
