import {
  type Account,
  type Accounts,
  type AuditLog,
  type Catalogue,
  type Connections,
  type Dossiers,
  EmcError,
  type Evaluations,
  type RefusedData,
  type SignIn,
  type Systems,
} from '@emc/contract';
import type { Asked } from './asked.ts';

/** Stand-ins for the rooms behind the API that the tests of HTTP alone do not look into. */

/** Every question is refused: there is nothing here. */
function empty(code: EmcError['code']) {
  return new Proxy({} as Systems & Catalogue & Dossiers & Connections & Evaluations & RefusedData, {
    get: () => async () => {
      throw new EmcError(code, 'a stand-in');
    },
  });
}

export const NOTHING = {
  systems: empty('system-unknown'),
  catalogue: empty('procedure-unknown'),
  dossiers: empty('system-unknown'),
  connections: empty('campaign-unknown'),
  evaluations: empty('indicator-set-unknown'),
  refused: empty('body-unknown'),
};

export const ACCOUNT: Account = {
  id: 'a1',
  email: 'canbo@example.gov.vn',
  name: 'Nguyễn Văn A',
  role: 'committee',
  bodyCode: null,
  secondFactor: true,
  disabled: false,
  createdAt: '2026-11-22T08:00:00+07:00',
};

/** Nobody is signed in. Notes what it is asked. */
export function accountsDouble(asked: Asked): Accounts & SignIn {
  const note = <T>(what: string, answer: T, ...rest: unknown[]): Promise<T> => {
    asked.push({ what, with: rest });
    return Promise.resolve(answer);
  };
  const signedOut = { signedIn: false, account: null, mustChangePassword: false, mustSetSecondFactor: false };
  return {
    signIn: async () => {
      throw new EmcError('sign-in-failed', 'a stand-in');
    },
    callerOf: async () => ({ kind: 'nobody', id: '', name: 'nobody', role: null, bodyCode: null }),
    whoAmI: async () => note('whoAmI', signedOut),
    listAccounts: async () => note('listAccounts', { total: 1, items: [ACCOUNT] }),
    addAccount: async (account) => note('addAccount', { ...ACCOUNT, password: 'abcd-efgh' }, account),
    changeAccount: async (id, change) => note('changeAccount', { ...ACCOUNT, password: null }, id, change),
  };
}

/** Keeps entries in memory, unchained. Notes what it is asked. */
export function auditDouble(
  asked: Asked = [],
): AuditLog & Record<'entries' | 'refused', { action: string; target: string; outcome: string }[]> {
  const entries: { action: string; target: string; outcome: string }[] = [];
  const refused: typeof entries = [];
  return {
    entries,
    refused,
    begin: async ({ action, target }) => entries.push({ action, target, outcome: 'begun' }),
    end: async (number, outcome) => {
      const begun = entries[number - 1];
      if (begun !== undefined) entries.push({ ...begun, outcome });
    },
    countRefused: ({ action, target, outcome }) => {
      const isFirst = !refused.some((one) => one.action === action && one.target === target);
      refused.push({ action, target, outcome });
      return isFirst;
    },
    list: async (filter) => {
      asked.push({ what: 'list', with: [filter] });
      return { total: 0, items: [] };
    },
    verify: async (noted) => {
      asked.push({ what: 'verify', with: noted === undefined ? [] : [noted] });
      return { intact: true, entries: 0, firstBroken: null, head: '', headsCompared: 0, headsMissing: [] };
    },
    head: async () => {
      asked.push({ what: 'head', with: [] });
      return { number: 0, hash: '0'.repeat(64) };
    },
    notedHeads: async () => [],
  };
}
