import type { Fault } from '../fault.ts';

/** What keeps one sender, one page, or another user of the machine from harming others. */
export const SHIELD_FAULTS: readonly Fault[] = [
  {
    name: 'shield: the event store lets in more than its own session without a password',
    edits: [
      {
        file: 'packages/event-store/src/child/config.ts',
        find: '<max_sessions_for_user>1<',
        replace: '<max_sessions_for_user>100<',
      },
    ],
    tests: ['packages/event-store/test/child.test.ts'],
    why: 'Any user of the machine stops its listeners for good.',
  },
  {
    name: 'shield: what an earlier version left open stays open',
    edits: [
      {
        file: 'apps/emc/src/closed-to-others.ts',
        find: '!withMode(place, found.mode & 0o700)',
        replace: '!withMode(place, found.mode & 0o777)',
      },
    ],
    tests: ['apps/emc/test/data-directory.test.ts'],
    why: 'Another user holds the lock, and EMC does not start.',
  },
  {
    name: 'shield: noted heads are not looked for in the audit log',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: 'brokenAtEnd(state, head) ?? heads.firstLost()',
        replace: 'brokenAtEnd(state, head)',
      },
    ],
    tests: ['packages/accounts/test/audit-heads.test.ts'],
    why: 'A log that was cut, emptied or rewritten is called intact.',
  },
  {
    name: 'shield: names that lead to one address are looked at together',
    edits: [
      {
        file: 'packages/connect/src/page-check/look-worker.ts',
        find: 'enter: oneAtATime(),',
        replace: 'enter: async () => oneAtATime,',
      },
    ],
    tests: ['packages/connect/test/page-checker.test.ts'],
    why: 'Four names of one server are four requests at a time to it.',
  },
];
