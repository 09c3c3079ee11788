import { presentAskers } from '@emc/contract';
import { expect, test } from 'vitest';
import { createShares } from '../src/guard/shares.ts';
import { OPERATOR, registryDouble, testApi } from './doubles.ts';
import { accountsDouble } from './room-doubles.ts';

/** An API whose bodies are told only when they are let go. */
async function slowApi() {
  const waiting: (() => void)[] = [];
  const double = registryDouble([]);
  const registry = {
    ...double,
    listBodies: async (filter: Parameters<typeof double.listBodies>[0]) => {
      await new Promise<void>((go) => waiting.push(go));
      return double.listBodies(filter);
    },
  };
  const { app } = await testApi({ registry });
  const ask = (remoteAddress: string) => app.inject({ url: '/api/v1/bodies', remoteAddress });
  /** Lets those go that came so far, until nobody comes any more. */
  const release = async (): Promise<void> => {
    for (; waiting.length > 0; await settle()) for (const go of waiting.splice(0)) go();
  };
  return { app, ask, waiting, release };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
};

test('of one address eight questions are worked on at a time, and others do not wait behind the rest', async () => {
  const { app, ask, waiting, release } = await slowApi();
  const greedy = Array.from({ length: 50 }, () => ask('203.0.113.7'));
  await settle();
  expect(waiting).toHaveLength(8);
  const other = ask('203.0.113.8');
  await settle();
  expect(waiting).toHaveLength(9);
  await release();
  expect((await other).statusCode).toBe(200);
  expect((await Promise.all(greedy)).map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(200));
  await app.close();
});

test('addresses of one IPv6 network share', async () => {
  const { app, ask, waiting, release } = await slowApi();
  const all = Array.from({ length: 20 }, (_, index) => ask(`2001:db8::${index + 1}`));
  await settle();
  expect(waiting).toHaveLength(8);
  await release();
  await Promise.all(all);
  await app.close();
});

test('what waits is dropped when whoever asked has gone', async () => {
  const share = createShares();
  const gone: (() => void)[] = [];
  const asking = (socket: { destroyed: boolean }) => share({ ip: '203.0.113.7', socket }, () => work());
  let worked = 0;
  const work = async () => {
    worked++;
    await new Promise<void>((go) => gone.push(go));
  };
  const here = Array.from({ length: 8 }, () => asking({ destroyed: false }));
  const left = { destroyed: false };
  const dropped = Promise.allSettled([asking(left), asking(left)]);
  left.destroyed = true;
  for (const go of gone) go();
  await Promise.all(here);
  expect((await dropped).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(worked).toBe(8);
});

test.each([
  { who: 'a stranger', headers: {}, url: '/api/v1/bodies', name: 'address 203.0.113.7' },
  { who: 'the operator', headers: OPERATOR, url: '/api/v1/accounts', name: 'operator-key operator-key' },
])('what $who asks waits in the turn of $name, in every room', async ({ headers, url, name }) => {
  const names: string[][] = [];
  const note = <T>(answer: () => T): T => {
    names.push([...presentAskers().names]);
    return answer();
  };
  const [registry, accounts] = [registryDouble([]), accountsDouble([])];
  const { app } = await testApi({
    registry: { ...registry, listBodies: (filter) => note(() => registry.listBodies(filter)) },
    accounts: { ...accounts, listAccounts: () => note(() => accounts.listAccounts()) },
  });
  expect((await app.inject({ url, headers, remoteAddress: '203.0.113.7' })).statusCode).toBe(200);
  expect(names).toEqual([[name]]);
  await app.close();
});
