import { z } from 'zod';
import { instantSchema } from './figures.ts';
import { daySchema } from './registry.ts';

/**
 * rows-missing: a table of what arrived holds fewer rows of a day than it held, or than were counted from it.
 * differs: what is summed up of a day is not what arrived. set-aside: a part that could not be read lies outside of its table.
 */
const DAMAGE_KINDS = ['rows-missing', 'differs', 'set-aside'] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

/** What of the event store is damaged: a table and days. */
export const damageSchema = z.object({
  table: z.string().describe('Table of the event store'),
  kind: z.enum(DAMAGE_KINDS),
  from: daySchema.describe('First damaged day'),
  to: daySchema.describe('Last damaged day'),
  missingRows: z.int().nullable().describe('How many rows are known to be missing; null = not known'),
  since: instantSchema.describe('When it was found'),
  accepted: z
    .boolean()
    .describe('true: the operator knows that it cannot be repaired; figures go on to say that they lack it'),
});
export type Damage = z.infer<typeof damageSchema>;

/** Asking for a repair. */
export const repairRequestSchema = z.strictObject({
  accept: z
    .boolean()
    .default(false)
    .describe('What is lost for good no longer makes health "degraded"; figures go on to name the days'),
});

/** What a repair does or did. */
export const repairSchema = z.object({
  running: z.boolean(),
  startedAt: instantSchema.nullable().describe('null = none was started since this process began'),
  finishedAt: instantSchema.nullable(),
  error: z.string().nullable().describe('Code of what ended it early; the log says more. Start it again'),
  setAside: z.int().describe('Parts that could not be read and were put aside; their bytes are kept'),
  attached: z.int().describe('Parts that lay aside, were whole, and were put back'),
  days: z.array(daySchema).describe('Days that were computed again from what arrived'),
  left: z.array(damageSchema).describe('What is not whole after it'),
});
export type Repair = z.infer<typeof repairSchema>;

/** Repairs the event store from what is whole in it. Implemented by the program. */
export interface Repairs {
  /** Begins one, unless one runs. @param accept what cannot be repaired no longer makes health "degraded" */
  start(options: { accept: boolean }): Promise<Repair>;
  state(): Promise<Repair>;
}
