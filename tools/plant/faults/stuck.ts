import type { Fault } from '../fault.ts';

const CLOCK_SET = ['packages/measure/test/clock-set.test.ts'];
const HEARTBEAT = ['packages/contract/test/heartbeat.pure.test.ts'];

/** Stores that hang or end, and clocks that are set. */
export const STUCK_FAULTS: readonly Fault[] = [
  {
    name: 'stuck: a start waits for an event store that has ended',
    edits: [
      {
        file: 'packages/event-store/src/child/clickhouse-child.ts',
        find: 'await Promise.race([answers(url, writer, options.startLimit_ms ?? 60_000, starting.signal), exit.then(failEarly)]);',
        replace: 'await answers(url, writer, options.startLimit_ms ?? 60_000, starting.signal);',
      },
    ],
    tests: ['tests/faults/start-and-stop.test.ts'],
    why: 'Why it ended is said only after a minute.',
  },
  {
    name: 'stuck: a store that answers no ping is never unavailable',
    edits: [
      {
        file: 'packages/contract/src/heartbeat.ts',
        find: 'if (silent_ms >= limit_ms) lose();',
        replace: 'if (silent_ms < 0) lose();',
      },
    ],
    tests: HEARTBEAT,
    why: 'Every address waits for a store that hangs.',
  },
  {
    name: 'stuck: questions under way are not ended when a store becomes unavailable',
    edits: [
      { file: 'packages/contract/src/heartbeat.ts', find: '    for (const end of waiting) end();\n', replace: '' },
    ],
    tests: HEARTBEAT,
    why: 'A page that was asked for a moment before waits for two minutes.',
  },
  {
    name: 'stuck: questions of readers do not watch whether the event store answers',
    edits: [
      {
        file: 'packages/event-store/src/for-readers.ts',
        find: 'heartbeat.whileAnswering((signal) => store.ask(query, params, { signal, memory_bytes }))',
        replace: 'store.ask(query, params, { signal: new AbortController().signal, memory_bytes })',
      },
    ],
    tests: ['tests/faults/hung-store.test.ts'],
    why: 'Pages with figures wait for a store that hangs.',
  },
  {
    name: 'clock: figures of dossiers are written by the clock alone',
    edits: [
      {
        file: 'packages/measure/src/dossiers/versions.ts',
        find: "greatest(now64(3, 'UTC'), addMilliseconds(max(at), 1))",
        replace: "now64(3, 'UTC')",
      },
    ],
    tests: CLOCK_SET,
    why: 'After the clock is set back an hour, what changes is not counted for an hour.',
  },
  {
    name: 'clock: a dossier that was touched by a clock ahead is known by that alone',
    edits: [
      {
        file: 'packages/measure/src/dossiers/events.ts',
        find: 'newest_ms > ahead_ms)',
        replace: 'newest_ms > ahead_ms * 2)',
      },
    ],
    tests: CLOCK_SET,
    why: 'A change that is merged before it is looked at is never counted.',
  },
  {
    name: 'clock: a process that spoke in the future is taken to run',
    edits: [{ file: 'packages/control-store/src/processes.ts', find: 'abs(extract(epoch', replace: '(extract(epoch' }],
    tests: ['packages/control-store/test/processes.test.ts'],
    why: 'Figures are called complete though a collector with hits to load is gone.',
  },
  {
    name: 'clock: who tried too often is kept out until a clock that was ahead',
    edits: [
      {
        file: 'packages/accounts/src/tries.ts',
        find: 'least(t.ends_at, excluded.ends_at)',
        replace: 't.ends_at',
      },
    ],
    tests: ['packages/accounts/test/tries.test.ts'],
    why: 'Nobody of an office signs in for as long as the clock was ahead.',
  },
];
