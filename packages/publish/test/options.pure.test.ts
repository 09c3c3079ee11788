import { type Caller, EmcError, type RecentChanges, type System } from '@emc/contract';
import { expect, test } from 'vitest';
import type { Asked } from './asked.ts';
import { OPERATOR, testApi } from './doubles.ts';
import { refusing } from './room-cases.ts';
import { accountsDouble } from './room-doubles.ts';

// What the rooms are handed of who asks, by key and by session. That it then holds is shown in tests/access.

const OWN_PAGE = { origin: 'https://emc.example.gov.vn' };
const account = (caller: Partial<Caller>): Caller => ({
  kind: 'account',
  id: '1',
  name: 'canbo@example.gov.vn',
  role: 'operator',
  bodyCode: null,
  ...caller,
});

/** What the room is asked with, after the request itself; undefined = it is not asked. */
async function handed(url: string, body: object, by: Caller | 'key'): Promise<unknown> {
  const asked: Asked = [];
  const room = refusing(asked, 'campaign-unknown');
  const accounts = { ...accountsDouble([]), callerOf: async () => (by === 'key' ? account({}) : by) };
  const { app } = await testApi({ catalogue: room, connections: room, accounts });
  const headers = by === 'key' ? OPERATOR : OWN_PAGE;
  await app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload: body });
  await app.close();
  return asked.at(-1)?.with.at(-1);
}

const OPERATOR_SESSION = account({});
const OWN_BODY = account({ role: 'body', bodyCode: 'H56' });
const OTHER_BODY = account({ role: 'body', bodyCode: 'H26' });
const COMMITTEE = account({ role: 'committee' });
const CAMPAIGN = { name: 'Đợt 1', document: '12/CV', limit: '2024-01-18' };
const DECISION = { decision: 'not-evaluated', reason: 'Chưa gắn mã trên cổng' };

test.each([
  { what: 'the operator key', by: 'key', past: { changesPast: true }, name: 'operator-key' },
  { what: 'a session of the operator', by: OPERATOR_SESSION, past: { changesPast: true }, name: OPERATOR_SESSION.name },
  { what: 'the body itself', by: OWN_BODY, past: { changesPast: false }, name: undefined },
  { what: 'another body', by: OTHER_BODY, past: undefined, name: undefined },
  { what: 'the committee', by: COMMITTEE, past: undefined, name: undefined },
] as const)('the rooms are handed what $what may do and is called', async ({ by, past, name }) => {
  const file = { csv: 'a,b', dryRun: true, bodyCode: 'H56' };
  expect(await handed('/procedures/import', file, by)).toEqual(past);
  expect(await handed('/campaigns', CAMPAIGN, by)).toBe(name);
  expect(await handed('/campaigns/3/proposals/h56', DECISION, by)).toBe(name);
});

test.each([
  { what: 'the body of a system', by: OWN_BODY, codes: ['1.000123', 'LA-9'] },
  { what: 'the operator', by: OPERATOR_SESSION, codes: ['1.000123', 'LA-9'] },
  { what: 'the committee', by: COMMITTEE, codes: ['1.000123', ''] },
])('$what sees of the codes that a system sent just those that are for it', async ({ by, codes }) => {
  const at = '2024-01-10T09:00:00+07:00';
  const change = { at, feed: 'tracking', dossier: 'H56-240110-0042', status: 2, channel: 'online' };
  const asked: Asked = [];
  const dossiers = {
    ...refusing(asked, 'system-unknown'),
    recentChanges: async () => ({
      systemId: 7,
      asOf: at,
      changes: ['1.000123', 'LA-9'].map((procedure) => ({ ...change, procedure })),
      drops: [],
    }),
    figures: async (...rest: unknown[]) => {
      asked.push({ what: 'figures', with: rest });
      throw new EmcError('system-unknown', 'a stand-in');
    },
  };
  const systems = { ...refusing([], 'system-unknown'), getSystem: async () => ({ bodyCode: 'H56' }) as System };
  const { app } = await testApi({
    systems,
    dossiers,
    accounts: { ...accountsDouble([]), callerOf: async () => by },
  });
  const answer = (await app.inject('/api/v1/systems/7/recent')).json<RecentChanges>();
  expect(answer.changes.map(({ procedure }) => procedure)).toEqual(codes);
  await app.inject('/api/v1/systems/7/dossiers');
  expect(asked.at(-1)?.with.at(-1)).toBe(by === COMMITTEE ? 'national' : 'as-sent');
  await app.close();
});
