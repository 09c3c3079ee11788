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

const WRITES: readonly [string, string][] = [
  ['sign-in', '/api/auth/sign-in/email'],
  ['addPortal', '/api/v1/portals'],
  ['changePortal', '/api/v1/portals/227'],
  ['importProcedures', '/api/v1/procedures/import'],
  ['decideProposal', '/api/v1/campaigns/1/proposals/H49'],
  ['addSystem', '/api/v1/systems'],
];

/** An audit log of 60 writes, newest first; each has an entry before it and one with its outcome. */
export function madeUpAudit(now_ms: number): AuditEntry[] {
  return Array.from({ length: 120 }, (_, index) => {
    const number = 120 - index;
    const write = Math.ceil(number / 2);
    const isBegun = number % 2 === 1;
    const [action, target] = WRITES[write % WRITES.length]!;
    const hash = number.toString(16).padStart(4, '0').repeat(16);
    return {
      number,
      at: new Date(now_ms - index * 1_700_000).toISOString(),
      actor: write % 5 === 0 ? 'operator-key' : 'operator@example.gov.vn',
      role: 'operator',
      action,
      target,
      outcome: isBegun ? 'begun' : write % 7 === 0 ? 'portal-url-taken' : 'done',
      detail: isBegun ? { name: `Tên ${write}`, hosts: ['a.gov.vn'] } : { begunAs: number - 1 },
      previousHash: hash,
      hash,
    };
  });
}
