/** What a process answers with that serves no pages, without the rest of this room. */
export { healthStatus } from './health-status.ts';
export { languageOf } from './negotiate.ts';
export { problemOf } from './problem.ts';
export { ALWAYS } from './security-headers.ts';
