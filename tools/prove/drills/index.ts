import type { Drill } from '../drill.ts';
import { killDrills } from './kills.ts';

/** Every drill, in the order in which they run. */
export const DRILLS: readonly Drill[] = [...killDrills];
