export { createAccounts } from './accounts.ts';
export { createHeadNotes } from './audit-heads.ts';
export { readSignInSecret } from './secret.ts';
