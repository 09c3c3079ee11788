import { z } from 'zod';
import { bodyCodeSchema, daySchema, line, siteIdSchema } from './registry.ts';
import { instantSchema } from './figures.ts';

/** States of a procedure-handling system: `receiving` = a dossier change arrived within the rule's window. */
export const SYSTEM_STATES = ['registered', 'receiving', 'interrupted', 'retired'] as const;

/** A system that handles administrative procedures (hệ thống thông tin giải quyết TTHC) and sends dossier changes. */
export const systemSchema = z.object({
  id: z.int(),
  bodyCode: bodyCodeSchema.describe('The body whose dossiers it sends, today'),
  name: z.string(),
  agencyCode: z
    .string()
    .nullable()
    .describe('madonvi of its envelopes, such as H56 or 000.00.00.H56; null = not checked'),
  siteId: siteIdSchema.nullable().describe('siteId that it sends in TrackingMCDT; null = it does not use that feed'),
  addresses: z
    .array(z.string())
    .describe('Addresses or networks from which TrackingMCDT is taken, such as 203.0.113.7 or 203.0.113.0/28'),
  registeredAt: instantSchema,
  retiredOn: daySchema.nullable(),
  state: z.enum(SYSTEM_STATES),
  lastChangeAt: instantSchema.nullable().describe('When a dossier change last arrived'),
});
export type System = z.infer<typeof systemSchema>;

/** The key is shown once, when it is made; only its digest is kept. */
export const systemWithKeySchema = systemSchema.extend({
  key: z.string().nullable().describe('Key of the system, shown this once; null when none was made'),
});
export type SystemWithKey = z.infer<typeof systemWithKeySchema>;

export const newSystemSchema = z.strictObject({
  bodyCode: bodyCodeSchema,
  name: line(2, 300),
  agencyCode: z.string().trim().max(40).nullable().optional(),
  siteId: siteIdSchema.max(999_999_999).nullable().optional(),
  addresses: z.array(z.string().trim().max(64)).max(100).optional(),
});
export type NewSystem = z.infer<typeof newSystemSchema>;
export const systemChangeSchema = newSystemSchema.omit({ bodyCode: true }).partial();
export type SystemChange = z.infer<typeof systemChangeSchema>;

export const systemListSchema = z.object({ total: z.int(), items: z.array(systemSchema) });
export type SystemList = z.infer<typeof systemListSchema>;

/** A system as the collector needs it. */
export interface CollectedSystem {
  systemId: number;
  /** SHA-256 of its key, hex, lower case. */
  keyDigest: string;
  /** In the new form; null = not checked. */
  agencyCode: string | null;
  siteId: number | null;
  addresses: string[];
  retired: boolean;
}
