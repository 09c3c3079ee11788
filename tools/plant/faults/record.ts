import type { Fault } from '../fault.ts';

/** What keeps the record of acts and of dependencies true. */
export const RECORD_FAULTS: readonly Fault[] = [
  {
    name: 'record: a head that is named is not looked for',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: 'asked === undefined ? [] : [asked]',
        replace: 'asked === undefined ? [] : []',
      },
    ],
    tests: ['packages/accounts/test/audit-heads.test.ts'],
    why: '`audit verify --head` calls a rewritten log intact.',
  },
  {
    name: 'record: heads of past days are not looked for',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: '...ofDays.map(({ hash }) => hash)]',
        replace: '...ofDays.map(({ hash }) => hash).slice(0, 0)]',
      },
    ],
    tests: ['packages/accounts/test/audit-heads.test.ts'],
    why: 'A log that was emptied is called intact.',
  },
  {
    name: 'record: the published table does not say which heads are lost',
    edits: [
      {
        file: 'packages/accounts/src/audit-heads.ts',
        find: 'inLog: head.number === 0 || found === head.hash,',
        replace: 'inLog: head.number >= 0 || found === head.hash,',
      },
    ],
    tests: ['packages/accounts/test/audit-heads.test.ts'],
    why: 'A reader cannot see it.',
  },
  {
    name: 'record: no head is noted',
    edits: [
      { file: 'apps/emc/src/roles/work.ts', find: 'round: noteHead,', replace: 'round: async () => void noteHead,' },
    ],
    tests: ['tests/journeys/command-line.test.ts'],
    why: 'There is nothing to hold the log against.',
  },
  {
    name: 'record: the file outside lacks days on which it was away',
    edits: [
      {
        file: 'packages/accounts/src/audit-heads.ts',
        find: '.filter((line) => !present.has(line))',
        replace: '.filter((line) => !present.has(line)).slice(-1)',
      },
    ],
    tests: ['packages/accounts/test/audit-heads.test.ts'],
    why: 'A week of heads is only where it can be rewritten.',
  },
  {
    name: 'record: a registry without advisories is taken for one that knows nothing',
    edits: [{ file: 'tools/dependencies.mjs', find: 'code: 2,', replace: 'code: 0,' }],
    tests: ['tests/documents/dependencies.test.ts'],
    why: '`npm run audit` passes without having compared.',
  },
  {
    name: 'record: what is known against a package passes',
    edits: [
      { file: 'tools/dependencies.mjs', find: 'return { code: 1, text: [', replace: 'return { code: 0, text: [' },
    ],
    tests: ['tests/documents/dependencies.test.ts'],
    why: '`npm run audit` passes.',
  },
  {
    name: 'record: the bill of materials names packages by their folders',
    edits: [
      {
        file: 'tools/dependencies.mjs',
        find: 'component.name = nameOf(component.purl);',
        replace: 'component.name = String(component.name);',
      },
    ],
    tests: ['tests/documents/dependencies.test.ts'],
    why: 'Its components are not those of the lockfile.',
  },
];
