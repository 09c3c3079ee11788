import { readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../apps/emc/src/serve.ts';
import { CONTROL_FILE, NO_HARM, type Control } from './control.ts';

/**
 * `emc serve` whose clock can be stepped and whose writes to the spool can be slow or refused while it runs, as the file
 * {@link CONTROL_FILE} of the data directory's parent says. The machine's clock and disk stay as they are.
 */
const file = path.join(process.env['EMC_DATA_DIR']!, '..', CONTROL_FILE);
let control = read();
setInterval(() => (control = read()), 20).unref();

await harmWrites();
await serve(process.env, { clock: () => Date.now() + control.clockStep_ms });

function read(): Control {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Control;
  } catch {
    return NO_HARM;
  }
}

/** Segments are what is written with `writev`; their syncs are part of the write (O_DSYNC). */
async function harmWrites(): Promise<void> {
  const some = await open(process.execPath, 'r');
  type Writev = (this: FileHandle, buffers: Buffer[], position?: number) => Promise<unknown>;
  const prototype = Object.getPrototypeOf(some) as { writev: Writev };
  await some.close();
  const { writev } = prototype;
  prototype.writev = async function (buffers, position) {
    if (control.writeDelay_ms > 0) await sleep(control.writeDelay_ms);
    const { writeError: code } = control;
    if (code === undefined) return writev.call(this, buffers, position);
    // A disk that fills up takes a part before it refuses.
    const [first] = buffers as [Buffer];
    if (code === 'ENOSPC') await writev.call(this, [first.subarray(0, first.length / 2)], position);
    throw Object.assign(new Error(`${code}: refused by npm run prove, write`), { code });
  };
}
