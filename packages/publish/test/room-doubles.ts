import {
  type Accounts,
  type AuditLog,
  type Catalogue,
  type Connections,
  type Dossiers,
  EmcError,
  type Evaluations,
  type Systems,
} from '@emc/contract';

/** Stand-ins for the rooms behind the API that the tests of HTTP alone do not look into. */

/** Every question is refused: there is nothing here. */
function empty<T extends object>(code: EmcError['code']): T {
  return new Proxy<T>({} as T, {
    get: () => async () => {
      throw new EmcError(code, 'a stand-in');
    },
  });
}

export const NOTHING = {
  systems: empty<Systems>('system-unknown'),
  catalogue: empty<Catalogue>('procedure-unknown'),
  dossiers: empty<Dossiers>('system-unknown'),
  connections: empty<Connections>('campaign-unknown'),
  evaluations: empty<Evaluations>('indicator-set-unknown'),
};

/** Nobody has an account. */
export const NO_ACCOUNTS: Accounts = {
  callerOf: async () => ({ kind: 'nobody', id: '', name: 'nobody', role: null, bodyCode: null }),
  whoAmI: async () => ({ signedIn: false, account: null, mustChangePassword: false, mustSetSecondFactor: false }),
  listAccounts: async () => ({ total: 0, items: [] }),
  addAccount: async () => {
    throw new EmcError('account-email-taken', 'a stand-in');
  },
  changeAccount: async (id) => {
    throw new EmcError('account-unknown', id);
  },
};

/** Keeps entries in memory, unchained. */
export function auditDouble(): AuditLog & { entries: { action: string; target: string; outcome: string }[] } {
  const entries: { action: string; target: string; outcome: string }[] = [];
  return {
    entries,
    begin: async ({ action, target }) => entries.push({ action, target, outcome: 'begun' }),
    end: async (number, outcome) => {
      const begun = entries[number - 1];
      if (begun !== undefined) entries.push({ ...begun, outcome });
    },
    list: async () => ({ total: 0, items: [] }),
    verify: async () => ({ intact: true, entries: 0, firstBroken: null, head: '' }),
  };
}
