/**
 * `npm run plant`: plants faults one at a time in a copy of the project and shows which test turns red. By hand, not in CI:
 * each takes as long as its tests do. `npm run plant -- guard` takes those whose name holds the word.
 */
import path from 'node:path';
import type { Fault } from './fault.ts';
import { FAULTS } from './faults/index.ts';
import { runTests } from './run-tests.ts';
import { makeScratch, type Scratch } from './scratch.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');

const words = process.argv.slice(2);
const chosen = FAULTS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
if (chosen.length === 0) {
  process.stderr.write(`no fault of this name; there are:\n${FAULTS.map(({ name }) => `  ${name}`).join('\n')}\n`);
  process.exit(2);
}
const scratch = makeScratch(PROJECT);
process.on('exit', () => scratch.remove());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const red = await redWithoutFault(scratch, chosen);
let missed = 0;
for (const fault of chosen) {
  const verdict = await plantOne(scratch, fault, red);
  if (!verdict.startsWith('caught by')) missed += 1;
  process.stdout.write(`${fault.name}: ${verdict}\n`);
}
process.stdout.write(`\n${chosen.length} faults planted, ${missed} not caught\n`);
process.exitCode = missed === 0 ? 0 : 1;

/** Tests that fail before anything is planted prove nothing. */
async function redWithoutFault(copy: Scratch, faults: readonly Fault[]): Promise<ReadonlySet<string>> {
  const { failed, unloaded } = await runTests(copy.root, [...new Set(faults.flatMap(({ tests }) => tests))], true);
  for (const one of [...failed, ...unloaded]) process.stdout.write(`red without a fault: ${one}\n`);
  return new Set(failed);
}

async function plantOne(copy: Scratch, fault: Fault, ignored: ReadonlySet<string>): Promise<string> {
  let takeBack: () => void;
  try {
    takeBack = copy.plant(fault.edits);
  } catch (error) {
    return `NOT PLANTED: ${(error as Error).message}`;
  }
  try {
    const { failed, unloaded, timedOut } = await runTests(copy.root, fault.tests, ignored.size > 0);
    const by = failed.find((test) => !ignored.has(test));
    if (by !== undefined) return `caught by "${by}"`;
    if (unloaded.length > 0) return `NOT CAUGHT: no test ran (${unloaded.join(', ')})`;
    return timedOut ? 'NOT CAUGHT: the tests did not end' : `NOT CAUGHT. ${fault.why}`;
  } finally {
    takeBack();
  }
}
