import { AsyncLocalStorage } from 'node:async_hooks';
import { type Log, PASSWORD_LENGTH } from '@emc/contract';
import type { Database, Kysely } from '@emc/control-store';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';

/** Signing in lasts this long at most, whatever is done meanwhile: a working day. */
const SESSION_s = 12 * 60 * 60;
export const COOKIE_PREFIX = 'emc';

const sessionNotes = new AsyncLocalStorage<() => Promise<void>>();

/** Runs `work`, and `note` within it before a session is opened; when that throws, none is. */
export function beforeSession<T>(note: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  return sessionNotes.run(note, work);
}

/** How passwords are kept. */
export interface PasswordHashing {
  hash(password: string): Promise<string>;
  verify(kept: { hash: string; password: string }): Promise<boolean>;
}

export interface EngineOptions {
  db: Kysely<Database>;
  /** At least 32 characters, the same for every process: it signs cookies and encrypts second factors. */
  secret: string;
  publicUrl: string;
  log: Log;
  /** The library's own when left out (scrypt, N = 16384, r = 16), and nothing else but for tests that sign in hundreds of times. */
  passwords?: PasswordHashing;
}

export type SignInEngine = ReturnType<typeof createEngine>;

/** What the library calls a thing → what our tables call it (migration 0006). */
const NAMES = {
  userId: 'user_id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  expiresAt: 'expires_at',
};

function tables() {
  const { createdAt, updatedAt, expiresAt, userId } = NAMES;
  return {
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', createdAt, updatedAt },
      additionalFields: {
        role: { type: 'string', input: false },
        bodyCode: { type: 'string', required: false, input: false, fieldName: 'body_code' },
        disabled: { type: 'boolean', input: false },
        mustChangePassword: { type: 'boolean', input: false, fieldName: 'must_change_password' },
      },
    },
    account: {
      modelName: 'people_credentials',
      fields: {
        userId,
        createdAt,
        updatedAt,
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'people_verifications', fields: { expiresAt, createdAt, updatedAt } },
  } as const;
}

function secondFactor() {
  return twoFactor({
    issuer: 'EMC',
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'people_second_factors',
        fields: {
          userId: NAMES.userId,
          backupCodes: 'backup_codes',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
  });
}

/** Whatever way it came about: no session for an account that is disabled. */
function refuseDisabled(db: Kysely<Database>) {
  return async ({ userId: id }: { userId: string }): Promise<void> => {
    const person = await db.selectFrom('people').select('disabled').where('id', '=', id).executeTakeFirst();
    if (person?.disabled !== false) throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD' });
    await sessionNotes.getStore()?.();
  };
}

/**
 * The sign-in library on our control store: passwords, sessions and second factors. It is never reached directly: every
 * request comes through {@link createSignIn}, which lets a few paths through. It has no public sign-up, sends nothing
 * anywhere, learns no client address, and its own limits are off because ours are shared by all processes.
 */
export function createEngine({ db, secret, publicUrl, log, passwords }: EngineOptions) {
  const { createdAt, updatedAt, expiresAt, userId } = NAMES;
  return betterAuth({
    appName: 'EMC',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: { db, type: 'postgres', transaction: true },
    ...tables(),
    session: {
      modelName: 'people_sessions',
      fields: { userId, createdAt, updatedAt, expiresAt, ipAddress: 'ip_address', userAgent: 'user_agent' },
      expiresIn: SESSION_s,
      disableSessionRefresh: true,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      ...(passwords === undefined ? {} : { password: passwords }),
    },
    plugins: [secondFactor()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: { session: { create: { before: refuseDisabled(db) } } },
    // Its messages only: what it adds to them may name people.
    logger: {
      level: 'error',
      log: (_level, message) => log.warn({ by: 'better-auth' }, message),
    },
  });
}
