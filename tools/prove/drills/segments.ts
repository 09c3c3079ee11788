import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FRAME_TYPES, type FrameInfo, readSegment } from '../../../packages/collect/src/spool/frames.ts';
import type { Drill } from '../drill.ts';
import type { Installation } from '../installation.ts';
import { type Scene, underLoad } from '../under-load.ts';

interface Found {
  file: string;
  bytes: Buffer;
  frames: FrameInfo[];
}

/** Segments of a spool that hold frames, oldest first. */
function segmentsIn(spool: string, state: 'open' | 'sealed'): Found[] {
  return readdirSync(spool)
    .filter((name) => name.endsWith(`.${state}`))
    .sort()
    .map((name) => path.join(spool, name))
    .map((file) => ({ file, bytes: readFileSync(file) }))
    .map(({ file, bytes }) => ({ file, bytes, frames: readSegment(bytes)?.frames ?? [] }))
    .filter(({ frames }) => frames.length > 0);
}

const COUNTED: ReadonlySet<number> = new Set([FRAME_TYPES.hits, FRAME_TYPES.dossiers]);

/** Rows that the notes in the quarantine say are missing from the figures. */
function reportedIn(spool: string): number {
  const place = path.join(spool, 'quarantine');
  const notes = readdirSync(place).filter((name) => name.endsWith('.why'));
  return notes.reduce((sum, name) => {
    const json = readFileSync(path.join(place, name), 'utf8').split('\n')[1] ?? '';
    const { rows } = JSON.parse(json === '' ? '{}' : json) as { rows?: { hits?: number; dossiers?: number } };
    return sum + (rows?.hits ?? 0) + (rows?.dossiers ?? 0);
  }, 0);
}

/** ClickHouse stands still, so that segments gather; then everything is killed, and one bit of a segment is flipped. */
function segmentDrill(name: string, what: string, harm: (spool: string, random: () => number) => boolean): Drill {
  return {
    name,
    what,
    rounds: 6,
    cutRounds: name === 'segment-bit' ? 1 : undefined,
    destroys: true,
    run: (stage) =>
      underLoad(stage, {}, async (scene) => {
        const spool = path.join(scene.emc.dataDir, 'spool');
        for (let round = 1; round <= stage.rounds; round += 1) {
          while (!(await harmed(scene, () => harm(spool, stage.random)))) await sleep(100);
          await scene.emc.start();
          await scene.work(50, 600);
          const reported = (): Promise<number> => Promise.resolve(reportedIn(spool));
          if (!(await scene.check(round, { reported }))) return;
          if (stage.tally.reported > 0 && (await statusOf(scene.emc)) === 'ok')
            return void stage.tally.faults.push('health is "ok" although records are missing');
        }
      }),
  };
}

async function harmed({ emc, work }: Scene, harm: () => boolean): Promise<boolean> {
  await work(300, 1500);
  emc.signal('clickhouse', 'SIGSTOP');
  await work(1500, 3500);
  await emc.kill('all');
  if (harm()) return true;
  await emc.start();
  return false;
}

const statusOf = async (emc: Installation): Promise<string> => (await emc.health()).status;

function flipIn({ file, bytes }: Found, frame: FrameInfo, random: () => number): void {
  const at = frame.from + Math.floor(random() * (frame.to - frame.from));
  bytes[at]! ^= 1 << Math.floor(random() * 8);
  writeFileSync(file, bytes);
}

const sealed = segmentDrill(
  'segment-bit',
  'one bit of a sealed segment is flipped; exactly the records of that frame are missing, and said to be',
  (spool, random) => {
    // Those that the loader had begun with may be in the store already, and then nothing of them is missing.
    const journal = readFileSync(path.join(spool, 'journal'), 'latin1');
    const waiting = segmentsIn(spool, 'sealed').filter(({ file }) => !journal.includes(path.basename(file)));
    const places = waiting.flatMap((found) =>
      found.frames.filter(({ type }) => COUNTED.has(type)).map((frame) => ({ found, frame })),
    );
    const place = places[Math.floor(random() * places.length)];
    if (place !== undefined) flipIn(place.found, place.frame, random);
    return place !== undefined;
  },
);

const open = segmentDrill(
  'open-segment-bit',
  'one bit of the last frame of an open segment is flipped; exactly its records are missing, and said to be',
  (spool, random) => {
    const found = segmentsIn(spool, 'open').at(-1);
    const frame = found?.frames.at(-1);
    if (found === undefined || frame === undefined || !COUNTED.has(frame.type)) return false;
    flipIn(found, frame, random);
    return true;
  },
);

export const segmentDrills: readonly Drill[] = [sealed, open];
