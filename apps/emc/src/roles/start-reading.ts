import type { Clock } from '@emc/contract';
import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';

/** What the rooms that readers ask are started with. */
export interface StartReading {
  settings: Pick<Settings, 'collectorPaths' | 'pageCheckAllow' | 'publicUrl' | 'trustedProxies'>;
  stores: Pick<Stores, 'eventForReaders'> & { control: Pick<Stores['control'], 'db'> };
  clock: Clock;
  publicUrl: string;
  simulated: boolean;
  log: Logger;
  /** What is started registers its stop here. */
  stack: AsyncDisposableStack;
}
