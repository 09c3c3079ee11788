import { z } from 'zod';
import { instantSchema, wordsSchema } from './figures.ts';
import { bodyCodeSchema } from './registry.ts';

/** Beside the drop reasons: hits that were counted, with values stored as "other" because the portal brought too many different ones. */
export const TOO_MANY_VALUES = 'too-many-values';

/**
 * What arrived and was not taken, or not as it was sent, together by sender and reason (and host, where hosts are what is wrong). Only reasons that
 * somebody can mend: robots, visitors who do not want to be counted, and times when the collector itself took nothing are
 * told as one number.
 */
const refusedItemSchema = z.object({
  kind: z.enum(['portal', 'system']).describe('What sent: hits of a portal, or dossier changes of a system'),
  id: z.int().describe('siteId, or number of the system; 0 = none that is registered'),
  bodyCode: bodyCodeSchema.nullable().describe('Whose it is; null = no such portal or system is registered'),
  name: z.string().nullable(),
  reason: z
    .string()
    .describe(
      `One of the closed set of drop reasons, or ${TOO_MANY_VALUES}: counted, but with values stored as "other"`,
    ),
  meaning: wordsSchema.describe('The reason in words, with what to do'),
  count: z.int(),
  firstAt: instantSchema.describe(`Beginning of the first minute with one; of the first day for ${TOO_MANY_VALUES}`),
  lastAt: instantSchema.describe(
    `Beginning of the last minute with one; end of the last day, now at most, for ${TOO_MANY_VALUES}`,
  ),
  sample: z.string().describe(`Host and path of one of them; empty for systems and for ${TOO_MANY_VALUES}`),
});
export type RefusedItem = z.infer<typeof refusedItemSchema>;

export const refusedListSchema = z.object({
  asOf: instantSchema,
  hours: z.int(),
  items: z.array(refusedItemSchema).describe('Most first; at most 200 of each kind'),
  leftOut: z.int().describe('How many more were not counted for reasons that nobody has to mend'),
});
export type RefusedList = z.infer<typeof refusedListSchema>;
