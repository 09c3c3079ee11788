import type { ErrorCode, SignInPath } from '@emc/contract';

interface PathRules {
  /** What it is called in the audit log. */
  action: string;
  /** `session`: only for who is signed in. `challenge`: also for who is half signed in. */
  needs: 'nothing' | 'session' | 'challenge';
}

export const PATH_RULES: Record<SignInPath, PathRules> = {
  'sign-in/email': { action: 'sign-in', needs: 'nothing' },
  'two-factor/verify-totp': { action: 'verify-code', needs: 'challenge' },
  'two-factor/verify-backup-code': { action: 'verify-backup-code', needs: 'challenge' },
  'sign-out': { action: 'sign-out', needs: 'nothing' },
  'change-password': { action: 'change-password', needs: 'session' },
  'two-factor/enable': { action: 'set-up-second-factor', needs: 'session' },
  'two-factor/generate-backup-codes': { action: 'new-backup-codes', needs: 'session' },
};

/** What the library refuses with → ours. Whether the address or the password was wrong is not told. */
export const REFUSALS: Record<string, ErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'sign-in-failed',
  INVALID_EMAIL: 'sign-in-failed',
  INVALID_PASSWORD: 'sign-in-failed',
  INVALID_CODE: 'sign-in-failed',
  INVALID_BACKUP_CODE: 'sign-in-failed',
  FAILED_TO_CREATE_SESSION: 'sign-in-failed',
  INVALID_TWO_FACTOR_COOKIE: 'session-invalid',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'session-invalid',
  ACCOUNT_TEMPORARILY_LOCKED: 'too-many-tries',
  UNAUTHORIZED: 'sign-in-required',
  TOTP_NOT_ENABLED: 'bad-request',
  TOTP_ALREADY_ENABLED: 'bad-request',
  TWO_FACTOR_NOT_ENABLED: 'bad-request',
  BACKUP_CODES_NOT_ENABLED: 'bad-request',
};
