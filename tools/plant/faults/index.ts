import type { Fault } from '../fault.ts';
import { ACCESS_FAULTS } from './access.ts';
import { BOUND_FAULTS } from './bound.ts';
import { FIGURE_FAULTS } from './figures.ts';
import { GUARD_FAULTS } from './guards.ts';
import { RECORD_FAULTS } from './record.ts';
import { REDACTION_FAULTS } from './redaction.ts';
import { SHIELD_FAULTS } from './shield.ts';
import { STRANGER_FAULTS } from './strangers.ts';
import { STUCK_FAULTS } from './stuck.ts';
import { SYNC_FAULTS } from './syncs.ts';

/** At least one of each kind that was once planted and left every test green. */
export const FAULTS: readonly Fault[] = [
  ...SYNC_FAULTS,
  ...GUARD_FAULTS,
  ...FIGURE_FAULTS,
  ...ACCESS_FAULTS,
  ...STUCK_FAULTS,
  ...SHIELD_FAULTS,
  ...BOUND_FAULTS,
  ...STRANGER_FAULTS,
  ...REDACTION_FAULTS,
  ...RECORD_FAULTS,
];
