import type { Fault } from '../fault.ts';

/** What bounds what strangers, and accounts, can make the program do. */
export const STRANGER_FAULTS: readonly Fault[] = [
  {
    name: 'strangers: a body is read before the key in its head is looked at',
    edits: [
      {
        file: 'packages/collect/src/dossiers/door.ts',
        find: "      if (key !== '' && system === undefined) return this.#refuseUnread(request, asked, 'wrong-key');\n",
        replace: '',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: 'Bodies of 10 MB of anybody are read and parsed.',
  },
  {
    name: 'strangers: a body without a key may be of any length',
    edits: [{ file: 'packages/collect/src/http/read-body.ts', find: "    else end('sender-unknown');\n", replace: '' }],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: 'As before.',
  },
  {
    name: 'strangers: large envelopes are read on the thread of hits',
    edits: [
      {
        file: 'packages/collect/src/dossiers/door.ts',
        find: 'body.size_bytes > SMALL_BYTES) return this.#takeLarge',
        replace: 'body.size_bytes < 0) return this.#takeLarge',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: "All portals' hits wait for them.",
  },
  {
    name: 'strangers: large bulk requests are read on the thread of hits',
    edits: [
      {
        file: 'packages/collect/src/hit-door.ts',
        find: 'if (body.size_bytes > SMALL_BYTES) return this.#takeLarge',
        replace: 'if (body.size_bytes < 0) return this.#takeLarge',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: "All portals' hits wait for them.",
  },
  {
    name: 'strangers: a bulk request is taken in one go',
    edits: [
      {
        file: 'packages/collect/src/bulk-hits.ts',
        find: '} while (timer() < until_ms);',
        replace: '} while (timer() < until_ms * 1e9);',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: "All portals' hits wait for a thousand.",
  },
  {
    name: 'strangers: text of any length is composed',
    edits: [
      {
        file: 'packages/contract/src/redact/visible.ts',
        find: 'text.length > limit * 4 ? cutBetweenWords(text, limit * 4) : text',
        replace: 'text',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Letters with a thousand marks hold everybody up for seconds.',
  },
  {
    name: 'strangers: any number of marks is composed',
    edits: [{ file: 'packages/contract/src/redact/visible.ts', find: "    .replace(STACKED, '$1')\n", replace: '' }],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'As before, within the limit.',
  },
  {
    name: 'strangers: marks of codes and names are composed, however many',
    edits: [
      { file: 'packages/contract/src/unicode.ts', find: 'marks.length > MOST_MARKS ?', replace: 'marks.length < 0 ?' },
    ],
    tests: ['packages/contract/test/unicode.pure.test.ts'],
    why: 'As before, in codes of dossiers and in searches.',
  },
  {
    name: 'strangers: the collector parses JSON of any depth',
    edits: [
      {
        file: 'packages/collect/src/http/json.ts',
        find: '  if (text.length > SHORT && isDeeperThan(DEEPEST, text)) return undefined;\n',
        replace: '',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: 'Deep JSON is answered 500.',
  },
  {
    name: 'strangers: short JSON of any depth is taken',
    edits: [
      {
        file: 'packages/collect/src/http/json.ts',
        find: 'text.length <= SHORT && isValueDeeperThan(DEEPEST, value) ? undefined : value',
        replace: 'isValueDeeperThan(DEEPEST, undefined) ? undefined : value',
      },
    ],
    tests: ['packages/collect/test/large-bodies.test.ts'],
    why: 'As before.',
  },
  {
    name: 'strangers: long bodies are read as fast as they come',
    edits: [{ file: 'packages/collect/src/http/reading-turns.ts', find: '    request.pause();\n', replace: '' }],
    tests: ['packages/collect/test/reading-turns.test.ts'],
    why: "All portals' hits wait for a tenth of a second.",
  },
  {
    name: 'strangers: the API parses JSON of any depth',
    edits: [
      {
        file: 'packages/publish/src/only-json.ts',
        find: 'if (isDeeperThan(DEEPEST, text))',
        replace: 'if (isDeeperThan(1e9, text))',
      },
    ],
    tests: ['packages/publish/test/small-requests.pure.test.ts'],
    why: 'Deep JSON is answered 500.',
  },
  {
    name: 'strangers: a route without a schema takes a body',
    edits: [
      { file: 'packages/publish/src/api.ts', find: 'route.body === undefined ? NO_BODY_LIMIT_bytes : ', replace: '' },
    ],
    tests: ['packages/publish/test/small-requests.pure.test.ts'],
    why: 'It is written into the audit log.',
  },
  {
    name: 'strangers: what an audit entry keeps has no bound',
    edits: [
      {
        file: 'packages/accounts/src/audit-detail.ts',
        find: 'if (Buffer.byteLength(text) <= LONGEST_DETAIL_bytes) return text;',
        replace: 'if (text.length > 0) return text;',
      },
    ],
    tests: ['packages/accounts/test/audit-chain.pure.test.ts'],
    why: 'Any account fills the log.',
  },
  {
    name: 'strangers: an audit entry keeps any depth',
    edits: [
      {
        file: 'packages/accounts/src/audit-detail.ts',
        find: "  if (depth === DEEPEST) return '(too deep)';\n",
        replace: '',
      },
    ],
    tests: ['packages/accounts/test/audit-chain.pure.test.ts'],
    why: 'As before.',
  },
  {
    name: 'strangers: the log is verified a thousand entries at a time, whatever their length',
    edits: [
      {
        file: 'packages/accounts/src/audit-pages.ts',
        find: '(sum_bytes += size_bytes) > MOST_AT_ONCE_bytes',
        replace: '(sum_bytes += size_bytes) < 0',
      },
    ],
    tests: ['packages/accounts/test/audit-log.test.ts'],
    why: 'Old entries of any length fill the memory.',
  },
  {
    name: 'strangers: a page of the log has any length',
    edits: [{ file: 'packages/accounts/src/audit-pages.ts', find: "'<=', MOST_AT_ONCE_bytes)", replace: "'>=', 0)" }],
    tests: ['packages/accounts/test/audit-log.test.ts'],
    why: 'GET /audit?limit=1000 takes gigabytes.',
  },
  {
    name: 'strangers: every wrong operator key is logged',
    edits: [
      {
        file: 'packages/publish/src/api.ts',
        find: 'if (audit.countRefused(tried)) log.warn',
        replace: 'if (audit.countRefused(tried) || true) log.warn',
      },
    ],
    tests: ['packages/publish/test/guard.pure.test.ts'],
    why: 'A flood fills the log.',
  },
  {
    name: 'strangers: every refused try is written by itself',
    edits: [
      {
        file: 'packages/accounts/src/sign-in.ts',
        find: "isOfStranger: path === 'sign-in/email' || person === undefined,",
        replace: 'isOfStranger: false,',
      },
    ],
    tests: ['packages/accounts/test/tries.test.ts'],
    why: 'A flood writes thousands of audit entries a minute.',
  },
  {
    name: 'strangers: one address may follow the live figures as often as it likes',
    edits: [
      {
        file: 'packages/publish/src/live-places.ts',
        find: 'own.length >= this.#limits.each',
        replace: 'own.length < 0',
      },
    ],
    tests: ['packages/publish/test/live-feed.pure.test.ts'],
    why: 'It takes all places.',
  },
  {
    name: 'strangers: no one gives up a place at the live figures',
    edits: [
      {
        file: 'packages/publish/src/live-places.ts',
        find: 'theirs.length < own.length + 2',
        replace: 'theirs.length >= 0',
      },
    ],
    tests: ['packages/publish/test/live-feed.pure.test.ts'],
    why: 'Who comes late finds none.',
  },
  {
    name: 'strangers: who finds no place is just cut off',
    edits: [
      {
        file: 'packages/publish/src/event-stream.ts',
        find: '      response.end(`retry: ${POLL_s * 1000}\\nevent: poll\\ndata: {"everySeconds":${POLL_s}}\\n\\n`);',
        replace: '      response.end();',
      },
    ],
    tests: ['packages/publish/test/live-stream.pure.test.ts'],
    why: 'A page in a large office sees an error.',
  },
  {
    name: 'strangers: an answer of the collector may be taken for a script',
    edits: [
      {
        file: 'packages/collect/src/http/answers.ts',
        find: 'const GET_HEAD: Head = [...NO_STORE, ...NOSNIFF];',
        replace: 'const GET_HEAD: Head = [...NO_STORE];',
      },
    ],
    tests: ['packages/collect/test/contract.test.ts'],
    why: 'A page makes one of what was sent.',
  },
  {
    name: 'strangers: any status from 300 on redirects',
    edits: [
      {
        file: 'packages/connect/src/page-check/fetch-page.ts',
        find: 'REDIRECTS.has(status) && location',
        replace: 'status >= 300 && status < 400 && location',
      },
    ],
    tests: ['packages/connect/test/fetch-page.pure.test.ts'],
    why: 'A portal that answers 304 is said to redirect too often.',
  },
  {
    name: 'strangers: clients that leave early are errors',
    edits: [
      {
        file: 'packages/publish/src/refuse.ts',
        find: 'hasLeft(request) ? new EmcError',
        replace: 'hasLeft(request) && language === undefined ? new EmcError',
      },
    ],
    tests: ['packages/publish/test/small-requests.pure.test.ts'],
    why: 'The log fills with what is no fault.',
  },
  {
    name: 'strangers: a page of ours is known by the Host that a request names',
    edits: [
      {
        file: 'packages/publish/src/guard/origin.ts',
        find: '    if (own.includes(origin.toLowerCase())) return;',
        replace: '    if (own.includes(origin.toLowerCase()) || origin === `https://${String(host)}`) return;',
      },
    ],
    tests: ['packages/publish/test/audited.pure.test.ts'],
    why: 'A name that its owner points here signs in for others.',
  },
  {
    name: 'strangers: where no public address is set any origin is ours',
    edits: [
      {
        file: 'packages/publish/src/guard/origin.ts',
        find: '    if (own.includes(origin.toLowerCase())) return;',
        replace: '    if (own.includes(origin.toLowerCase()) || own.length > 1) return;',
      },
    ],
    tests: ['packages/publish/test/audited.pure.test.ts'],
    why: 'As before.',
  },
  {
    name: 'strangers: public reads are refused to pages of others',
    edits: [
      {
        file: 'packages/publish/src/guard/guard.ts',
        find: "    if (access === 'public') return NOBODY;\n    const { method, headers } = asking;",
        replace:
          "    const { method, headers } = asking;\n    if (access === 'public' && headers.origin !== undefined) checkOrigin(asking, address);\n    if (access === 'public') return NOBODY;",
      },
    ],
    tests: ['packages/publish/test/audited.pure.test.ts'],
    why: 'Open data cannot be used.',
  },
];
