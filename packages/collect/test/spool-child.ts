/**
 * Appends numbered rows to a spool and says which are acknowledged, until it is killed. Used by the tests of kills.
 * Arguments: directory, first number.
 */
import { writeSync } from 'node:fs';
import { Spool } from '../src/index.ts';
import { FRAME_TYPES } from '../src/spool/frames.ts';

const [dir = '', first = '0'] = process.argv.slice(2);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const spool = await Spool.open({
  dir,
  limit_bytes: 2 ** 30,
  clock: Date.now,
  log: quiet,
  segment_bytes: 20_000,
  segmentAge_ms: 15,
});
let next = Number(first);

function appendOne(): void {
  const number = next++;
  const row = Buffer.alloc(8 + (number % 300));
  row.writeBigUInt64LE(BigInt(number));
  const acknowledge = (): void => {
    // Straight to the pipe: what stands in a buffer of this process when it is killed would not have been acknowledged.
    writeSync(1, `${number}\n`);
    appendOne();
  };
  const taken = spool.append(FRAME_TYPES.hits, 20_000 + (number % 2), row, 1, {
    written: acknowledge,
    failed: () => process.exit(3),
  });
  if (!taken) process.exit(4);
}
for (let i = 0; i < 32; i++) appendOne();
setInterval(() => {}, 1000);
