import type { Clock, Damage, Day, Hierarchy, OtherValues } from '@emc/contract';
import type { EventStore } from '@emc/event-store';

/** How far what was acknowledged is loaded, by all collectors together. */
export interface LoaderStatus {
  loadedThrough_ms: number;
  /** Collectors that do not run: what they took between the two instants may be in no figure. None when left out. */
  missing?: readonly { name: string; since_ms: number; seen_ms: number }[];
  /** Days on which visitors may count twice. None when left out. */
  visitorsTwice?: readonly Day[];
}

/** What the figures are made from. */
export interface FiguresOptions {
  eventStore: EventStore;
  hierarchy: Hierarchy;
  clock: Clock;
  /** True when the data are those of the simulator: said beside every figure. */
  simulated: boolean;
  /** Everything acknowledged before `loadedThrough_ms` is in the store, but for what `missing` collectors hold. */
  loaderStatus: () => LoaderStatus;
  /** What of the event store is known to be damaged; nothing when left out. */
  damage?: () => readonly Damage[];
  /** What of a portal's days since then went to "other", newest first; nothing when left out. */
  otherValues?: (siteId: number, since: Day) => Promise<OtherValues[]>;
}
