import type { Drill } from '../drill.ts';
import { clockDrill } from './clock.ts';
import { diskDrills } from './disks.ts';
import { journalDrills } from './journal.ts';
import { killDrills } from './kills.ts';
import { partsDrills } from './parts.ts';
import { segmentDrills } from './segments.ts';
import { spoolDiskDrills } from './spool-disk.ts';
import { storeDrills } from './stores.ts';

/** Every drill, in the order in which they run. */
export const DRILLS: readonly Drill[] = [
  ...killDrills,
  ...storeDrills,
  ...journalDrills,
  ...segmentDrills,
  ...partsDrills,
  ...spoolDiskDrills,
  ...diskDrills,
  clockDrill,
];
