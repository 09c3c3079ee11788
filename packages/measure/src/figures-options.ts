import type { Clock, Hierarchy } from '@emc/contract';
import type { EventStore } from '@emc/event-store';

/** What the figures are made from. */
export interface FiguresOptions {
  eventStore: EventStore;
  hierarchy: Hierarchy;
  clock: Clock;
  /** True when the data are those of the simulator: said beside every figure. */
  simulated: boolean;
  /** Everything acknowledged before `loadedThrough_ms` is in the store. */
  loaderStatus: () => { loadedThrough_ms: number };
}
