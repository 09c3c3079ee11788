import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Drill } from '../drill.ts';
import type { Installation } from '../installation.ts';
import { underLoad } from '../under-load.ts';

/** The loader keeps the journal twice; what befalls a disk, or a person who clears up, may befall both. */
const NAMES = ['journal', 'copy-of-journal'] as const;
const ONE = NAMES.map((name) => [name]);

interface JournalDrill extends Pick<Drill, 'name' | 'what' | 'rounds' | 'cutRounds'> {
  /** Which files, round after round. */
  victims: readonly (readonly string[])[];
  harm: (file: string, random: () => number) => void;
}

/** kill -9 of the program while a block is under way, then harm to the journal that says so, then a start. */
function journalDrill({ name, what, victims, harm, ...rounds }: JournalDrill): Drill {
  return {
    name,
    what: `the program is killed while a block is in doubt, and ${what} before it is started again`,
    ...rounds,
    run: (stage) =>
      underLoad(stage, {}, async ({ emc, work, check }) => {
        for (let round = 1; round <= stage.rounds; round += 1) {
          await work(500, 2500);
          const spool = path.join(emc.dataDir, 'spool');
          await killInDoubt(emc, path.join(spool, NAMES[0]));
          for (const victim of victims[(round - 1) % victims.length]!) harm(path.join(spool, victim), stage.random);
          await emc.start();
          await work(50, 600);
          if (!(await check(round))) return;
        }
      }),
  };
}

const DOUBT_LIMIT_MS = 20_000;

/** Waits for a plan that is not done and kills the program in its midst. ClickHouse finishes what it was sent, or not. */
async function killInDoubt(emc: Installation, journal: string): Promise<void> {
  const end = performance.now() + DOUBT_LIMIT_MS;
  for (;;) {
    while (!isInDoubt(journal)) {
      if (performance.now() > end) throw new Error('no block was under way in 20 s of load');
      await sleep(1);
    }
    await emc.kill('program');
    if (isInDoubt(journal)) return;
    // It was done in the last moment.
    await emc.start();
    await sleep(300);
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

function isInDoubt(journal: string): boolean {
  const last = linesOf(readFileSync(journal, 'utf8')).at(-1);
  return last !== undefined && !/"(done|highest)":/.test(last);
}

/** One bit of a line that is not the last. */
function flipBit(file: string, random: () => number): void {
  const bytes = readFileSync(file);
  const lines = linesOf(bytes.toString('latin1'));
  const line = lines.length < 2 ? 0 : Math.floor(random() * (lines.length - 1));
  const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
  const at = start + Math.floor(random() * lines[line]!.length);
  bytes[at]! ^= 1 << Math.floor(random() * 7);
  writeFileSync(file, bytes);
}

const remove = (file: string): void => rmSync(file, { force: true });

export const journalDrills: readonly Drill[] = [
  journalDrill({
    name: 'journal-bit',
    what: 'one bit of an older line of its journal, of the copy of it, or of both is flipped',
    rounds: 6,
    cutRounds: 1,
    victims: [...ONE, NAMES],
    harm: flipBit,
  }),
  journalDrill({
    name: 'journal-deleted',
    what: 'its journal or the copy of it is deleted',
    rounds: 6,
    victims: ONE,
    harm: remove,
  }),
  journalDrill({
    name: 'journals-gone',
    what: 'its journal and the copy of it are deleted',
    rounds: 4,
    victims: [NAMES],
    harm: remove,
  }),
];
