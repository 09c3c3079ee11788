import { z } from 'zod';
import { instantSchema, missingSchema, wordsSchema } from './figures.ts';
import { daySchema } from './registry.ts';

/** Open data: tables at stable addresses, as CSV and JSON, with a dictionary. */
const openDataColumnSchema = z.object({
  name: z.string(),
  type: z.enum(['text', 'integer', 'number', 'day', 'instant', 'boolean']),
  unit: z.string().nullable(),
  description: wordsSchema,
});
const openDataTableSchema = z.object({
  id: z.string(),
  title: wordsSchema,
  description: wordsSchema,
  csv: z.string().describe('Address'),
  json: z.string().describe('Address'),
  columns: z.array(openDataColumnSchema),
  license: z.string(),
  updated: wordsSchema.describe('How often'),
});
export type OpenDataTable = z.infer<typeof openDataTableSchema>;
export const openDataIndexSchema = z.object({ tables: z.array(openDataTableSchema) });
export type OpenDataIndex = z.infer<typeof openDataIndexSchema>;
export const openDataRowsSchema = z.object({
  table: z.string(),
  asOf: instantSchema,
  period: z.object({ from: daySchema, to: daySchema }).nullable(),
  simulated: z.boolean(),
  missing: z.array(missingSchema).optional().describe('What the figures lack; left out of tables without figures'),
  definition: z.string().describe('Address of the dictionary'),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

/** The country on one page: what the Committee and the public ask first. */
export const countryPageSchema = z.object({
  asOf: instantSchema,
  simulated: z.boolean(),
  period: z.object({ from: daySchema, to: daySchema }),
  connection: z.object({ bodies: z.int(), connected: z.int(), partly: z.int(), not: z.int() }),
  headline: z.array(
    z.object({
      id: z.enum(['online', 'full-online', 'on-time', 'procedures-online', 'services-with-dossiers', 'paid-online']),
      nameVi: z.string(),
      nameEn: z.string(),
      value: z.number().nullable(),
      numerator: z.number().nullable(),
      denominator: z.number().nullable(),
      previous: z.number().nullable().describe('The same in the period of the same length just before'),
      goal: z.number().nullable(),
      bodies: z
        .array(
          z.object({
            bodyCode: z.string(),
            nameVi: z.string(),
            nameEn: z.string(),
            value: z.number().nullable(),
            connected: z.boolean(),
          }),
        )
        .describe('Every body, for the line of dots'),
    }),
  ),
  missing: z.array(z.object({ what: z.string(), words: wordsSchema })),
});
export type CountryPage = z.infer<typeof countryPageSchema>;
