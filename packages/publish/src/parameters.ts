import { bodyCodeSchema, daySchema, siteIdSchema } from '@emc/contract';
import { z } from 'zod';

/** Parameters of addresses that more than one resource takes. */

/** A whole number written in decimal digits. Only those: `Number` would also take '', ' 5', '0x10' and '1e3'. */
export function numberIn<S extends z.ZodType<number>>(schema: S) {
  return z.preprocess((text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text), schema);
}

/** Addresses carry codes in small letters (`/co-quan/h56`), so both are taken. */
export const bodyCodeIn = z.preprocess(
  (text) => (typeof text === 'string' ? text.toUpperCase() : text),
  bodyCodeSchema,
);
const siteIdIn = numberIn(siteIdSchema);
export const unitIdIn = numberIn(z.int().min(1).max(2_147_483_647).describe('Number of a unit'));

export const bodyParams = z.strictObject({ code: bodyCodeIn });
export const siteParams = z.strictObject({ siteId: siteIdIn });
export const unitParams = z.strictObject({ id: unitIdIn });

export const asOfQuery = z.strictObject({
  asOf: daySchema.optional().describe('The day whose map of bodies is asked for; today when left out'),
});
