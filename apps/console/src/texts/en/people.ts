import type { people as vi } from '../vi/people.ts';

export const people: typeof vi = {
  signIn: 'Sign in',
  account: 'Account',
  unfinished: 'The account is not set up completely',
  nav: 'My work',
  role: { operator: 'Operator', committee: 'Committee', body: 'Body' },
  menu: {
    morning: 'Operations',
    campaigns: 'Campaigns',
    accounts: 'Accounts',
    audit: 'Audit log',
    register: 'Register a portal',
    ourSide: 'My body',
    systems: 'Systems',
    procedures: 'Import procedures',
  },
  todo: 'To do',
  checkNow: 'Check now',
  checking: 'Checking…',
  checked: 'The check is done.',
};
