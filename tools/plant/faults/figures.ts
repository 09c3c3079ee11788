import type { Fault } from '../fault.ts';

const DOSSIERS = 'packages/measure/test/dossier-boundaries.test.ts';
const USAGE = 'packages/measure/test/usage-boundaries.test.ts';

/** Constants that a second computation must not share, and the very boundaries. */
export const FIGURE_FAULTS: readonly Fault[] = [
  {
    name: 'constant: the order of statuses',
    edits: [
      {
        file: 'packages/event-store/src/dossiers/dossier-change.ts',
        find: '[0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10]',
        replace: '[0, 1, 2, 4, 5, 6, 3, 7, 8, 10, 9]',
      },
    ],
    tests: ['packages/event-store/test/dossier-ties.test.ts', 'packages/event-store/test/schema-steps.test.ts'],
    why: 'A dossier that is returned stays processed.',
  },
  {
    name: 'constant: the second computation takes the order of statuses from the product',
    edits: [
      {
        file: 'packages/test-kit/src/dossier-states.ts',
        find: 'import { DOSSIER_COLUMNS, emptyDossierChange,',
        replace: 'import { DOSSIER_COLUMNS, emptyDossierChange, STATUSES_IN_ORDER,',
      },
    ],
    tests: ['tests/boundaries/second-computations.pure.test.ts'],
    why: 'What is wrong in the product is right in the test.',
  },
  {
    name: 'boundary: an end in the second of the due time is late',
    edits: [
      {
        file: 'packages/measure/src/dossiers/resolve.ts',
        find: 'ended - toIntervalSecond(supplement_s) <= due',
        replace: 'ended - toIntervalSecond(supplement_s) < due',
      },
    ],
    tests: [DOSSIERS],
    why: 'An end that keeps the promised second is late.',
  },
  {
    name: 'boundary: a day touched in the millisecond of its count is not counted again',
    edits: [
      {
        file: 'packages/measure/src/dossiers/dossier-days.ts',
        find: 'WHERE changed_at >= least(',
        replace: 'WHERE changed_at > least(',
      },
    ],
    tests: [DOSSIERS],
    why: 'What came in that millisecond is in no figure.',
  },
  {
    name: 'boundary: the next process overlooks a day touched in the millisecond of its count',
    edits: [
      {
        file: 'packages/measure/src/dossiers/dossier-days.ts',
        find: 'WHERE changed_at >= computed_at',
        replace: 'WHERE changed_at > computed_at',
      },
    ],
    tests: [DOSSIERS],
    why: 'What came in that millisecond is in no figure.',
  },
  {
    name: 'boundary: the first day of a period is left out',
    edits: [
      {
        file: 'packages/measure/src/usage/scope.ts',
        find: "IN_PERIOD = 'day BETWEEN {from:Date} AND {to:Date}'",
        replace: "IN_PERIOD = 'day > {from:Date} AND day <= {to:Date}'",
      },
    ],
    tests: [USAGE],
    why: 'Every period lacks a day.',
  },
  {
    name: 'boundary: a day that failed to compute is forgotten',
    edits: [
      {
        file: 'packages/measure/src/visits/refresher.ts',
        find: 'if (!stopping() && siteDays.failure() === undefined) since_ms',
        replace: 'if (!stopping()) since_ms',
      },
    ],
    tests: [USAGE],
    why: 'Its visits stay those of before for ever.',
  },
  {
    name: 'boundary: a system that failed to count is forgotten',
    edits: [
      {
        file: 'packages/measure/src/dossiers/refresher.ts',
        find: 'const left = new Map(found.filter(isLeft).map(',
        replace: 'const left = new Map(found.filter(isLeft).slice(0, 0).map(',
      },
    ],
    tests: [DOSSIERS],
    why: 'Its dossiers stay those of before for ever.',
  },
  {
    name: 'boundary: a grade begins behind its first point',
    edits: [
      {
        file: 'packages/evaluate/src/score/evaluate.ts',
        find: 'score >= Math.round(from * 100)',
        replace: 'score > Math.round(from * 100)',
      },
    ],
    tests: ['packages/evaluate/test/boundaries.pure.test.ts'],
    why: 'A body with exactly 90 points is not excellent.',
  },
];
