import { z } from 'zod';
import { instantSchema } from './figures.ts';
import { bodyCodeSchema, line } from './registry.ts';

/** Who may sign in. `operator` runs the system, `body` sees and changes its own body only, `committee` reads everything. */
export const ROLES = ['operator', 'body', 'committee'] as const;
export type Role = (typeof ROLES)[number];

/** Whoever makes a request. */
export interface Caller {
  kind: 'nobody' | 'account' | 'operator-key';
  /** Account id, or `operator-key`; empty for nobody. */
  id: string;
  /** E-mail address of the account; for the audit log. */
  name: string;
  role: Role | null;
  /** Only for the role body. */
  bodyCode: string | null;
}

/** Who makes a request with neither key nor session, and every request to a public route, because there it is not asked. */
export const NOBODY: Caller = { kind: 'nobody', id: '', name: 'nobody', role: null, bodyCode: null };

export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  bodyCode: bodyCodeSchema.nullable(),
  secondFactor: z.boolean(),
  disabled: z.boolean(),
  createdAt: instantSchema,
});
export type Account = z.infer<typeof accountSchema>;
export const accountListSchema = z.object({ total: z.int(), items: z.array(accountSchema) });

export const newAccountSchema = z
  .strictObject({
    email: z.email().max(200).toLowerCase(),
    name: line(2, 200),
    role: z.enum(ROLES),
    bodyCode: bodyCodeSchema.optional().describe('Needed for the role body, else left out'),
  })
  .refine(
    (account) => (account.role === 'body') === (account.bodyCode !== undefined),
    'bodyCode with the role body, and only with it',
  );
export type NewAccount = z.infer<typeof newAccountSchema>;
/** The first password, shown once; it must be changed at the first sign-in. */
export const accountWithPasswordSchema = accountSchema.extend({ password: z.string() });
export type AccountWithPassword = z.infer<typeof accountWithPasswordSchema>;
export const accountChangeSchema = z.strictObject({
  disabled: z.boolean().optional(),
  newPassword: z.literal(true).optional().describe('Give it a new first password; all its sessions end'),
  resetSecondFactor: z.literal(true).optional(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

export const changedAccountSchema = accountSchema.extend({
  password: z.string().nullable().describe('The new first password, shown this once; null when none was asked for'),
});

export const whoAmISchema = z.object({
  signedIn: z.boolean(),
  account: accountSchema.nullable(),
  mustChangePassword: z.boolean(),
  mustSetSecondFactor: z
    .boolean()
    .describe('true: signed in with a password only; nothing but setting it up is allowed'),
});
export type WhoAmI = z.infer<typeof whoAmISchema>;

/** What of signing in is reachable below /api/auth, by POST; everything else is not there. */
export const SIGN_IN_PATHS = [
  'sign-in/email',
  'two-factor/verify-totp',
  'two-factor/verify-backup-code',
  'sign-out',
  'change-password',
  'two-factor/enable',
  'two-factor/generate-backup-codes',
] as const;
export type SignInPath = (typeof SIGN_IN_PATHS)[number];

/** NIST SP 800-63B: long, nothing else asked of it. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;
/** What is tried is at most this long; longer would only cost time. */
const presentedSchema = z.string().min(1).max(PASSWORD_LENGTH.max);
const codeBodySchema = z.strictObject({ code: z.string().trim().min(6).max(20) });
const passwordBodySchema = z.strictObject({ password: presentedSchema });
/** What is sent to each. Strict: nothing else that the sign-in library would take (trusted devices, redirects) gets through. */
export const signInBodySchemas = {
  'sign-in/email': z.strictObject({ email: z.email().max(200).toLowerCase(), password: presentedSchema }),
  'two-factor/verify-totp': codeBodySchema,
  'two-factor/verify-backup-code': codeBodySchema,
  'sign-out': z.strictObject({}),
  'change-password': z
    .strictObject({
      currentPassword: presentedSchema,
      newPassword: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max),
    })
    .refine(({ currentPassword, newPassword }) => currentPassword !== newPassword, {
      path: ['newPassword'],
      error: 'another password than the one before',
    }),
  'two-factor/enable': passwordBodySchema,
  'two-factor/generate-backup-codes': passwordBodySchema,
} satisfies Record<SignInPath, z.ZodType<Record<string, string>>>;

/** What such a request is answered with; only what the path has to say. The session itself is a cookie. */
export const signInAnswerSchema = z.object({
  secondFactorNeeded: z
    .boolean()
    .optional()
    .describe('sign-in/email: true = not signed in yet, the code is to be sent to two-factor/verify-totp'),
  totpUri: z.string().optional().describe('two-factor/enable: otpauth:// address for the authenticator'),
  backupCodes: z
    .array(z.string())
    .optional()
    .describe('two-factor/enable, two-factor/generate-backup-codes: shown this once'),
});
export type SignInAnswer = z.infer<typeof signInAnswerSchema>;

export const auditEntrySchema = z.object({
  number: z.int().describe('From 1, without gaps'),
  at: instantSchema,
  actor: z.string().describe('E-mail address, operator-key, or nobody'),
  role: z.string(),
  action: z.string().describe('operationId of the route, or sign-in and the like'),
  target: z.string().describe('Path of the request'),
  outcome: z.string().describe('begun, done, or the code of the refusal'),
  detail: z
    .record(z.string(), z.unknown())
    .describe(
      'What was sent, without secrets; of what is too long, length and digest; of refused tries their number, from and to',
    ),
  previousHash: z.string(),
  hash: z.string().describe('SHA-256 of the entry and the hash before it, hex'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditListSchema = z.object({ total: z.int(), items: z.array(auditEntrySchema) });

/** The last entry of the log. Noted elsewhere, it proves later that everything up to it is as it was. */
export const auditHeadSchema = z.object({
  number: z.int().min(0).describe('Number of the last entry; 0 = the log is empty'),
  hash: z.string().describe('Its hash, hex; zeros = the log is empty'),
});
export type AuditHead = z.infer<typeof auditHeadSchema>;
export const headHashSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/)
  .describe('Hash of a head that was noted elsewhere');

/** The head as it was in the first minutes of a day. */
export interface NotedHead extends AuditHead {
  day: string;
  notedAt: string;
  /** Whether the log still has that entry with that hash. */
  inLog: boolean;
}

export const auditCheckSchema = z.object({
  intact: z.boolean().describe('Every entry fits the one before, and every noted head is in the log'),
  entries: z.int(),
  firstBroken: z.int().nullable().describe('Number of the first entry that may not be as it was written'),
  head: z.string().describe('Hash of the last entry; note it elsewhere to prove later that nothing was cut off'),
  headsCompared: z.int().describe('How many noted heads were looked for: the one asked about, and one of every day'),
  headsMissing: z
    .array(z.string())
    .describe('Of those, the ones that are not in the log: it was cut, emptied or rewritten. 100 at most.'),
});
export type AuditCheck = z.infer<typeof auditCheckSchema>;
