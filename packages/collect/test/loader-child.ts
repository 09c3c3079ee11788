/**
 * A spool with its loader in a process of its own, that kills itself at a chosen step, or is killed from outside.
 * Argument: Orders as JSON. Prints the number of each row when it is acknowledged.
 */
import { writeSync } from 'node:fs';
import { dayNumberOf } from '@emc/contract';
import { FRAME_TYPES } from '../src/spool/frames.ts';
import { type DeadlyOrders, startLoading } from './deadly.ts';
import { hitRow } from './rows.ts';

export interface Orders extends DeadlyOrders {
  first: number;
  time_ms: number;
}

const orders = JSON.parse(process.argv[2]!) as Orders;
const spool = await startLoading(orders);
let next = orders.first;
function appendOne(): void {
  const number = next++;
  const acknowledge = (): void => {
    writeSync(1, `${number}\n`);
    setTimeout(appendOne, 1);
  };
  const row = hitRow(number, orders.time_ms);
  if (
    !spool.append(FRAME_TYPES.hits, dayNumberOf(orders.time_ms), row, 1, {
      written: acknowledge,
      failed: () => process.exit(3),
    })
  )
    process.exit(4);
}
for (let i = 0; i < 16; i++) appendOne();
