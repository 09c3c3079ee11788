import { isFaulty } from './drill.ts';
import type { Outcome } from './run-drill.ts';

const COLUMNS = [
  'rounds',
  'acknowledged',
  'lost',
  'doubled',
  'reported',
  'health s',
  'register s',
  'usage s',
  'took s',
];
const WIDTH = 13;
const NAME_WIDTH = 22;

export const tableHead = `${'drill'.padEnd(NAME_WIDTH)}${COLUMNS.map((name) => name.padStart(WIDTH)).join('')}`;

/** A drill's line, and below it each fault in words. */
export function lineOf(outcome: Outcome): string {
  const name = outcome.name.padEnd(NAME_WIDTH);
  if (outcome.kind === 'not run') return `${name}  not run: ${outcome.why}`;
  const { tally, took_s } = outcome;
  const { rounds, acknowledged, lost, doubled, reported, worst } = tally;
  const seconds = [worst.health, worst.register, worst.usage, took_s].map((value) => value.toFixed(1));
  const figures = [...[rounds, acknowledged, lost, doubled, reported].map(String), ...seconds];
  const line = `${name}${figures.map((figure) => figure.padStart(WIDTH)).join('')}`;
  if (!isFaulty(tally)) return line;
  const faults = [...tally.faults, ...new Set(tally.late)].map((fault) => `\n    fault: ${fault}`);
  return `${line}  FAULT${faults.join('')}\n    kept: ${outcome.kept}`;
}
