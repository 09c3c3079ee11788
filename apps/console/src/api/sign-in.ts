import type { SignInAnswer, SignInPath } from '@emc/contract';
import { askAt } from './client.ts';

/** Signing in, its second factor and its passwords. The session itself is a cookie that no script can read. */
export function askSignIn(path: SignInPath, body: Record<string, string> = {}): Promise<SignInAnswer> {
  return askAt<SignInAnswer>(`/api/auth/${path}`, { method: 'POST', body });
}
