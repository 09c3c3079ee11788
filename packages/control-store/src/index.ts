export type { Log } from './log.ts';
export { type PostgresChild, type PostgresChildOptions, startPostgresChild } from './postgres-child.ts';
export { type ControlStore, type ControlStoreOptions, openControlStore } from './store.ts';
export { migrate } from './migrate.ts';
export { readSetting, writeSetting } from './settings.ts';
export type { Database } from './tables.ts';
