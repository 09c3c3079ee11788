import { z } from 'zod';

/** The days that the product knows: the last is the end of the event store's calendar. */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2149-06-06';

export const daySchema = z.iso
  .date()
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, `a day from ${FIRST_DAY} to ${LAST_DAY}`)
  .describe(`A day in Asia/Ho_Chi_Minh, YYYY-MM-DD, from ${FIRST_DAY} to ${LAST_DAY}`);
export const bodyCodeSchema = z
  .string()
  .regex(/^[A-Z]\d{2,3}$/, 'an agency code such as H56 or G09')
  .describe('Agency code (Decision 20/2020/QĐ-TTg), such as H56');
export const siteIdSchema = z
  .int()
  .min(1)
  .max(4_294_967_295)
  .describe('The decimal number that the monitoring code carries');

export const BODY_KINDS = ['ministry', 'government-agency', 'province', 'centrally-run-city'] as const;

/** Bodies are counted and ranked among their like. */
export function groupOfBody(kind: (typeof BODY_KINDS)[number]): 'ministries' | 'provinces' {
  return kind === 'ministry' || kind === 'government-agency' ? 'ministries' : 'provinces';
}

export const PORTAL_KINDS = ['information-portal', 'information-page', 'public-service-portal', 'other'] as const;
/**
 * registered = nothing was ever counted; seen = its page carries the code, nothing was ever counted; wrong-host = only hits from
 * hosts that are not its own arrive; receiving = counted within the rule's window; interrupted = counted before, not within it.
 */
export const PORTAL_STATES = ['registered', 'seen', 'wrong-host', 'receiving', 'interrupted', 'retired'] as const;
export const BODY_CONNECTIONS = ['connected', 'partly-connected', 'not-connected'] as const;

export const bodySchema = z.object({
  code: bodyCodeSchema,
  nameVi: z.string(),
  nameEn: z.string(),
  kind: z.enum(BODY_KINDS),
  validFrom: daySchema.nullable().describe('First day; null = since before the register began'),
  validTo: daySchema.nullable().describe('First day on which the body no longer exists; null = still exists'),
  successors: z.array(z.object({ code: bodyCodeSchema, on: daySchema })).describe('Bodies that took over, and when'),
  predecessors: z.array(z.object({ code: bodyCodeSchema, on: daySchema })),
  certainty: z.string().describe('What is confirmed about this entry'),
});
export type Body = z.infer<typeof bodySchema>;

export const connectionSchema = z.object({
  state: z.enum(BODY_CONNECTIONS),
  reason: z.object({ vi: z.string(), en: z.string() }).describe('Why, by the rule, in words'),
  portals: z.int().describe('Portals that are registered and not retired'),
  receiving: z.int().describe("Of those, portals of which something was counted within the rule's window"),
  systems: z.int().describe('Procedure-handling systems that are registered and not retired'),
  systemsReceiving: z.int().describe("Of those, systems that sent a dossier change within the rule's window"),
  lastHitAt: z.iso.datetime({ offset: true }).nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;
export const bodyWithConnectionSchema = bodySchema.extend({ connection: connectionSchema });
export type BodyWithConnection = z.infer<typeof bodyWithConnectionSchema>;

export const unitSchema = z.object({
  id: z.int(),
  bodyCode: bodyCodeSchema,
  parentId: z.int().nullable(),
  code: z.string().nullable().describe('Agency code of the unit, such as H56.12'),
  nameVi: z.string(),
  nameEn: z.string(),
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable(),
});
export type Unit = z.infer<typeof unitSchema>;

export const snippetSchema = z.object({
  deployed: z.string().describe('The form that portals carry today (_govaq queue)'),
  oneLine: z.string().describe('A single <script> element'),
  noscript: z.string().describe('The pixel for browsers without scripts'),
});
export type Snippet = z.infer<typeof snippetSchema>;

export const portalSchema = z.object({
  siteId: siteIdSchema,
  bodyCode: bodyCodeSchema,
  unitId: z.int().nullable(),
  kind: z.enum(PORTAL_KINDS),
  name: z.string(),
  nameEn: z.string().nullable(),
  url: z.url(),
  allowedHosts: z
    .array(z.string())
    .describe(
      'Hosts from which hits are counted, besides that of url; *.example.gov.vn stands for every host below it',
    ),
  liveOn: daySchema.nullable().describe('The day it went, or will go, live'),
  registeredAt: z.iso.datetime({ offset: true }),
  retiredOn: daySchema.nullable(),
  state: z.enum(PORTAL_STATES),
  lastHitAt: z.iso.datetime({ offset: true }).nullable(),
});
export type Portal = z.infer<typeof portalSchema>;
export const portalWithSnippetSchema = portalSchema.extend({ snippet: snippetSchema });
export type PortalWithSnippet = z.infer<typeof portalWithSnippetSchema>;

/** One line of text: a control character or a turn of the writing direction in a name can only mislead a reader. */
const NOT_IN_A_LINE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
export const line = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed() && !NOT_IN_A_LINE.test(text), 'one line of text without control characters');

/** `*.gov.vn` would let one portal count every host of the state. */
const TOO_WIDE = /^\*\.(vn|(gov|com|net|org|edu|info|name|pro|health|int|ac|biz|io|id)\.vn|[a-z]+)$/;

const hostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/,
    'a host name such as dichvucong.thanhhoa.gov.vn, or *.thanhhoa.gov.vn; without https:// and path',
  )
  .refine((host) => !TOO_WIDE.test(host), 'not every host of a whole domain such as gov.vn');

/** The address is public: a password or a token in it would be published with it. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === '';
}

export const newPortalSchema = z.strictObject({
  bodyCode: bodyCodeSchema,
  unitId: z.int().nullable().optional(),
  name: line(2, 300),
  nameEn: line(0, 300).nullable().optional(),
  kind: z.enum(PORTAL_KINDS),
  url: z
    .url({ protocol: /^https?$/, error: 'an http or https address' })
    .max(2000)
    .refine(isPlainAddress, 'an address without user, password, query and fragment'),
  allowedHosts: z.array(hostSchema).max(100).optional(),
  liveOn: daySchema.nullable().optional(),
  siteId: siteIdSchema
    .max(999_999_999)
    .optional()
    .describe('Only for a portal that already carries a code: the number it sends today'),
});
export type NewPortal = z.infer<typeof newPortalSchema>;

export const portalChangeSchema = z.strictObject({
  ...newPortalSchema.omit({ siteId: true }).partial().shape,
  from: daySchema.optional().describe('The day from which a change of body or unit holds; today when left out'),
});
export type PortalChange = z.infer<typeof portalChangeSchema>;

export const newUnitSchema = z.strictObject({
  nameVi: line(2, 300),
  nameEn: line(0, 300).optional(),
  code: line(0, 40).nullable().optional(),
  parentId: z.int().nullable().optional(),
  validFrom: daySchema.nullable().optional(),
});
export type NewUnit = z.infer<typeof newUnitSchema>;
export const unitChangeSchema = z.strictObject({
  ...newUnitSchema.partial().shape,
  validTo: daySchema.nullable().optional(),
});
export type UnitChange = z.infer<typeof unitChangeSchema>;

export const newBodySchema = z.strictObject({
  code: bodyCodeSchema,
  nameVi: line(2, 300),
  nameEn: line(2, 300),
  kind: z.enum(BODY_KINDS),
  validFrom: daySchema.nullable().optional(),
});
export type NewBody = z.infer<typeof newBodySchema>;
export const bodyChangeSchema = z
  .strictObject({
    on: daySchema.describe('The day from which the change holds'),
    rename: z
      .strictObject({
        nameVi: line(2, 300),
        nameEn: line(2, 300),
        kind: z.enum(BODY_KINDS).optional(),
      })
      .optional(),
    successorCode: bodyCodeSchema.optional().describe('The body is dissolved on that day and this one takes over'),
  })
  .refine(
    (change) => (change.rename === undefined) !== (change.successorCode === undefined),
    'either rename or successorCode',
  );
export type BodyChange = z.infer<typeof bodyChangeSchema>;
