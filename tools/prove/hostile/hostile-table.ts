import type { FloodOutcome } from './run-flood.ts';
import type { Latencies } from './others.ts';

const NAME_WIDTH = 22;
const COLUMNS = [
  ['requests', 10],
  ['hits p50 / p99 ms', 20],
  ['ordinary', 14],
  ['reads p50 / p99 ms', 21],
  ['ordinary', 14],
  ['loop held ms', 14],
  ['memory MB', 14],
  ['disk MB', 14],
] as const;

export const hostileHead = `${'flood'.padEnd(NAME_WIDTH)}${COLUMNS.map(([name, width]) => name.padStart(width)).join('')}`;

/** A flood's line; below it how it was answered, and each fault in words. */
export function hostileLine(outcome: FloodOutcome): string {
  const { name, sent, others, ordinary, held_ms, memory_bytes, disk_bytes, faults } = outcome;
  const cells = [
    String(sent.requests),
    both(others.hits),
    both(ordinary?.hits),
    both(others.reads),
    both(ordinary?.reads),
    held_ms.toFixed(1),
    megabytes(memory_bytes),
    megabytes(disk_bytes),
  ];
  const line = `${name.padEnd(NAME_WIDTH)}${cells.map((cell, at) => cell.padStart(COLUMNS[at]![1])).join('')}`;
  const counts = Object.entries({ ...sent.statuses, ...sent.codes }).map(([what, count]) => `${count} × ${what}`);
  const answered = `\n    answered: ${[...counts, `${sent.closed} × closed`].join(', ')}`;
  return line + answered + faults.map((fault) => `\n    fault: ${fault}`).join('');
}

const both = (latencies: Latencies | undefined): string =>
  latencies === undefined ? '–' : `${latencies.p50_ms.toFixed(1)} / ${latencies.p99_ms.toFixed(1)}`;

const megabytes = ({ before, after }: { before: number; after: number }): string =>
  `${Math.round(before / 1e6)} → ${Math.round(after / 1e6)}`;
