import type { Edit, Fault } from '../fault.ts';

const TESTS = ['packages/event-store/test/guards.test.ts'];
const STORE = 'packages/event-store/src/event-store.ts';

const OWN_GATE: Edit[] = [
  {
    file: STORE,
    find: '    together: (work) => own.together(() => others.together(work)),',
    replace: '    together: (work) => others.together(work),',
  },
  {
    file: STORE,
    find: '    alone: (work) => own.alone(() => others.alone(work)),',
    replace: '    alone: (work) => others.alone(work),',
  },
];
const NO_GATE: Edit[] = [
  {
    file: STORE,
    find: '  if (others === undefined) return own;',
    replace: '  if (others === undefined) return { together: (work) => work(), alone: (work) => work() };',
  },
];
const WAIT_BEFORE_REBUILD: Edit[] = [
  { file: 'packages/event-store/src/rebuild.ts', find: '  await writesEnded(client, database);\n', replace: '' },
];
const WAIT_BEFORE_PRESENT: Edit[] = [
  {
    file: 'packages/event-store/src/servers.ts',
    find: '  await insertsEnded(\n    client,\n    batchIds.map((batchId) => insertId(database, table, batchId)),\n  );\n',
    replace: '',
  },
];
const LOST_LOCK: Edit[] = [
  {
    file: 'packages/control-store/src/locks.ts',
    find: '  if (answer?.rows[0]?.held !== true)',
    replace: '  if (answer?.rows[0]?.held === false && answer.rows.length > 1)',
  },
];
const ONE_NAME: Edit[] = [
  {
    file: 'packages/event-store/src/batches.ts',
    find: '  return `${writesOf(database)}${table}-${batchId}`;',
    replace: '  return `${writesOf(database)}${table}-${batchId}${Math.random()}`;',
  },
];

/** Guards that stand behind each other, one by one and together. */
export const GUARD_FAULTS: readonly Fault[] = [
  {
    name: 'guard: the gate within a process is gone',
    edits: [...OWN_GATE, ...NO_GATE],
    tests: TESTS,
    why: 'A rebuild of a day loses what is inserted meanwhile.',
  },
  {
    name: 'guard: the gate is gone where no other process writes',
    edits: NO_GATE,
    tests: TESTS,
    why: 'A rebuild of a day loses what is inserted meanwhile.',
  },
  {
    name: 'guard: a rebuild does not wait for broken inserts',
    edits: WAIT_BEFORE_REBUILD,
    tests: TESTS,
    why: 'A rebuild beside an insert that is no longer waited for counts it twice or not at all.',
  },
  {
    name: 'guard: neither gate nor wait before a rebuild',
    edits: [...OWN_GATE, ...NO_GATE, ...WAIT_BEFORE_REBUILD],
    tests: TESTS,
    why: 'As each.',
  },
  {
    name: 'guard: a block is asked for while its insert still runs',
    edits: WAIT_BEFORE_PRESENT,
    tests: TESTS,
    why: 'The block is sent again and counts twice.',
  },
  {
    name: 'guard: an insert has another name in each attempt',
    edits: ONE_NAME,
    tests: TESTS,
    why: 'The server takes a second attempt while the first still runs.',
  },
  {
    name: 'guard: neither the wait nor the name of an insert',
    edits: [...WAIT_BEFORE_PRESENT, ...ONE_NAME],
    tests: TESTS,
    why: 'As each.',
  },
  {
    name: 'guard: a lost lock is not noticed',
    edits: LOST_LOCK,
    tests: [...TESTS, 'packages/control-store/test/processes.test.ts'],
    why: 'What another process rebuilt meanwhile is taken for whole.',
  },
  {
    name: 'guard: neither a lost lock nor broken inserts are noticed',
    edits: [...LOST_LOCK, ...WAIT_BEFORE_REBUILD],
    tests: TESTS,
    why: 'As each.',
  },
  {
    name: 'guard: a registration is answered before the collector knows the portal',
    edits: [
      {
        file: 'apps/emc/src/readers/start-reading.ts',
        find: 'reloadSites: () => intake.reloadSites(),',
        replace: 'reloadSites: () => Promise.resolve(),',
      },
    ],
    tests: ['tests/faults/readers-apart.test.ts'],
    why: 'The first hits of a new portal are refused, and its engineer looks for a mistake that is not there.',
  },
  {
    name: 'guard: all great answers move on in one turn',
    edits: [
      {
        file: 'apps/emc/src/readers/one-a-turn.ts',
        find: '    work?.();',
        replace: '    work?.();\n    for (const other of waiting.splice(0)) other();',
      },
    ],
    tests: ['apps/emc/test/pass-on.pure.test.ts'],
    why: 'Sixteen downloads make the hits of all portals wait.',
  },
];
