import type { Account, AuditEntry, Role, WhoAmI } from '@emc/contract';

const PEOPLE: readonly [Role, string, string | null][] = [
  ['operator', 'Nguyễn Thị Vận Hành', null],
  ['committee', 'Trần Văn Ủy Ban', null],
  ['body', 'Lê Thị Thanh Hóa', 'H56'],
];
/** The cookie that says in which role somebody is signed in to the made-up API. */
export const MADE_UP_SESSION = 'made-up-session';

/** Accounts of every role, and one that is not ready and one that is disabled. */
export function madeUpAccounts(): Account[] {
  const account = (id: string, name: string, role: Role, bodyCode: string | null): Account => ({
    id,
    email: `${id}@example.gov.vn`,
    name,
    role,
    bodyCode,
    secondFactor: true,
    disabled: false,
    createdAt: '2024-01-02T02:00:00.000Z',
  });
  return [
    ...PEOPLE.map(([role, name, bodyCode]) => account(role, name, role, bodyCode)),
    { ...account('moi', 'Phạm Văn Mới', 'body', 'H26'), secondFactor: false },
    { ...account('nghi', 'Hoàng Thị Đã Nghỉ', 'body', 'H42'), disabled: true },
  ];
}

/** Who asks, by the cookie. */
export function madeUpMe(accounts: readonly Account[], cookie: string | undefined): WhoAmI {
  const held = new RegExp(`${MADE_UP_SESSION}=(\\w+)`).exec(cookie ?? '')?.[1];
  const account = accounts.find(({ id }) => id === held) ?? null;
  return { signedIn: account !== null, account, mustChangePassword: false, mustSetSecondFactor: false };
}

const ACTIONS = ['sign-in', 'addPortal', 'changePortal', 'importProcedures', 'decideProposal', 'addSystem'];

/** An audit log of 120 entries, newest first. */
export function madeUpAudit(now_ms: number): AuditEntry[] {
  return Array.from({ length: 120 }, (_, index) => {
    const number = 120 - index;
    const action = ACTIONS[Math.floor(number / 2) % ACTIONS.length] ?? 'sign-in';
    const hash = number.toString(16).padStart(4, '0').repeat(16);
    return {
      number,
      at: new Date(now_ms - index * 1_700_000).toISOString(),
      actor: number % 5 === 0 ? 'operator-key' : 'operator@example.gov.vn',
      role: 'operator',
      action,
      target: action === 'sign-in' ? '/api/auth/sign-in/email' : `/api/v1/${action}`,
      outcome: number % 2 === 1 ? 'begun' : number % 14 === 0 ? 'sign-in-failed' : 'done',
      detail: { email: 'operator@example.gov.vn' },
      previousHash: hash,
      hash,
    };
  });
}
