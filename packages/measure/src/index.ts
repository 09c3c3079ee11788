export * from './figures.ts';
export type { FiguresOptions } from './figures-options.ts';
export * from './last-hits.ts';
export { createRefresher } from './visits/refresher.ts';
export type { Refresher, RefresherOptions } from './visits/refresher.ts';
