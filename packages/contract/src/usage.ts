import { z } from 'zod';
import { periodSchema } from './figures.ts';
import { daySchema, siteIdSchema } from './registry.ts';

const INTERVALS = ['hour', 'day', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Rises with every change of what a usage figure means. */
export const USAGE_DEFINITION_VERSION = 1;

export const usageTotalsSchema = z.object({
  pageViews: z.int(),
  visits: z
    .int()
    .describe(
      'New after 30 minutes without a hit, at midnight in Asia/Ho_Chi_Minh, or when the campaign changes; counted where it begins',
    ),
  visitors: z
    .int()
    .describe('Visitor-days: the salt lives one day, so a person counts once a day. Cannot be added up over portals.'),
  bounces: z.int().describe('Visits with exactly one page view'),
  bounceRate: z.number().min(0).max(1).nullable().describe('bounces / visits; null when there were no visits'),
  pagesPerVisit: z.number().nullable(),
  averageVisitSeconds: z.number().nullable().describe('First to last hit of a visit, pings included'),
  events: z.int(),
  downloads: z.int(),
  outlinks: z.int(),
  searches: z.int(),
  serviceViews: z.int().describe('trackDVC state -1'),
  serviceSubmissions: z.int().describe('trackDVC state 1; to be cross-checked with dossiers'),
});
export type UsageTotals = z.infer<typeof usageTotalsSchema>;

const pointSchema = z.object({
  start: z.iso.datetime({ offset: true }),
  values: usageTotalsSchema
    .nullable()
    .describe('null = nothing is known (before the first hit, or in the future); not 0'),
});
export type UsagePoint = z.infer<typeof pointSchema>;

export const completenessSchema = z.object({
  complete: z.boolean(),
  portalsExpected: z.int(),
  portalsReceived: z.int().describe('Of those expected, how many sent anything in the period'),
  missing: z
    .array(z.object({ siteId: siteIdSchema, name: z.string(), reason: z.enum(['never-sent', 'silent']) }))
    .describe('At most 50'),
  collectorsMissing: z
    .array(z.object({ name: z.string(), since: z.iso.datetime({ offset: true }) }))
    .optional()
    .describe(
      'Collectors that died or stopped with hits of the period that are not loaded; left out when there is none',
    ),
  visitorsTwice: z
    .array(daySchema)
    .optional()
    .describe(
      'Days of the period on which visitors may count twice, because the secret that tells them apart was lost under way; left out when there is none',
    ),
  damagedDays: z
    .array(periodSchema)
    .optional()
    .describe('Days of the period of which data are damaged on the disk; left out when there are none'),
  visitsLate: z
    .object({
      through: z.iso
        .datetime({ offset: true })
        .nullable()
        .describe('Visits are computed from everything acknowledged before; null = nobody knows'),
      country: z.boolean().describe('Visitors of the whole country lag too'),
      portals: z.int().describe('Portals with days whose visits are computed from fewer hits than have arrived'),
      named: z.array(z.object({ siteId: siteIdSchema, name: z.string() })).describe('At most 50 of them'),
    })
    .optional()
    .describe(
      'Visits, and visitors of the country, that are not computed for many seconds; left out when they keep pace',
    ),
  loadedThrough: z.iso
    .datetime({ offset: true })
    .describe('Everything acknowledged before this instant is counted, but visits that are late'),
  simulated: z.boolean().describe('true: these are data of the simulator'),
});
export type Completeness = z.infer<typeof completenessSchema>;

/** A list of the most frequent, which may be more than a question may cost where the totals beside it are not. */
function listOf<T extends z.ZodType>(item: T, what: string) {
  return z
    .array(item)
    .nullable()
    .describe(`${what}; null = it could not be made within what one question may cost, which touches no total`);
}

const countSchema = z.object({ value: z.string(), count: z.int() });
const serviceUsesSchema = z.object({
  code: z.string(),
  views: z.int(),
  declarations: z.int(),
  submissions: z.int(),
});
export const usageSchema = z.object({
  subject: z.object({
    kind: z.enum(['portal', 'unit', 'body', 'country']),
    id: z.string(),
    nameVi: z.string(),
    nameEn: z.string(),
  }),
  period: z.object({
    from: daySchema,
    to: daySchema.describe('Included'),
    interval: z.enum(INTERVALS),
    timeZone: z.string(),
  }),
  asOf: z.iso.datetime({ offset: true }),
  mapDay: daySchema.describe('The day whose assignment of portals to units and bodies was used'),
  definitionVersion: z.int(),
  completeness: completenessSchema,
  totals: usageTotalsSchema,
  previous: usageTotalsSchema.describe('The period of the same length just before'),
  series: z.array(pointSchema),
  pages: listOf(
    z.object({ host: z.string(), path: z.string(), title: z.string(), pageViews: z.int() }),
    'The 50 most viewed; path `other` = those beyond what a day has places for',
  ),
  referrers: listOf(
    z.object({
      kind: z.enum(['direct', 'search', 'social', 'website', 'campaign', 'internal']),
      value: z.string(),
      count: z.int(),
    }),
    'count = visits',
  ),
  devices: listOf(countSchema, 'count = visits'),
  browsers: listOf(countSchema, 'count = visits'),
  operatingSystems: listOf(countSchema, 'count = visits'),
  events: listOf(
    z.object({ category: z.string(), action: z.string(), name: z.string(), count: z.int(), sum: z.number() }),
    'The 50 most frequent',
  ),
  downloads: listOf(countSchema, 'The 50 most frequent'),
  outlinks: listOf(countSchema, 'The 50 most frequent'),
  searches: listOf(countSchema, 'The 50 most frequent'),
  services: listOf(
    serviceUsesSchema,
    'By national code, also with agency and service. All others together have the code "": which they are, the body and the operator see at /portals/{siteId}/services',
  ),
});
export type Usage = z.infer<typeof usageSchema>;

export const usageQuerySchema = z.object({
  from: daySchema.optional().describe('First day; 29 days before `to` when left out'),
  to: daySchema.optional().describe('Last day, included; today when left out'),
  interval: z.enum(INTERVALS).default('day'),
  asOf: daySchema.optional().describe('The day whose map of bodies is used; `to` when left out'),
});
export type UsageQuery = z.infer<typeof usageQuerySchema>;

/** The services of a portal by the codes that it sends, its own ones too: for its body and the operator. */
export const portalServicesSchema = z.object({
  siteId: siteIdSchema,
  period: periodSchema,
  asOf: z.iso.datetime({ offset: true }),
  services: z.array(serviceUsesSchema).describe('The 50 most used'),
});
export type PortalServices = z.infer<typeof portalServicesSchema>;

const windowSchema = z.object({ visitors: z.int(), pageViews: z.int() });
export const liveSchema = z.object({
  asOf: z.iso.datetime({ offset: true }),
  loadedThrough: z.iso.datetime({ offset: true }),
  simulated: z.boolean(),
  bodies: z.object({ total: z.int(), connected: z.int(), partly: z.int() }),
  portals: z.object({ registered: z.int(), receiving: z.int() }),
  last5Minutes: windowSchema,
  last30Minutes: windowSchema.extend({ pageViewsByMinute: z.array(z.int()).length(30).describe('Oldest first') }),
  today: z.object({ visitors: z.int(), pageViews: z.int(), visits: z.int() }),
  ticker: z
    .array(
      z.object({
        at: z.iso.datetime({ offset: true }),
        siteId: siteIdSchema,
        portal: z.string(),
        bodyCode: z.string(),
        kind: z.string(),
      }),
    )
    .describe(
      'The last hits, newest first; no more than 20. Of which page, their body and the operator see at /live/pages',
    ),
});
export type Live = z.infer<typeof liveSchema>;

const tickerHitSchema = liveSchema.shape.ticker.element;
const pageSchema = z.object({ host: z.string(), path: z.string(), title: z.string() });

/** The last hits of the country or of one body with the pages that they were of: for the body and the operator. */
export const livePagesSchema = z.object({
  asOf: z.iso.datetime({ offset: true }),
  hits: z.array(tickerHitSchema.extend(pageSchema.shape)).describe('Newest first; no more than 20'),
});
export type LivePages = z.infer<typeof livePagesSchema>;

export const recentSchema = z.object({
  siteId: siteIdSchema,
  asOf: z.iso.datetime({ offset: true }),
  minutes: z.int(),
  accepted: z.int(),
  hits: z.array(
    z.object({
      at: z.iso.datetime({ offset: true }),
      kind: z.string(),
      device: z.string(),
      browser: z.string(),
    }),
  ),
  drops: z.array(
    z.object({
      minute: z.iso.datetime({ offset: true }),
      reason: z.string(),
      count: z.int(),
      meaning: z.object({ vi: z.string(), en: z.string() }),
    }),
  ),
});
export type Recent = z.infer<typeof recentSchema>;

/** The same with pages, for the body of the portal and the operator. */
export const recentPagesSchema = recentSchema.extend({
  hits: z.array(recentSchema.shape.hits.element.extend(pageSchema.shape)),
  drops: z.array(recentSchema.shape.drops.element.extend({ sampleHost: z.string(), samplePath: z.string() })),
});
export type RecentPages = z.infer<typeof recentPagesSchema>;
