import type { Flood } from '../flood.ts';
import { accountFloods } from './accounts.ts';
import { longAddresses } from './addresses.ts';
import { largeBodies } from './bodies.ts';
import { malformed } from './malformed.ts';
import { distinctPages } from './pages.ts';
import { readerFloods } from './readers.ts';
import { slowSockets } from './slow.ts';

/** Every flood, in the order in which they run; the one that leaves most on the disk comes last. */
export const FLOODS: readonly Flood[] = [
  malformed,
  slowSockets,
  longAddresses,
  largeBodies,
  ...accountFloods,
  ...readerFloods,
  distinctPages,
];
