import { z } from 'zod';
import { DOSSIER_CONTRADICTION_CODES } from './contradictions.ts';
import { figureCompletenessSchema, instantSchema, periodSchema, ratioSchema, wordsSchema } from './figures.ts';
import { bodyCodeSchema, daySchema } from './registry.ts';

/** Rises with every change of what a dossier figure means. */
export const DOSSIER_DEFINITION_VERSION = 2;

/** By which feed a change came. The number is what the event store keeps; never change or reuse one. */
export const DOSSIER_FEEDS = { tracking: 1, synchronisation: 2, progress: 3 } as const;
export type DossierFeed = keyof typeof DOSSIER_FEEDS;

/** How a dossier was handed in. */
export const DOSSIER_CHANNELS = { unknown: 0, direct: 1, online: 2, post: 3 } as const;
export type DossierChannel = keyof typeof DOSSIER_CHANNELS;

/** Why a dossier change was not taken. A closed set, counted per system and minute. */
export const DOSSIER_DROP_REASONS = [
  'unknown-system',
  'wrong-key',
  'wrong-address',
  'wrong-agency',
  'retired-system',
  'bad-shape',
  'bad-code',
  'bad-time',
  'body-too-large',
  'not-recording',
  'spool-full',
] as const;
export type DossierDropReason = (typeof DOSSIER_DROP_REASONS)[number];

/**
 * Counts of dossiers. All of one period add up over systems, procedures, days and bodies.
 * `received` counts on the day of receipt; `finished`, `onTime`, `late` and the time of processing on the day of the end.
 */
export const dossierCountsSchema = z.object({
  received: z.int(),
  receivedDirect: z.int(),
  receivedOnline: z.int(),
  receivedPost: z.int(),
  fullOnline: z
    .int()
    .nullable()
    .describe(
      'Received online for a procedure whose level in the catalogue is full, the result not fetched at a desk; of the bodies that have a catalogue. null = none of those that send has one: not known, not 0',
    ),
  receivedWithCatalogue: z
    .int()
    .describe('Received by bodies that have a catalogue: what the full-online rate is out of'),
  withFee: z.int().describe('Received, with a fee to pay'),
  paidOnline: z.int().describe('Received, with a fee that was paid online'),
  finished: z.int().describe('First of processed, returned, refused or stopped'),
  onTime: z.int().describe('Finished not after the due time; supplement time is taken off'),
  late: z.int(),
  withoutDueTime: z
    .int()
    .describe('Finished, but no due time is known: in no on-time rate (Decision 766 counts them in time)'),
  processingSeconds: z.int().describe('Sum of receipt to end, supplement time taken off'),
  processingKnown: z.int().describe('Finished dossiers of which both times are known'),
});
export type DossierCounts = z.infer<typeof dossierCountsSchema>;

const dossierRatesSchema = z.object({
  online: ratioSchema.describe('receivedOnline / received'),
  fullOnline: ratioSchema.describe('fullOnline / receivedWithCatalogue (115,665 of 168,746 = 68.54 %)'),
  onTime: ratioSchema.describe('onTime / (onTime + late)'),
  paidOnline: ratioSchema.describe('paidOnline / withFee'),
  averageProcessingDays: z.number().nullable().describe('Calendar days from receipt to end, supplement time taken off'),
});
export type DossierRates = z.infer<typeof dossierRatesSchema>;

export const dossierFiguresSchema = z.object({
  subject: z.object({
    kind: z.enum(['body', 'country', 'system']),
    id: z.string(),
    nameVi: z.string(),
    nameEn: z.string(),
  }),
  period: periodSchema,
  asOf: instantSchema,
  definitionVersion: z.int(),
  completeness: figureCompletenessSchema,
  totals: dossierCountsSchema.nullable().describe('null = no system of the subject has ever sent anything; not 0'),
  rates: dossierRatesSchema,
  previous: z
    .object({
      period: periodSchema,
      totals: dossierCountsSchema.nullable(),
      sourcesMissing: z
        .int()
        .describe('What that period lacks, at most 100: a rise may be no more than a new connection'),
    })
    .nullable()
    .describe('The period of the same length just before, by the same systems and catalogue'),
  days: z.array(z.object({ day: daySchema, counts: dossierCountsSchema.nullable() })),
  procedures: z
    .array(
      z.object({
        code: z
          .string()
          .describe(
            'National code; "" = all that were sent without one, together. Of one system its body and the operator see each as it was sent, redacted',
          ),
        nameVi: z.string().nullable().describe('null = not in the catalogue of the body'),
        level: z.string().nullable(),
        counts: dossierCountsSchema,
      }),
    )
    .describe('The 200 with most dossiers received'),
  procedureCounts: z.object({
    inCatalogue: z.int(),
    online: z.int().describe('full or partial'),
    withDossiers: z.int(),
    withOnlineDossiers: z.int().describe('Online procedures that received at least one dossier online'),
    withFeePaidOnline: z.int().describe('Procedures with a fee for which at least one dossier was paid online'),
    notInCatalogue: z.int().describe('Codes that were sent but that the catalogue does not know'),
  }),
});
export type DossierFigures = z.infer<typeof dossierFiguresSchema>;

/** What a system sent of late, for its engineer. Codes of dossiers are shown; nothing of applicants is known. */
export const recentChangesSchema = z.object({
  systemId: z.int(),
  asOf: instantSchema,
  changes: z.array(
    z.object({
      at: instantSchema,
      feed: z.string(),
      dossier: z.string(),
      procedure: z.string(),
      status: z.int(),
      channel: z.string(),
    }),
  ),
  drops: z.array(
    z.object({
      minute: instantSchema,
      reason: z.string(),
      count: z.int(),
      meaning: z.object({ vi: z.string(), en: z.string() }),
    }),
  ),
});
export type RecentChanges = z.infer<typeof recentChangesSchema>;

/** One thing of a dossier that cannot be. */
const contradictionSchema = z.object({
  code: z.enum(DOSSIER_CONTRADICTION_CODES),
  words: wordsSchema.describe('What it counts as, and what to send'),
});

/** Dossiers of a system that say what cannot be, for its engineer and its body. */
export const contradictedDossiersSchema = z.object({
  systemId: z.int(),
  period: periodSchema,
  asOf: instantSchema,
  total: z.int(),
  items: z
    .array(
      z.object({
        dossier: z.string(),
        day: daySchema.describe('Of its receipt; of its first arrival where it was not received'),
        contradictions: z.array(contradictionSchema),
      }),
    )
    .describe('The newest days first; at most 200'),
});
export type ContradictedDossiers = z.infer<typeof contradictedDossiersSchema>;

/** What is known of one dossier and what it counts as, for whoever holds their own records against ours. */
export const oneDossierSchema = z.object({
  systemId: z.int(),
  dossier: z.string(),
  asOf: instantSchema,
  synced: z.boolean().describe('true: a synchronised record told of it; TrackingMCDT alone names no times'),
  procedure: z.string().describe('National code, or what was sent when it is none'),
  channel: z.enum(['unknown', 'direct', 'online', 'post']),
  receivedAt: instantSchema.nullable().describe('null = it does not count as received'),
  endedAt: instantSchema.nullable().describe('null = it does not count as finished'),
  dueAt: instantSchema.nullable(),
  onTime: z.boolean().nullable().describe('Supplement time taken off; null = not finished, or no due time is known'),
  processingSeconds: z.int().nullable(),
  delivery: z
    .enum(['unknown', 'desk', 'post', 'electronic', 'desk-electronic'])
    .describe(
      'How the result is handed over; desk-electronic: fetched at a desk, though there is an electronic one too',
    ),
  fromHome: z.boolean().describe('Handed in online, the result not fetched at a desk'),
  hasFee: z.boolean(),
  paidOnline: z.boolean(),
  contradictions: z.array(contradictionSchema).describe('What of it cannot be, and counts as not said'),
  changes: z
    .array(z.object({ at: instantSchema, feed: z.string(), status: z.int(), channel: z.string() }))
    .describe('What was sent of it, newest first; at most 50'),
});
export type OneDossier = z.infer<typeof oneDossierSchema>;

export const bodyDossiersSchema = z.object({
  period: periodSchema,
  asOf: instantSchema,
  definitionVersion: z.int(),
  completeness: figureCompletenessSchema,
  items: z.array(
    z.object({
      bodyCode: bodyCodeSchema,
      nameVi: z.string(),
      nameEn: z.string(),
      kind: z.string(),
      totals: dossierCountsSchema.nullable(),
      rates: dossierRatesSchema,
    }),
  ),
});
/** Every body beside the others: the sum of the items is the country. */
export type BodyDossiers = z.infer<typeof bodyDossiersSchema>;
