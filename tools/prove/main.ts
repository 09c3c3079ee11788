import { parseArgs } from 'node:util';
import { type Drill, isFaulty } from './drill.ts';
import { DRILLS } from './drills/index.ts';
import { FLOODS } from './hostile/floods/index.ts';
import { hostileHead, hostileLine } from './hostile/hostile-table.ts';
import { proveHostile } from './hostile/prove-hostile.ts';
import { forgetProgress, readProgress, writeProgress } from './progress.ts';
import { type Outcome, runDrill } from './run-drill.ts';
import { lineOf, tableHead } from './table.ts';

/**
 * `npm run prove`: harm of every kind at random moments under load, and a ledger of what was acknowledged. What each drill
 * does and what a fault looks like is in docs/operate/prove.md.
 *
 * Ends with 0 = no fault; 1 = a fault; 2 = it was asked for something that is not there; 3 = no fault, but a drill could not run.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    from: { type: 'string' },
    rounds: { type: 'string' },
    cut: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    hostile: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const EXIT = { fault: 1, usage: 2, notRun: 3 } as const;

// Each program that is started adds a listener that ends it with this process.
process.setMaxListeners(0);

const say = (text: string): void => void process.stderr.write(`  ${text}\n`);

if (values.list) for (const { name, what } of [...DRILLS, ...FLOODS]) console.log(`${name.padEnd(22)}${what}`);
else process.exitCode = await (values.hostile ? floods() : prove());

async function floods(): Promise<number> {
  const { only, cut } = values;
  const unknown = only?.find((name) => !FLOODS.some((flood) => flood.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`there is no flood "${unknown}"; see --list\n`);
    return EXIT.usage;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}\n${hostileHead}`);
  let [count, faulty] = [0, 0];
  for await (const outcome of proveHostile({ seed, only, cut, say })) {
    console.log(hostileLine(outcome));
    count += 1;
    if (outcome.faults.length > 0) faulty += 1;
  }
  console.log(`\n${count} floods, ${faulty} with a fault`);
  return faulty > 0 ? EXIT.fault : 0;
}

async function prove(): Promise<number> {
  const names = [...(values.only ?? []), ...(values.from === undefined ? [] : [values.from])];
  for (const name of names) {
    if (DRILLS.some((drill) => drill.name === name)) continue;
    process.stderr.write(`there is no drill "${name}"; see --list\n`);
    return EXIT.usage;
  }
  const chosen = choose();
  // A part that was asked for by name is run now, and is no part of a whole run.
  const whole = values.only === undefined && values.from === undefined && !values.cut && values.rounds === undefined;
  if (whole && values.fresh) forgetProgress();
  const before = whole ? readProgress() : undefined;
  const seed = Number(values.seed ?? before?.seed ?? Date.now() % 1_000_000);
  const done = before?.seed === seed ? before.done : [];
  if (done.length > 0) console.log(`goes on after ${done.at(-1)!.name}; --fresh begins again`);
  console.log(`seed ${seed}\n${tableHead}`);
  for (const outcome of done) console.log(lineOf(outcome));
  for (const drill of chosen) {
    if (done.some(({ name }) => name === drill.name)) continue;
    const outcome = await runDrill(drill, { seed, rounds: roundsOf(drill), say });
    console.log(lineOf(outcome));
    done.push(outcome);
    if (whole) writeProgress({ seed, done });
  }
  if (whole) forgetProgress();
  return verdict(done);
}

function choose(): readonly Drill[] {
  const { only, from, cut } = values;
  const first = from === undefined ? 0 : DRILLS.findIndex(({ name }) => name === from);
  return DRILLS.slice(first).filter(
    ({ name, cutRounds }) => (only?.includes(name) ?? true) && (!cut || cutRounds !== undefined),
  );
}

function roundsOf(drill: Drill): number {
  return Number(values.rounds ?? (values.cut ? drill.cutRounds : undefined) ?? drill.rounds);
}

function verdict(done: readonly Outcome[]): number {
  const faulty = done.filter((outcome) => outcome.kind === 'run' && isFaulty(outcome.tally));
  const notRun = done.filter(({ kind }) => kind === 'not run');
  console.log(`\n${done.length} drills, ${faulty.length} with a fault, ${notRun.length} not run`);
  if (faulty.length > 0) return EXIT.fault;
  return notRun.length > 0 ? EXIT.notRun : 0;
}
