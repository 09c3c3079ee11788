import type { Fault } from '../fault.ts';

/** What keeps personal data out. */
export const REDACTION_FAULTS: readonly Fault[] = [
  {
    name: 'redaction: everybody sees the pages of what just arrived',
    edits: [
      {
        file: 'packages/publish/src/routes/live.ts',
        find: 'schema: recentSchema',
        replace: 'schema: recentPagesSchema',
      },
    ],
    tests: ['packages/publish/test/routes.pure.test.ts'],
    why: 'A link that sets a new password is public a moment after it was opened.',
  },
  {
    name: 'redaction: what a machine drew is stored as it is',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: 'outsideCodes(withoutMail, (part) => digestRandom(part, digest))',
        replace: 'outsideCodes(withoutMail, (part) => part)',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Tokens and identifiers are kept.',
  },
  {
    name: 'redaction: short links that open something once are stored as they are',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: 'digestOpenings(withoutWords, digest)',
        replace: 'withoutWords',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'A link that sets a new password is kept.',
  },
  {
    name: 'redaction: all that a machine drew is one',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: 'const digest = (word: string): string => lettersOf(hash(word));',
        replace: 'const digest = (word: string): string => lettersOf(hash(word.slice(0, 0)));',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'All articles of a SharePoint portal are one page.',
  },
  {
    name: 'redaction: codes of procedures and dossiers are redacted',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: '  if (!MAY_HOLD_CODE.test(text)) return work(text);',
        replace: '  if (text.length > 0) return work(text);',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Figures of procedures are lost.',
  },
  {
    name: 'redaction: addresses of mail are stored',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: 'replaceSpans(text, findMail(text))',
        replace: 'text',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: numbers of people are stored',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: '[findMachines, findNumbers, findPapers, findBirths]',
        replace: '[findMachines, findPapers, findBirths]',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: numbers of passports and plates are stored',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: '[findMachines, findNumbers, findPapers, findBirths]',
        replace: '[findMachines, findNumbers, findBirths]',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: days of birth are stored',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: '[findMachines, findNumbers, findPapers, findBirths]',
        replace: '[findMachines, findNumbers, findPapers]',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: what was encoded twice is not looked into',
    edits: [
      {
        file: 'packages/contract/src/redact/redaction.ts',
        find: 'ENCODED.test(text) ? visible(decodeAll(text), text.length) : text',
        replace: 'text',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: every day is taken for one of birth',
    edits: [
      {
        file: 'packages/contract/src/redact/births.ts',
        find: 'const LAST_BORN = 2009;',
        replace: 'const LAST_BORN = 2099;',
      },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'Pages of news lose their days.',
  },
  {
    name: 'redaction: digits in other scripts are no digits',
    edits: [
      { file: 'packages/contract/src/redact/visible.ts', find: '    .replace(FOREIGN_DIGITS, toAscii)\n', replace: '' },
    ],
    tests: ['packages/contract/test/redaction.pure.test.ts'],
    why: 'A telephone in full width is kept.',
  },
  {
    name: 'redaction: hosts below a star are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/site-hosts.ts',
        find: 'return digestOf(label, rules, redaction) + ending + port;',
        replace: 'return host;',
      },
    ],
    tests: ['packages/collect/test/intake-parts.pure.test.ts'],
    why: "Names stand before the portal's own host.",
  },
  {
    name: 'redaction: hosts of others are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/page-address.ts',
        find: 'return IP_ADDRESS.test(host) ? host : redaction.hide(host);',
        replace: 'return host;',
      },
    ],
    tests: ['packages/collect/test/intake-parts.pure.test.ts', 'packages/collect/test/privacy.test.ts'],
    why: 'A telephone as a host is kept.',
  },
  {
    name: 'redaction: titles are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/intake.ts',
        find: 'redaction.clean(decode(raw), TITLE_LIMIT)',
        replace: 'decode(raw).slice(0, TITLE_LIMIT)',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: paths are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/page-address.ts',
        find: 'return redaction.clean(plain, PATH_LIMIT);',
        replace: 'return cut(plain, PATH_LIMIT);',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: campaigns are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/page-address.ts',
        find: 'return redaction.clean(text, CAMPAIGN_LIMIT);',
        replace: 'return cut(text, CAMPAIGN_LIMIT);',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: names of content are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/strip.ts',
        find: 'hit.eventName = redaction.clean(parameters.text(NAMES.c_n), NAME_LIMIT);',
        replace: 'hit.eventName = parameters.text(NAMES.c_n);',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: samples of what was refused hold hosts as they are',
    edits: [
      {
        file: 'packages/collect/src/hit-drops.ts',
        find: 'keptHostOf(intake.site, page.host, context)',
        replace: 'page.host',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: keywords are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/strip.ts',
        find: 'redaction.clean(parameters.text(NAMES.search), KEYWORD_LIMIT)',
        replace: 'parameters.text(NAMES.search)',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: names of events are stored as they are',
    edits: [
      {
        file: 'packages/collect/src/intake/strip.ts',
        find: '      hit.eventName = redaction.clean(parameters.text(NAMES.e_n), NAME_LIMIT);',
        replace: '      hit.eventName = parameters.text(NAMES.e_n);',
      },
    ],
    tests: ['packages/collect/test/privacy.test.ts'],
    why: 'Personal data is kept.',
  },
  {
    name: 'redaction: codes of procedures are stored as they were sent',
    edits: [
      {
        file: 'packages/collect/src/dossiers/codes.ts',
        find: 'redaction.clean(sent, LONGEST_PROCEDURE)',
        replace: 'sent',
      },
    ],
    tests: ['packages/collect/test/dossier-parts.pure.test.ts'],
    why: 'Personal data is kept, and was public.',
  },
  {
    name: 'redaction: the audit log keeps free text as it was sent',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: 'detail: detailOf(detail, (text) => redaction.clean(text, LONGEST_TEXT)),',
        replace: 'detail: detailOf(detail, (text) => text),',
      },
    ],
    tests: ['packages/accounts/test/audit-log.test.ts'],
    why: 'Personal data is kept for ever.',
  },
  {
    name: 'redaction: the audit log keeps addresses as they were sent',
    edits: [
      {
        file: 'packages/accounts/src/audit-log.ts',
        find: 'OF_ACCOUNT.test(target) ? target : redaction.clean(target, LONGEST_TARGET)',
        replace: 'target',
      },
    ],
    tests: ['packages/accounts/test/audit-log.test.ts'],
    why: 'Personal data is kept for ever.',
  },
  {
    name: 'redaction: the log names the address that was asked',
    edits: [
      {
        file: 'packages/publish/src/refuse.ts',
        find: "return request.routeOptions.url ?? '(no route)';",
        replace: 'return request.url;',
      },
    ],
    tests: ['packages/publish/test/refusals.pure.test.ts'],
    why: 'Personal data in a path is in the log.',
  },
  {
    name: 'redaction: everybody sees codes of services that a portal made up',
    edits: [
      {
        file: 'packages/measure/src/usage/usage.ts',
        find: '{ ...scope, as_sent: 0 }',
        replace: '{ ...scope, as_sent: 1 }',
      },
    ],
    tests: ['packages/measure/test/visits.test.ts'],
    why: 'A name sent as a code is public.',
  },
  {
    name: 'redaction: everybody sees codes of procedures that a system made up',
    edits: [
      { file: 'packages/measure/src/dossiers/dossiers.ts', find: "codes = 'national'", replace: "codes = 'as-sent'" },
    ],
    tests: ['packages/measure/test/dossier-figures.test.ts'],
    why: 'A name sent as a code is public.',
  },
  {
    name: "redaction: the reason of a portal's state names hosts of others",
    edits: [
      {
        file: 'packages/connect/src/connection/portal-state.ts',
        find: 'chưa đăng ký. Tên',
        replace: 'chưa đăng ký: ${listed(wrongHosts.map(({ host }) => host)).vi}. Tên',
      },
    ],
    tests: ['packages/connect/test/board.test.ts'],
    why: 'A stranger writes a name onto the public page.',
  },
];
