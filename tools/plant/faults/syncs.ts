import type { Fault } from '../fault.ts';

const SEGMENT = 'packages/collect/src/spool/segment.ts';
const JOURNAL = 'packages/collect/src/loader/journal.ts';
const RECOVERY = 'packages/collect/src/spool/recovery.ts';
const SPOOL_TESTS = ['packages/collect/test/syncs.test.ts', 'packages/collect/test/deletion-syncs.test.ts'];
const POWER = 'A loss of power takes what was acknowledged.';

/** Each sync by itself: kill -9 keeps the pages, so that only a look at the order of things shows that one is gone. */
export const SYNC_FAULTS: readonly Fault[] = [
  {
    name: 'sync: a segment is not written through',
    edits: [{ file: SEGMENT, find: 'constants.O_RDWR | DSYNC;', replace: 'constants.O_RDWR;' }],
    tests: SPOOL_TESTS,
    why: POWER,
  },
  {
    name: 'sync: the name of a segment is not on disk',
    edits: [{ file: SEGMENT, find: '      await syncDirectory(dir);\n', replace: '' }],
    tests: SPOOL_TESTS,
    why: POWER,
  },
  {
    name: 'sync: a tail that is cut off may come back',
    edits: [{ file: SEGMENT, find: '    await this.#file.sync();\n', replace: '' }],
    tests: SPOOL_TESTS,
    why: 'What was answered 503, and sent again, is there twice.',
  },
  {
    name: 'sync: an entry of the journal is not on disk',
    edits: [
      {
        file: JOURNAL,
        find: '    await this.#file.appendFile(line);\n    await this.#file.datasync();\n',
        replace: '    await this.#file.appendFile(line);\n',
      },
    ],
    tests: SPOOL_TESTS,
    why: 'A block whose id is forgotten counts twice.',
  },
  {
    name: 'sync: a fresh journal is not on disk',
    edits: [
      {
        file: JOURNAL,
        find: '    await file.appendFile(text);\n    await file.datasync();\n',
        replace: '    await file.appendFile(text);\n',
      },
    ],
    tests: SPOOL_TESTS,
    why: 'A block whose id is forgotten counts twice.',
  },
  {
    name: 'sync: the name of a fresh journal is not on disk',
    edits: [
      {
        file: JOURNAL,
        find: '    await syncDirectory(dir);\n    return new JournalFile',
        replace: '    return new JournalFile',
      },
    ],
    tests: SPOOL_TESTS,
    why: 'A block whose id is forgotten counts twice.',
  },
  {
    name: 'sync: a deletion may come back after the journal forgot it',
    edits: [{ file: JOURNAL, find: '    await syncDirectory(this.#dir);\n', replace: '' }],
    tests: SPOOL_TESTS,
    why: 'A segment that is loaded is loaded again.',
  },
  {
    name: 'sync: a recovered segment is not on disk',
    edits: [{ file: RECOVERY, find: '  await syncFile(file);\n  await rename(', replace: '  await rename(' }],
    tests: SPOOL_TESTS,
    why: 'A segment is sealed before its torn tail is cut off.',
  },
  {
    name: 'sync: the event store answers before an insert is on disk',
    edits: [
      {
        file: 'packages/event-store/src/schema/steps.ts',
        find: "return text.trimEnd().replace(/;$/, '').split(",
        replace:
          "return text.replaceAll('fsync_after_insert = 1', 'fsync_after_insert = 0').trimEnd().replace(/;$/, '').split(",
      },
    ],
    tests: ['packages/event-store/test/schema-steps.test.ts'],
    why: 'A segment is deleted whose rows are not on disk.',
  },
  {
    name: 'sync: the audit log does not wait for the disk',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: '    await sql`set local synchronous_commit = on`.execute(transaction);\n',
        replace: '',
      },
    ],
    tests: ['packages/accounts/test/audit-log.test.ts'],
    why: 'A write was done of which the audit log knows nothing.',
  },
  {
    name: 'sync: the salt of the day is not on disk when it is used',
    edits: [
      {
        file: 'packages/connect/src/salts/salt-files.ts',
        find: '    writeSync(handle, text);\n    fsyncSync(handle);\n',
        replace: '    writeSync(handle, text);\n',
      },
    ],
    tests: ['packages/connect/test/salt-syncs.test.ts'],
    why: 'After a loss of power all visitors of the day count twice.',
  },
  {
    name: 'sync: PostgreSQL does not wait for the disk',
    edits: [{ file: 'packages/control-store/src/postgres-child.ts', find: "fsync: 'on'", replace: "fsync: 'off'" }],
    tests: ['packages/control-store/test/postgres-child.test.ts'],
    why: 'The register loses what was confirmed.',
  },
];
