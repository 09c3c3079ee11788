import type { DossierChange } from '@emc/event-store';
import type { AllowList, Fields, ReadOptions } from './fields.ts';
import { PROGRESS_FIELDS, readProgress } from './progress.ts';
import { readSynchronised, SYNCHRONISATION_FIELDS } from './synchronisation.ts';

/** A kind of records: which of their fields are read, and what they say. */
export interface RecordKind {
  allowed: AllowList;
  read(fields: Fields, options: ReadOptions): DossierChange;
}

/** Services of the national synchronisation format (domain.md 4), by lower-case name. */
export const SERVICES: ReadonlyMap<string, RecordKind> = new Map([
  ['dongbohosomc', { allowed: SYNCHRONISATION_FIELDS, read: readSynchronised }],
  ['capnhattiendohosomc', { allowed: PROGRESS_FIELDS, read: readProgress }],
]);
