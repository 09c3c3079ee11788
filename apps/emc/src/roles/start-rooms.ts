import type { Clock } from '@emc/contract';
import type { Logger } from 'pino';
import type { DataDirectory } from '../data-directory.ts';
import type { Settings } from '../settings.ts';
import type { Stores } from '../stores.ts';
import type { Parts } from './roles.ts';

/** What every part of the program is started with. */
export interface StartRooms {
  settings: Settings;
  data: DataDirectory;
  stores: Stores;
  /** What of all this the process does. */
  parts: Parts;
  clock: Clock;
  publicUrl: string;
  simulated: boolean;
  log: Logger;
  say: (text: string) => void;
  /** What is started registers its stop here. */
  stack: AsyncDisposableStack;
}
