import type { Fault } from '../fault.ts';

const OPTIONS = ['tests/access/options.test.ts'];
const ONE_OF_TWO = ['tests/access/one-of-two.test.ts'];
const SIGN_IN = ['packages/accounts/test/sign-in.test.ts'];

/** What a route passes on, one of one, rare paths and long times. */
export const ACCESS_FAULTS: readonly Fault[] = [
  {
    name: 'option: a body may rewrite the past of its catalogue',
    edits: [
      {
        file: 'packages/publish/src/routes/procedures.ts',
        find: "{ changesPast: caller.role === 'operator' }",
        replace: '{ changesPast: true }',
      },
    ],
    tests: OPTIONS,
    why: 'A body makes its past rates better.',
  },
  {
    name: 'option: a decision bears another name than of who decided',
    edits: [
      {
        file: 'packages/publish/src/routes/campaigns.ts',
        find: 'decide(params.id, params.body, body, caller.name)',
        replace: "decide(params.id, params.body, body, 'operator-key')",
      },
    ],
    tests: OPTIONS,
    why: 'It is not known who decided.',
  },
  {
    name: 'option: a body may list the systems of others',
    edits: [
      {
        file: 'packages/publish/src/routes/systems.ts',
        find: 'services.systems.listSystems({ bodyCode: query.body, state: query.state })',
        replace: 'services.systems.listSystems({ state: query.state })',
      },
    ],
    tests: OPTIONS,
    why: 'Addresses and names of the systems of other bodies are shown.',
  },
  {
    name: 'one of one: forgetting a collector forgets all that are gone',
    edits: [{ file: 'packages/control-store/src/processes.ts', find: "    .where('name', '=', name)\n", replace: '' }],
    tests: ['tests/journeys/forget.test.ts'],
    why: 'Figures no longer say that they lack what another spool holds.',
  },
  {
    name: 'one of one: retiring a portal retires all',
    edits: [
      {
        file: 'packages/connect/src/change-portals.ts',
        find: "set({ retired_on: on }).where('site_id', '=', siteId)",
        replace: 'set({ retired_on: on })',
      },
    ],
    tests: ONE_OF_TWO,
    why: 'Hits of all portals are refused.',
  },
  {
    name: 'one of one: changing a system changes all',
    edits: [
      {
        file: 'packages/connect/src/systems/systems.ts',
        find: "set(columns(today)).where('id', '=', id)",
        replace: 'set(columns(today))',
      },
    ],
    tests: ONE_OF_TWO,
    why: 'All systems lose their key.',
  },
  {
    name: 'rare: a failing request stands in the log with its query',
    edits: [
      {
        file: 'packages/publish/src/refuse.ts',
        find: "return request.routeOptions.url ?? '(no route)';",
        replace: 'return request.url;',
      },
    ],
    tests: ['packages/publish/test/refusals.pure.test.ts'],
    why: 'A key or a name that stood in the address is in the log.',
  },
  {
    name: 'rare: a session in use never ends',
    edits: [
      {
        file: 'packages/accounts/src/sign-in-engine.ts',
        find: 'disableSessionRefresh: true',
        replace: 'updateAge: 0',
      },
    ],
    tests: SIGN_IN,
    why: 'Who finds an open browser stays signed in.',
  },
  {
    name: 'rare: a session lasts a day',
    edits: [
      {
        file: 'packages/accounts/src/sign-in-engine.ts',
        find: 'SESSION_s = 12 * 60 * 60',
        replace: 'SESSION_s = 24 * 60 * 60',
      },
    ],
    tests: SIGN_IN,
    why: 'Who finds an open browser is signed in the next day.',
  },
  {
    name: 'rare: a browser is known for any account',
    edits: [
      {
        file: 'packages/accounts/src/known-device.ts',
        find: 'return timingSafeEqual(Buffer.from(mac, ',
        replace: 'return mac !== undefined || timingSafeEqual(Buffer.from(mac, ',
      },
    ],
    tests: [...SIGN_IN, 'packages/accounts/test/tries.test.ts'],
    why: 'A stranger has tries of his own without end.',
  },
  {
    name: 'rare: a second signal cuts the stop short',
    edits: [
      {
        file: 'apps/emc/src/serve.ts',
        find: '    const stop = (): void => {\n      arrived = true;',
        replace: '    const stop = (): void => {\n      if (arrived) process.exit(1);\n      arrived = true;',
      },
    ],
    tests: ['tests/faults/signals.test.ts'],
    why: 'A stop under way is cut short and leaves stores behind.',
  },
];
