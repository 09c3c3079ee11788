// Part of `npm run check`: every regular expression where strangers' words arrive takes time in proportion to their
// length. One that does not lets 60 kB hold up everybody for seconds.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import recheck from 'recheck/package.json' with { type: 'json' };
import { type Expression, expressionsIn } from './find.ts';
import { faultOf } from './judge.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PLACES = ['packages/{accounts,collect,connect,contract,publish}/src/**/*.ts', 'apps/emc/src/**/*.ts'];
/** Expressions that were found linear, one a line: half a minute for all of them is spent once. */
const FOUND_LINEAR = path.join(ROOT, '.cache', `linear-expressions-${recheck.version}`);
const AT_ONCE = 2;

const nameOf = ({ source, flags }: Expression): string => JSON.stringify([source, flags]);

function readKnown(): Set<string> {
  try {
    return new Set(readFileSync(FOUND_LINEAR, 'utf8').split('\n'));
  } catch {
    return new Set();
  }
}

const expressions = globSync(PLACES, { cwd: ROOT })
  .toSorted()
  .flatMap((file) => expressionsIn(file, readFileSync(path.join(ROOT, file), 'utf8')));
const linear = readKnown();
const waiting = expressions.filter((expression) => !linear.has(nameOf(expression)));
let faults = 0;
const worker = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const fault = await faultOf(next);
    if (fault === undefined) linear.add(nameOf(next));
    else console.log(`${next.at}: /${next.source}/${next.flags} is not linear: ${fault}`);
    if (fault !== undefined) faults += 1;
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
mkdirSync(path.dirname(FOUND_LINEAR), { recursive: true });
writeFileSync(FOUND_LINEAR, [...linear].join('\n'));
console.log(`${expressions.length} expressions, ${faults} not linear`);
process.exit(faults === 0 && expressions.length > 0 ? 0 : 1);
