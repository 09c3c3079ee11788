import type { DataDirectory } from '../data-directory.ts';
import type { Settings } from '../settings.ts';
import type { ReaderProcess } from '../readers/reader-process.ts';
import type { Stores } from '../stores.ts';
import type { Parts } from './roles.ts';
import type { StartReading } from './start-reading.ts';

/** What every part of the program is started with. */
export interface StartRooms extends StartReading {
  settings: Settings;
  data: DataDirectory;
  stores: Stores;
  /** What of all this the process does. */
  parts: Parts;
  /** The process that answers readers, already loading; undefined where there is none. */
  readers: ReaderProcess | undefined;
  say: (text: string) => void;
}
