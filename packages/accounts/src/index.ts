export { createAccounts } from './accounts.ts';
export { readSignInSecret } from './secret.ts';
