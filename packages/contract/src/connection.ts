import { z } from 'zod';
import { instantSchema, wordsSchema } from './figures.ts';
import {
  BODY_CONNECTIONS,
  BODY_KINDS,
  bodyCodeSchema,
  daySchema,
  line,
  PORTAL_KINDS,
  PORTAL_STATES,
  siteIdSchema,
} from './registry.ts';
import { SYSTEM_STATES } from './systems.ts';

/**
 * Who is connected, as of a day, and why. Judged by a rule that is data (`reference-data/connection-rules.json`), from
 * two signals for portals (what arrives; a fetch of the page) and one for systems.
 */

const PAGE_CHECK_OUTCOMES = [
  'carries-code',
  'wrong-site-id',
  'no-code',
  'not-html',
  'http-error',
  'unreachable',
  'address-refused',
  'too-slow',
] as const;

const pageCheckSchema = z.object({
  at: instantSchema,
  outcome: z.enum(PAGE_CHECK_OUTCOMES),
  status: z.int().nullable().describe('HTTP status of the page; null = no answer'),
  siteIds: z.array(z.string()).describe('Site ids found in the page'),
  detail: wordsSchema.describe('What was seen, in words'),
});
export type PageCheck = z.infer<typeof pageCheckSchema>;

const deadlineSchema = z.object({
  day: daySchema,
  rule: z.string().describe('Which rule gives it: before-use (live from 2024-04-05 on) or existing (2025-04-05)'),
  passed: z.boolean(),
  daysLeft: z.int().describe('Negative = so many days late'),
});

export const portalConnectionSchema = z.object({
  siteId: siteIdSchema,
  bodyCode: bodyCodeSchema,
  name: z.string(),
  url: z.string(),
  kind: z.string(),
  state: z.enum(PORTAL_STATES),
  reason: wordsSchema.describe('Why it is in this state'),
  remedy: wordsSchema.nullable().describe('What its engineer should do; null = nothing'),
  lastHitAt: instantSchema.nullable(),
  lastCheck: pageCheckSchema.nullable(),
  foreignHits: z
    .int()
    .describe(
      'Hits with its siteId that were refused within the window because of the host they came from; which, the body and the operator see in /refused',
    ),
  deadline: deadlineSchema.nullable(),
});
export type PortalConnection = z.infer<typeof portalConnectionSchema>;

export const systemConnectionSchema = z.object({
  systemId: z.int(),
  bodyCode: bodyCodeSchema,
  name: z.string(),
  state: z.enum(SYSTEM_STATES),
  reason: wordsSchema,
  remedy: wordsSchema.nullable(),
  lastChangeAt: instantSchema.nullable(),
});
export type SystemConnection = z.infer<typeof systemConnectionSchema>;

const countsSchema = z.object({ expected: z.int(), receiving: z.int() });

/** One body on the board. */
export const bodyConnectionSchema = z.object({
  bodyCode: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  kind: z.enum(BODY_KINDS),
  state: z.enum(BODY_CONNECTIONS),
  reason: wordsSchema.describe('Why, by the rule, in words'),
  portals: countsSchema,
  systems: countsSchema,
  missing: z.array(wordsSchema).describe('What it still lacks; at most 20'),
  missingCount: z.int(),
  nextDeadline: deadlineSchema.nullable().describe('Of its portals that are not connected, the earliest'),
  changedOn: daySchema.nullable().describe('Since when it has been in this state, as far as the last 90 days tell'),
});
export type BodyConnection = z.infer<typeof bodyConnectionSchema>;

export const connectionRuleSchema = z.object({
  version: z.string(),
  validFrom: daySchema.nullable(),
  nameVi: z.string(),
  nameEn: z.string(),
  legalBasis: wordsSchema,
  portalWindowHours: z.number().describe('A portal is receiving when something of it was counted within so many hours'),
  systemWindowHours: z.number(),
  requiredPortalKinds: z.array(z.string()).describe('Every live portal of these kinds must be receiving'),
  otherPortalsShare: z.number().min(0).max(1).describe('Share of the other live portals that must be receiving'),
  minimumPortals: z.int(),
  minimumSystems: z.int(),
  systemsShare: z.number().min(0).max(1),
});
export type ConnectionRule = z.infer<typeof connectionRuleSchema>;

/** What in a rule is our own choice and stands in no legal text. */
const choices = z.array(z.string().min(1));

const ruleInFile = z.strictObject({
  ...connectionRuleSchema.shape,
  portalWindowHours: z.number().positive(),
  systemWindowHours: z.number().positive(),
  requiredPortalKinds: z.array(z.enum(PORTAL_KINDS)),
  minimumPortals: z.int().min(0),
  minimumSystems: z.int().min(0),
  choices,
});

/** `reference-data/connection-rules.json`: the versions of the rule by the day from which each holds, and the deadlines. */
export const connectionRulesSchema = z.strictObject({
  rules: z
    .array(ruleInFile)
    .min(1)
    .superRefine((rules, context) => {
      rules.forEach(({ validFrom, version }, index) => {
        const before = rules[index - 1];
        const inOrder = before === undefined ? validFrom === null : (validFrom ?? '') > (before.validFrom ?? '');
        const wanted =
          before === undefined ? 'null: the first rule holds since ever' : 'later than that of the rule before';
        if (!inOrder) context.addIssue({ code: 'custom', path: [index, 'validFrom'], message: wanted });
        const again = rules.findIndex((rule) => rule.version === version) !== index;
        if (again) context.addIssue({ code: 'custom', path: [index, 'version'], message: 'used by an earlier rule' });
      });
    }),
  deadlines: z.strictObject({
    legalBasis: z.string(),
    newFrom: daySchema.describe('First day of the duty to connect a portal before it is put into use'),
    existingUntil: daySchema.describe('Last day for portals that were running before that'),
    choices,
  }),
});

export const connectionBoardSchema = z.object({
  asOf: daySchema.describe('The day; its end, or now when it is today'),
  judgedAt: instantSchema,
  rule: connectionRuleSchema,
  counts: z.object({ bodies: z.int(), connected: z.int(), partly: z.int(), not: z.int() }),
  byKind: z.object({
    ministries: z.object({ bodies: z.int(), connected: z.int(), partly: z.int(), not: z.int() }),
    provinces: z.object({ bodies: z.int(), connected: z.int(), partly: z.int(), not: z.int() }),
  }),
  trend: z
    .array(
      z.object({ day: daySchema, connected: z.int().nullable(), partly: z.int().nullable(), not: z.int().nullable() }),
    )
    .describe('The 30 days up to asOf; null = not known'),
  items: z.array(bodyConnectionSchema).describe('Not connected first, then partly, then fully; by code within'),
});
export type ConnectionBoard = z.infer<typeof connectionBoardSchema>;

/** All about one body's connection. */
export const bodyConnectionDetailSchema = z.object({
  asOf: daySchema,
  judgedAt: instantSchema,
  rule: connectionRuleSchema,
  body: bodyConnectionSchema,
  portals: z.array(portalConnectionSchema),
  systems: z.array(systemConnectionSchema),
});
export type BodyConnectionDetail = z.infer<typeof bodyConnectionDetailSchema>;

/** A campaign: the operator's written time limit for completing the connection. */
export const newCampaignSchema = z.strictObject({
  name: line(3, 300),
  document: line(2, 200).describe('Number and date of the letter that sets the limit'),
  limit: daySchema.describe('Last day for completing the connection'),
  bodyCodes: z.array(bodyCodeSchema).max(200).optional().describe('Whom it concerns; all bodies when left out'),
});
export type NewCampaign = z.infer<typeof newCampaignSchema>;

/** `evaluated` = the proposal is rejected; a body that is not fully connected is not evaluated all the same. */
const PROPOSAL_DECISIONS = ['not-evaluated', 'evaluated'] as const;
const proposalSchema = z.object({
  bodyCode: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  stateAtLimit: z.enum(BODY_CONNECTIONS).nullable().describe('null = the limit has not passed'),
  stateNow: z.enum(BODY_CONNECTIONS),
  reason: wordsSchema,
  decision: z.enum(PROPOSAL_DECISIONS).nullable().describe('null = nobody has decided'),
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  decisionReason: z.string().nullable(),
});
export type Proposal = z.infer<typeof proposalSchema>;
const campaignSchema = z.object({
  id: z.int(),
  name: z.string(),
  document: z.string(),
  limit: daySchema,
  createdAt: instantSchema,
  passed: z.boolean(),
  counts: z.object({ bodies: z.int(), connected: z.int(), proposed: z.int(), decided: z.int() }),
});
export type Campaign = z.infer<typeof campaignSchema>;
export const campaignListSchema = z.object({ total: z.int(), items: z.array(campaignSchema) });
export type CampaignList = z.infer<typeof campaignListSchema>;
export const campaignDetailSchema = campaignSchema.extend({
  proposals: z
    .array(proposalSchema)
    .describe('Bodies proposed not to be evaluated: not fully connected at the limit (before it: now)'),
});
export type CampaignDetail = z.infer<typeof campaignDetailSchema>;
/** The campaigns that concern one body, for the body itself. */
export const bodyCampaignListSchema = z.object({
  total: z.int(),
  items: z
    .array(
      campaignSchema.omit({ counts: true }).extend({
        proposal: proposalSchema.nullable().describe('null = fully connected, nothing is proposed'),
      }),
    )
    .describe('Latest limit first'),
});
export type BodyCampaignList = z.infer<typeof bodyCampaignListSchema>;
export const decisionSchema = z.strictObject({
  decision: z.enum(PROPOSAL_DECISIONS),
  reason: z.string().trim().min(10).max(2000).describe('Why; published with the decision'),
});
export type Decision = z.infer<typeof decisionSchema>;

/** What a campaign decided about a body, as everybody may see it. Who decided is in the campaign, for those who are signed in. */
const publishedDecisionSchema = z.object({
  bodyCode: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  notEvaluated: z.boolean().describe('false = the proposal was rejected'),
  reason: z.string().describe('As the person who decided wrote it'),
  decidedAt: instantSchema,
  campaign: z.string(),
  document: z.string().describe('Number and date of the letter that set the time limit'),
  limit: daySchema,
});
export type PublishedDecision = z.infer<typeof publishedDecisionSchema>;
export const decisionListSchema = z.object({
  asOf: daySchema.describe('Decisions of campaigns whose time limit is not after this day'),
  total: z.int(),
  items: z.array(publishedDecisionSchema).describe('The newest of each body, in order of code'),
});
export type DecisionList = z.infer<typeof decisionListSchema>;
