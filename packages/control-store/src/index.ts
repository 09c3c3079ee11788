export type { Log } from './log.ts';
export { startPostgresChild } from './postgres-child.ts';
export { createPing } from './ping.ts';
export { type ControlStore, openControlStore } from './store.ts';
export { migrate } from './migrate.ts';
export { readRedaction } from './redaction.ts';
export { readSecret, readSetting, writeSetting } from './settings.ts';
export { noteVisitorsTwice, readVisitorsTwice } from './visitors-twice.ts';
export type { CollectorState, Database } from './tables.ts';
export type { PageCheckFacts } from './tables-connection.ts';
export { acceptDamage, noteEventRows, readDamage, readEventRows, replaceDamage } from './damage.ts';
export {
  forgetOtherValues,
  noteOtherValues,
  readOtherHits,
  readOtherValues,
  readOwnOtherValues,
} from './other-values.ts';
export { listen } from './listen.ts';
export { leadInTurn, openSharedGate } from './locks.ts';
export {
  forgetProcess,
  type ProcessReport,
  type ProcessSeen,
  readProcesses,
  reportProcess,
  reportStopped,
} from './processes.ts';
export { REGISTER_CHANNEL } from './migrations/0001-register.ts';
export { SYSTEMS_CHANNEL } from './migrations/0004-systems.ts';
// The query builder comes with the store, so that its version is chosen in one place.
export { type Kysely, sql, type Transaction } from 'kysely';
