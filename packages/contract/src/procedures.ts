import { z } from 'zod';
import { bodyCodeSchema, daySchema } from './registry.ts';

/**
 * Levels of online provision (Decree 42/2022/NĐ-CP art. 11): full (toàn trình), partial (một phần); `information` =
 * nothing can be sent online, only read.
 */
export const PROCEDURE_LEVELS = ['full', 'partial', 'information'] as const;
export type ProcedureLevel = (typeof PROCEDURE_LEVELS)[number];

/** An administrative procedure (thủ tục hành chính) as one body handles it, with the public services that belong to it. */
export const procedureSchema = z.object({
  id: z.int(),
  bodyCode: bodyCodeSchema,
  code: z.string().describe('National code, such as 1.000123; with the body it is unique'),
  localCode: z.string().nullable().describe('The form with the agency, such as 1.010708.000.00.00.H56, as announced'),
  nameVi: z.string(),
  nameEn: z.string().nullable(),
  fieldCode: z.string().nullable().describe('Code of the field (lĩnh vực)'),
  fieldVi: z.string().describe('The field, such as Hộ tịch'),
  level: z.enum(PROCEDURE_LEVELS).describe('The highest level of its services'),
  services: z
    .array(z.object({ number: z.string().regex(/^\d{2}$/), nameVi: z.string(), level: z.enum(PROCEDURE_LEVELS) }))
    .describe('Public services of the procedure (.NN); empty = the procedure is its only service'),
  hasFee: z.boolean().describe('A fee or charge is to be paid'),
  onlinePayment: z.boolean().describe('It can be paid online'),
  statutoryDays: z.number().nullable().describe('Working days within which it is to be handled; null = not stated'),
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable().describe('First day on which it is no longer handled'),
});
export type Procedure = z.infer<typeof procedureSchema>;

export const procedureListSchema = z.object({
  total: z.int(),
  counts: z.object({
    full: z.int(),
    partial: z.int(),
    information: z.int(),
    online: z.int(),
    total: z.int(),
    withFee: z.int(),
    withFeePayableOnline: z.int(),
  }),
  items: z.array(procedureSchema),
});
export type ProcedureList = z.infer<typeof procedureListSchema>;

/** One thing that an import found wrong. */
const importProblemSchema = z.object({
  row: z.int().describe('Line of the file, the heading is 1; 0 = the file as a whole'),
  column: z.string().describe('Heading of the column; empty = the whole row'),
  problem: z.object({ vi: z.string(), en: z.string() }).describe('What is wrong'),
  remedy: z.object({ vi: z.string(), en: z.string() }).describe('What to do'),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

export const importReportSchema = z.object({
  dryRun: z.boolean(),
  applied: z.boolean().describe('true: everything was taken; an import is taken whole or not at all'),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  ended: z
    .int()
    .describe('Procedures that the file no longer lists: they end today, only when `endMissing` was asked for'),
  problems: z.array(importProblemSchema).describe('At most 500'),
  problemCount: z.int(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const procedureImportSchema = z.strictObject({
  csv: z.string().max(20_000_000).describe('The file: UTF-8, comma or semicolon, with a heading'),
  dryRun: z.boolean().default(false).describe('true: nothing is changed, only reported'),
  endMissing: z.boolean().default(false).describe('true: what the file does not list ends today'),
  bodyCode: bodyCodeSchema.optional().describe('Every row is of this body; else the column ma_co_quan says'),
});
export type ProcedureImport = z.infer<typeof procedureImportSchema>;

/** The catalogue as a file that an import takes. */
export const procedureFileSchema = z.object({ csv: z.string() });
