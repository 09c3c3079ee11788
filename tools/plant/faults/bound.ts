import type { Fault } from '../fault.ts';

/** What keeps one portal's flood of different values from harming others, and honest pages from it. */
export const BOUND_FAULTS: readonly Fault[] = [
  {
    name: 'bound: more different values than the day has places for are stored',
    edits: [
      {
        file: 'packages/collect/src/bound/portal-values.ts',
        find: 'counts.fresh[field]! >= places || (mask',
        replace: '(mask',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'One client fills the disk, and lists of that day cannot be made.',
  },
  {
    name: 'bound: keywords are not bounded',
    edits: [
      {
        file: 'packages/collect/src/bound/value-bound.ts',
        find: "        this.#applyToTarget(hit, 'keyword');\n",
        replace: '',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'A flood of keywords does what a flood of pages did.',
  },
  {
    name: 'bound: hits are stored before they are bounded',
    edits: [
      {
        file: 'packages/collect/src/intake/steps.ts',
        find: 'if (intake.waiter !== undefined) context.bound.apply(',
        replace: 'if (intake.waiter === null) context.bound.apply(',
      },
    ],
    tests: ['tests/bound/flood.test.ts'],
    why: 'Rollups and rebuilds see what was sent.',
  },
  {
    name: 'bound: known pages lose their place',
    edits: [
      {
        file: 'packages/collect/src/bound/portal-values.ts',
        find: 'return bits((mask >>> (back + 1)) & REMEMBERED) >= DAYS_TO_BE_KNOWN;',
        replace: 'return mask < 0 && back > DAYS_TO_BE_KNOWN + REMEMBERED;',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'After a flood at 00:01 every honest page is "other".',
  },
  {
    name: 'bound: one network may take all places',
    edits: [
      {
        file: 'packages/collect/src/bound/portal-values.ts',
        find: '(ofGroup * NETWORK_PART >= places || asker.isSpent)',
        replace: 'asker.isSpent',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'A flood from one address makes every new page "other".',
  },
  {
    name: 'bound: one network may take the places of all portals',
    edits: [
      {
        file: 'packages/collect/src/bound/portal-values.ts',
        find: '(ofGroup * NETWORK_PART >= places || asker.isSpent)',
        replace: 'ofGroup * NETWORK_PART >= places',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'It takes the memory of all portals.',
  },
  {
    name: 'bound: a portal behind one proxy is held to a tenth',
    edits: [
      {
        file: 'packages/collect/src/bound/value-bound.ts',
        find: 'portal.share.isCarriedBy(group) || this.#country',
        replace: 'this.#country',
      },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'Nine tenths of its new pages are "other".',
  },
  {
    name: 'bound: an installation behind one proxy is held to a tenth',
    edits: [
      { file: 'packages/collect/src/bound/value-bound.ts', find: ' || this.#country.isCarriedBy(group)', replace: '' },
    ],
    tests: ['packages/collect/test/value-bound.pure.test.ts'],
    why: 'Nine tenths of all new pages are "other".',
  },
  {
    name: 'bound: a restart forgets which values took a place',
    edits: [{ file: 'packages/collect/src/bound/bound-file.ts', find: '    await file.#read();\n', replace: '' }],
    tests: ['packages/collect/test/bound-file.test.ts', 'tests/bound/flood.test.ts'],
    why: 'Each restart gives a flood as many places once more.',
  },
  {
    name: 'bound: places are as few as honest portals need',
    edits: [
      {
        file: 'packages/contract/src/bounded-values.ts',
        find: 'page: { number: 1, places: 50_000',
        replace: 'page: { number: 1, places: 20_000',
      },
    ],
    tests: ['tests/bound/honest-portals.pure.test.ts'],
    why: 'Honest portals lose pages.',
  },
  {
    name: 'bound: how much went to "other" is not kept',
    edits: [
      {
        file: 'apps/emc/src/roles/bound.ts',
        find: 'await noteOtherValues(db, data.processId, counts);',
        replace: 'await Promise.resolve(noteOtherValues);',
      },
    ],
    tests: ['tests/bound/flood.test.ts'],
    why: 'The owner of the portal does not learn of it.',
  },
  {
    name: 'bound: portals with too many values are not listed',
    edits: [
      {
        file: 'packages/measure/src/live/refused.ts',
        find: '...others.filter(isAskedFor(asking.hits)).map(asRow(now_ms))',
        replace: '...others.filter(() => false).map(asRow(now_ms))',
      },
    ],
    tests: ['tests/bound/flood.test.ts'],
    why: 'The operator does not learn of it.',
  },
  {
    name: 'bound: a list that fails takes the totals along',
    edits: [
      {
        file: 'packages/measure/src/usage/usage.ts',
        find: '    if (error instanceof EmcError) return null;\n',
        replace: '',
      },
    ],
    tests: ['packages/measure/test/usage-flood.test.ts'],
    why: 'Figures of portal, body and country are 503.',
  },
  {
    name: 'bound: a question of a reader may take any memory',
    edits: [{ file: 'packages/event-store/src/client.ts', find: ': withinMemory(memory_bytes)),', replace: ': {}),' }],
    tests: ['packages/measure/test/usage-flood.test.ts'],
    why: "One portal's list takes the memory of all questions.",
  },
  {
    name: 'bound: what does not fit into memory fails',
    edits: [
      {
        file: 'packages/event-store/src/client.ts',
        find: '    max_bytes_before_external_group_by: spill_bytes,\n',
        replace: "    max_bytes_before_external_group_by: '0',\n    max_bytes_ratio_before_external_group_by: '0',\n",
      },
    ],
    tests: ['packages/measure/test/usage-flood.test.ts'],
    why: 'The list of a flooded day cannot be made.',
  },
  {
    name: 'bound: questions that could not be answered do not degrade health',
    edits: [{ file: 'packages/publish/src/health-status.ts', find: ' || damaged || tooLarge', replace: ' || damaged' }],
    tests: ['packages/publish/test/routes.pure.test.ts'],
    why: 'No one learns that figures cannot be made.',
  },
  {
    name: 'bound: health does not ask readers what they could not answer',
    edits: [
      {
        file: 'apps/emc/src/readers/readers.ts',
        find: 'heartbeat.note(await watched.running()?.remote.takeNews(news));',
        replace: 'await watched.running()?.remote.takeNews(news);',
      },
    ],
    tests: ['tests/faults/readers-apart.test.ts'],
    why: 'As above, where readers have a process of their own.',
  },
  {
    name: 'bound: the collector reads all portals whenever it is asked',
    edits: [
      {
        file: 'packages/connect/src/watch-rows.ts',
        find: 'if (version !== undefined && version === knownVersion) return;',
        replace: '',
      },
    ],
    tests: ['packages/connect/test/collected-sites.test.ts'],
    why: 'Each registration holds hits up for as long as thousands of portals take.',
  },
];
