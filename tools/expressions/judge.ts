import { check } from 'recheck';
import type { Expression } from './find.ts';

/** Without limits of time, so that a verdict does not depend on what else the machine does; the work itself is limited. */
const PARAMETERS = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  randomSeed: 1,
} as const;
/** Characters. What is linear takes a millisecond for so many, what is not seconds. */
const TRIED_ON = 100_000;
const LINEAR_ms = 100;

/**
 * Why an expression may take more time than in proportion to what it is held against; undefined when it is linear.
 *
 * recheck decides by automata where the expression allows it. Else it searches for an attack, and takes bounded repeats
 * (`{8,30}`) for unbounded ones: what it finds that way is tried.
 */
export async function faultOf({ source, flags }: Expression): Promise<string | undefined> {
  const verdict = await check(source, flags, PARAMETERS);
  if (verdict.status === 'safe') return undefined;
  if (verdict.status === 'unknown') return `could not be judged (${verdict.error.kind})`;
  const isGuess = verdict.checker === 'fuzz' && verdict.complexity.type === 'polynomial';
  if (isGuess && isQuick(new RegExp(source, flags), verdict.attack)) return undefined;
  return `${verdict.complexity.summary}, for instance with ${verdict.attack.pattern}`;
}

interface Attack {
  pumps: readonly { prefix: string; pump: string }[];
  suffix: string;
}

function isQuick(expression: RegExp, { pumps, suffix }: Attack): boolean {
  const times = (pump: string): number => Math.ceil(TRIED_ON / pumps.length / Math.max(1, pump.length));
  const text = pumps.map(({ prefix, pump }) => prefix + pump.repeat(times(pump))).join('') + suffix;
  const before = process.cpuUsage();
  text.replace(expression, '');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 < LINEAR_ms;
}
