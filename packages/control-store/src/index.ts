export type { Log } from './log.ts';
export { type PostgresChild, type PostgresChildOptions, startPostgresChild } from './postgres-child.ts';
export { type ControlStore, type ControlStoreOptions, openControlStore } from './store.ts';
export { migrate } from './migrate.ts';
export { readSetting, writeSetting } from './settings.ts';
export type { Database } from './tables.ts';
export { listen, type ListenOptions } from './listen.ts';
export { REGISTER_CHANNEL } from './migrations/0001-register.ts';
// The query builder comes with the store, so that its version is chosen in one place.
export { type Kysely, sql, type Transaction } from 'kysely';
