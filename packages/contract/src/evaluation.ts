import { z } from 'zod';
import { figureCompletenessSchema, instantSchema, missingSchema, periodSchema, wordsSchema } from './figures.ts';
import { BODY_CONNECTIONS, BODY_KINDS, bodyCodeSchema, daySchema, siteIdSchema } from './registry.ts';

/**
 * What the rooms before hand to the evaluator: named counts, one definition each. Everything here adds up over bodies
 * (a country's value is the sum), except where the description says otherwise.
 */
export const MEASURES = {
  'procedures.total': 'Procedures in the catalogue on the last day of the period',
  'procedures.full': 'Of those, at level full',
  'procedures.partial': 'Of those, at level partial',
  'procedures.online': 'Of those, at level full or partial',
  'procedures.online_with_dossiers': 'Online procedures that received at least one dossier online in the period',
  'procedures.with_fee': 'Procedures with a fee',
  'procedures.with_fee_payable_online': 'Procedures with a fee that can be paid online',
  'procedures.with_fee_paid_online': 'Procedures with a fee for which at least one dossier was paid online',
  'dossiers.received': 'Dossiers received in the period',
  'dossiers.online': 'Dossiers received online',
  'dossiers.full_online': 'Dossiers handled full-online',
  'dossiers.finished': 'Dossiers finished in the period',
  'dossiers.on_time': 'Dossiers finished on time',
  'dossiers.late': 'Dossiers finished late',
  'dossiers.without_due_time': 'Dossiers finished without a known due time',
  'dossiers.with_fee': 'Dossiers with a fee',
  'dossiers.paid_online': 'Dossiers whose fee was paid online',
  'portals.expected': 'Portals that were live on the last day of the period',
  'portals.receiving': 'Of those, receiving on the last day',
  'portal_days.expected': 'Days of the period times live portals',
  'portal_days.used': 'Of those, days on which at least one page view was counted',
  'systems.expected': 'Procedure systems on the last day of the period',
  'systems.receiving': 'Of those, receiving on the last day',
} as const;
export type MeasureId = keyof typeof MEASURES;

/** What is known of one body in one period. */
export interface BodyMeasures {
  bodyCode: string;
  nameVi: string;
  nameEn: string;
  kind: (typeof BODY_KINDS)[number];
  connection: { state: (typeof BODY_CONNECTIONS)[number]; reason: { vi: string; en: string } };
  /** A campaign's decision that holds for the period; null = none. */
  decision: { notEvaluated: boolean; reason: string; campaign: string } | null;
  /** null = nobody knows. Left out = null. */
  values: Partial<Record<MeasureId, number | null>>;
  /** What these figures lack. */
  missing: { what: string; words: { vi: string; en: string } }[];
}

/** Why a body has no points, or points but no place. */
const REASONS_WITHOUT_PLACE = [
  'not-connected',
  'partly-connected',
  'decision',
  'no-data',
  'too-little-computed',
  'too-few-dossiers',
] as const;
export type ReasonWithoutPlace = (typeof REASONS_WITHOUT_PLACE)[number];

const INDICATOR_STATUS = ['scored', 'not-available', 'no-data'] as const;

/** One number that went into a score. */
const usedMeasureSchema = z.object({
  id: z.string().describe('A measure, such as dossiers.received'),
  nameVi: z.string(),
  nameEn: z.string(),
  value: z.number().nullable(),
  source: z.string().describe('Address below /api/v1 at which this number can be seen with what it is made of'),
});

const indicatorResultSchema = z.object({
  id: z.string(),
  status: z
    .enum(INDICATOR_STATUS)
    .describe('not-available: nothing to divide by, for this body; no-data: no source for it yet, for nobody'),
  points: z.number().nullable().describe('Rounded to 2 decimals for showing; the sum is made from unrounded points'),
  maxPoints: z.number(),
  value: z.number().nullable().describe('The ratio, not rounded'),
  explanation: wordsSchema.describe('The formula with the numbers put in'),
  measures: z.array(usedMeasureSchema),
});
export type IndicatorResult = z.infer<typeof indicatorResultSchema>;

const bodyResultSchema = z.object({
  bodyCode: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  kind: z.enum(BODY_KINDS),
  group: z.enum(['ministries', 'provinces']),
  status: z.enum(['evaluated', 'not-evaluated']),
  reasonCodes: z
    .array(z.enum(REASONS_WITHOUT_PLACE))
    .describe(
      'Why it has no place; too-little-computed and too-few-dossiers: evaluated, but without score, place and grade',
    ),
  reason: wordsSchema.nullable().describe('The same in words; null = it has a place'),
  score: z.number().nullable().describe('Out of the scoreMax of the set, rounded to 2 decimals; null = no place'),
  points: z.number().nullable().describe('Points reached, rounded to 2 decimals; null = not evaluated'),
  availablePoints: z.number().describe('Points that could be reached with the data there are'),
  grade: z.object({ id: z.string(), vi: z.string(), en: z.string() }).nullable(),
  rank: z.int().nullable().describe('Within its group, 1 = best; equal scores share a place and the next is left out'),
  rankOf: z.int().nullable().describe('Bodies of its group that have a place'),
  shared: z.boolean().describe('The place is shared'),
  previousRank: z.int().nullable().describe('In the period of the same length just before'),
  indicators: z.array(indicatorResultSchema),
  missing: z.array(missingSchema),
});
export type BodyResult = z.infer<typeof bodyResultSchema>;

const indicatorSchema = z.object({
  id: z.string(),
  groupId: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  maxPoints: z.number(),
  formula: wordsSchema.describe('The formula in words and symbols'),
  numerator: z.string().nullable().describe('Measure, or sum of measures joined by +'),
  denominator: z.string().nullable(),
  fullAt: z.number().nullable().describe('Ratio at which all points are given; null = 1'),
  goal: z.number().nullable().describe('The goal that the law sets; null = none'),
  available: z.boolean().describe('false: no data yet, left out of the score'),
  unavailableBecause: wordsSchema.nullable(),
  legalBasis: wordsSchema,
  description: wordsSchema,
});
export type Indicator = z.infer<typeof indicatorSchema>;

/** Which bodies a set gives places, and by what. */
const rankingSchema = z.object({
  by: z
    .enum(['score', 'points'])
    .describe(
      'score: 100 × points / available points of the body; points: points reached, out of those that the set can compute here',
    ),
  minimumComputedShare: z
    .number()
    .describe(
      'No place for a body for which a smaller share of the points that the set can compute here could be computed',
    ),
  minimumDossiers: z.int().describe('No place for a body that received fewer dossiers in the period'),
  grades: z.enum(['by-score', 'none']).describe('none: the set gives no grades here'),
  words: wordsSchema.describe('The same in words'),
});

export const indicatorSetSchema = z.object({
  id: z.string(),
  version: z.int(),
  nameVi: z.string(),
  nameEn: z.string(),
  legalBasis: wordsSchema,
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable(),
  note: wordsSchema.nullable().describe('What is a choice of this installation and not of a law'),
  maxPoints: z.number(),
  availablePoints: z.number(),
  groups: z.array(z.object({ id: z.string(), nameVi: z.string(), nameEn: z.string(), maxPoints: z.number() })),
  indicators: z.array(indicatorSchema),
  grades: z
    .array(z.object({ id: z.string(), from: z.number(), vi: z.string(), en: z.string() }))
    .describe('The grades of the law; given only where ranking.grades says so'),
  scoreMax: z.number().describe('What a score is out of: 100, or the points that the set can compute here'),
  ranking: rankingSchema,
});
export type IndicatorSetView = z.infer<typeof indicatorSetSchema>;
export const indicatorSetListSchema = z.object({ total: z.int(), items: z.array(indicatorSetSchema) });

export const evaluationSchema = z.object({
  set: indicatorSetSchema.pick({
    id: true,
    version: true,
    nameVi: true,
    nameEn: true,
    availablePoints: true,
    scoreMax: true,
    ranking: true,
  }),
  period: periodSchema,
  asOf: instantSchema,
  connectionOn: daySchema.describe('The day as of which connection was judged: the last of the period, today at most'),
  completeness: figureCompletenessSchema,
  counts: z.object({
    bodies: z.int(),
    evaluated: z.int(),
    ranked: z.int().describe('Of the evaluated, those that have a place'),
    notEvaluated: z.int(),
  }),
  results: z
    .array(bodyResultSchema)
    .describe('Ministries, then provinces; by rank, then those without a place by code'),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

export const reportCardSchema = z.object({
  set: evaluationSchema.shape.set,
  period: periodSchema,
  asOf: instantSchema,
  connectionOn: daySchema,
  completeness: figureCompletenessSchema,
  result: bodyResultSchema,
  wouldRaise: z
    .array(z.object({ indicatorId: z.string(), lostPoints: z.number() }))
    .describe('Where most points are lost, most first'),
});
export type ReportCard = z.infer<typeof reportCardSchema>;

const portalDaysSchema = z.object({
  expected: z.int().describe('Days of the period on which it was live; today counts'),
  used: z.int().describe('Of those, days with at least one page view'),
});
/** What the measures `portal_days.expected` and `portal_days.used` of a body are made of. */
export const bodyPortalDaysSchema = z.object({
  bodyCode: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  period: periodSchema.describe('Up to today at most'),
  asOf: instantSchema,
  totals: portalDaysSchema,
  portals: z.array(
    portalDaysSchema.extend({
      siteId: siteIdSchema,
      name: z.string(),
      liveFrom: daySchema.describe('Its first day, or that of its registration when none is stated'),
      retiredOn: daySchema.nullable(),
    }),
  ),
});
export type BodyPortalDays = z.infer<typeof bodyPortalDaysSchema>;
