import { serve } from '../../../apps/emc/src/serve.ts';
import { loopFile, watchLoop } from './loop-watch.ts';

// `emc serve` that notes how long its event loop, on which hits are taken, was held.
watchLoop(loopFile(process.env['EMC_DATA_DIR']!));
await serve(process.env);
