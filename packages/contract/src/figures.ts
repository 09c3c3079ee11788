import { z } from 'zod';
import { daySchema } from './registry.ts';

/** What every published figure carries besides its value. Null is not 0: it means that nobody knows. */

export const instantSchema = z.iso.datetime({ offset: true });
export const wordsSchema = z.object({ vi: z.string(), en: z.string() });
export type WordsInBoth = z.infer<typeof wordsSchema>;
export type Language = keyof WordsInBoth;

/** The same made for both readerships. */
export function inBoth<T>(make: (language: Language) => T): Record<Language, T> {
  return { vi: make('vi'), en: make('en') };
}

export const periodSchema = z.object({ from: daySchema, to: daySchema.describe('Included') });
export type Period = z.infer<typeof periodSchema>;

/** Asked for with any figure of a period. */
export const periodQuerySchema = z.object({
  from: daySchema.optional().describe('First day; the first of the month of `to` when left out'),
  to: daySchema.optional().describe('Last day, included; today when left out'),
});
export type PeriodQuery = z.infer<typeof periodQuerySchema>;

/** A share. `value` is null when the denominator is 0 or unknown; never rounded. */
export const ratioSchema = z.object({
  value: z
    .number()
    .nullable()
    .describe('numerator / denominator, not rounded; null when there is nothing to divide by'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
});
export type Ratio = z.infer<typeof ratioSchema>;

/** A ratio of two counts; null in, null out. */
export function ratioOf(numerator: number | null, denominator: number | null): Ratio {
  const known = numerator !== null && denominator !== null && denominator > 0;
  return { value: known ? numerator / denominator : null, numerator, denominator };
}

/** What a figure lacks today, in words: the feed or the body, and since when. */
export const missingSchema = z.object({
  what: z.string().describe('What is missing: body:H56, portal:10001, system:12, feed:dossiers …'),
  words: wordsSchema.describe('The same in words'),
});
export type Missing = z.infer<typeof missingSchema>;

export const figureCompletenessSchema = z.object({
  complete: z.boolean().describe('Nothing is missing of what was acknowledged before loadedThrough'),
  missing: z.array(missingSchema).describe('At most 100'),
  loadedThrough: instantSchema.nullable().describe('Everything acknowledged before this instant is counted'),
  simulated: z.boolean().describe('true: these are data of the simulator'),
});
export type FigureCompleteness = z.infer<typeof figureCompletenessSchema>;
