import { z } from 'zod';
import { damageSchema } from './damage.ts';
import { bodyWithConnectionSchema, daySchema, portalSchema, unitSchema } from './registry.ts';

/**
 * Answers of the API under /api/v1 that are not a thing of the register or a figure: lists, refusals, the state of the
 * program itself. Everything else that the API answers is the plain thing (a Body, a Portal, a Usage …).
 */

const total = z.int().describe('How many there are in all, whatever limit and offset were');
export const bodyListSchema = z.object({ total, items: z.array(bodyWithConnectionSchema) });
export type BodyList = z.infer<typeof bodyListSchema>;
export const unitListSchema = z.object({ total, items: z.array(unitSchema) });
export type UnitList = z.infer<typeof unitListSchema>;
export const portalListSchema = z.object({ total, items: z.array(portalSchema) });
export type PortalList = z.infer<typeof portalListSchema>;

/** Retiring a portal. */
export const retirementSchema = z.strictObject({
  on: daySchema.optional().describe('First day that is no longer counted; today when left out'),
});

/** RFC 9457, `application/problem+json`. Title and remedy are in the language that was asked for. */
export const problemSchema = z.object({
  type: z.string().describe('Address of the page that explains the code'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('A code of docs/errors.md; programs should look at this, never at the texts'),
  instance: z.string().describe('urn:uuid of this refusal; the operator finds it in the log'),
  errors: z
    .array(z.object({ where: z.string(), what: z.string() }))
    .describe('Fields or parameters that were wrong, and what is allowed'),
  remedy: z.string().describe('What to do'),
});
export type Problem = z.infer<typeof problemSchema>;

const partHealthSchema = z.object({
  ok: z.boolean(),
  detail: z.string().nullable().describe('Why it is not ok; no addresses or secrets'),
  since: z.iso.datetime({ offset: true }).optional().describe('Since when it is not ok; left out while it is'),
});

/** What the program knows about itself. `apps/emc` asks the rooms and hands it to the API. */
const healthReportSchema = z.object({
  stores: z.object({ events: partHealthSchema, control: partHealthSchema }),
  readers: partHealthSchema
    .optional()
    .describe(
      'The process that answers readers, where it is not the one that takes hits: while it is away all but hits, feeds and health is answered 503',
    ),
  loader: z.object({
    oldestUnloadedMs: z
      .int()
      .describe('Age of the oldest hit that is on disk but not yet in the event store; 0 = nothing waits'),
    loadedThrough: z.iso
      .datetime({ offset: true })
      .nullable()
      .describe('Everything acknowledged before this instant is counted'),
    failing: z.boolean().describe('true: the last attempt to load failed; it is tried again, and the log says why'),
    setAside: z.int().describe('Files with rows that could not be loaded and wait for a person'),
    rowsSetAside: z
      .object({
        hits: z.int(),
        dossiers: z.int().describe('Changes of dossiers'),
        drops: z.int().describe('Counts of what was refused or dropped'),
        unreadableBytes: z.int().describe('Bytes of which it is not known how many rows they were'),
      })
      .optional()
      .describe('How much is in these files, or is missing because of damage to the spool; left out where nothing is'),
  }),
  spool: z.object({
    accepting: z.boolean().describe('false: full, or the disk refuses; the collector answers 503'),
    failing: z.boolean().describe('true: the last write failed; what could not be written was answered 503'),
    usedBytes: z.int(),
    limitBytes: z.int(),
  }),
  unanswered: z
    .object({
      since: z.iso.datetime({ offset: true }),
      questions: z.array(z.string()).describe('Names of the questions, as the log of the event store has them'),
    })
    .optional()
    .describe(
      'Questions of readers that could not be answered within the memory and time that one may take, until the same one is answered, for an hour at most; left out where there are none',
    ),
  visitorsTwice: z
    .array(daySchema)
    .optional()
    .describe(
      'Today and yesterday, if visitors of then may count twice: the secret that tells them apart was lost under way, and the log says why',
    ),
  damage: z
    .array(damageSchema)
    .optional()
    .describe(
      'What of the event store is damaged, at most 100; left out when nothing is. `emc repair` repairs what can be',
    ),
  processes: z
    .array(
      z.object({
        name: z.string().describe('Machine and data directory'),
        roles: z.array(z.string()).describe('collect, publish, work'),
        state: z
          .enum(['running', 'stopped', 'missing'])
          .describe(
            'stopped: in order, with hits left in its spool; missing: silent. Both: start it again on the same data directory',
          ),
        seenAt: z.iso.datetime({ offset: true }),
        loadedThrough: z.iso.datetime({ offset: true }).nullable().describe('null: it does not collect'),
      }),
    )
    .optional()
    .describe('All processes that share the stores, where there are several'),
});
export type HealthReport = z.infer<typeof healthReportSchema>;
export const healthSchema = healthReportSchema.extend({
  status: z
    .enum(['ok', 'degraded', 'down'])
    .describe(
      'down: a store is away or nothing is accepted; degraded: something fails, lags by more than a minute, or waits for a person',
    ),
});
export type Health = z.infer<typeof healthSchema>;

export const versionSchema = z.object({
  name: z.string(),
  version: z.string(),
  api: z.string(),
  usageDefinitionVersion: z.int(),
  simulated: z.boolean().describe('true: this installation shows data of the simulator'),
  now: z.iso.datetime({ offset: true }).describe('Now, by the clock of the server, which decides what today is'),
});
export type Version = z.infer<typeof versionSchema>;
