export * from './figures.ts';
export * from './last-hits.ts';
export { createRefresher } from './visits/refresher.ts';
