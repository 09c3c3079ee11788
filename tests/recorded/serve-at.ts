/**
 * `emc serve` at another time: what it takes for the time of day begins at the instant of AT (ISO 8601) and goes on as usual.
 * SLOW_WRITES_MS makes each write to the spool last that much longer, as a disk does that is busy with something else.
 */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../apps/emc/src/serve.ts';

const began_ms = Date.now();
const at_ms = Date.parse(process.env['AT'] ?? '');
if (Number.isNaN(at_ms)) throw new Error('AT must be an instant in ISO 8601');

const slow_ms = Number(process.env['SLOW_WRITES_MS'] ?? 0);
if (slow_ms > 0) await slowDown(slow_ms);

await serve(process.env, { clock: () => at_ms + Date.now() - began_ms });

/** The spool is what writes with `writev`. */
async function slowDown(by_ms: number): Promise<void> {
  const file = await open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(file) as { writev: (...given: unknown[]) => Promise<unknown> };
  await file.close();
  const { writev } = prototype;
  prototype.writev = async function (...given) {
    await sleep(by_ms);
    return writev.apply(this, given);
  };
}
