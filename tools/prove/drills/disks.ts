import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Drill, Stage } from '../drill.ts';
import { cannotLoop, LoopDisk } from '../loop-disk.ts';
import { type Scene, underLoad } from '../under-load.ts';

const MEBIBYTE = 1024 * 1024;

interface DiskDrill {
  name: string;
  what: string;
  rounds: number;
  size_bytes: number;
  round: (scene: Scene, disk: LoopDisk, stage: Stage) => Promise<void>;
}

/** A drill whose whole data directory lies on a disk of its own. */
function diskDrill({ name, what, rounds, size_bytes, round }: DiskDrill): Drill {
  return {
    name,
    what,
    rounds,
    cannotRun: cannotLoop,
    run: async (stage) => {
      const disk = LoopDisk.create(stage.dir, size_bytes);
      try {
        const dataDir = path.join(disk.mountPoint, 'data');
        await underLoad(stage, { dataDir }, async (scene) => {
          for (let at = 1; at <= stage.rounds; at += 1) {
            await scene.work(500, 2500);
            await round(scene, disk, stage);
            if (!(await scene.check(at))) return;
          }
        });
      } finally {
        disk.unmount();
      }
    },
  };
}

/** All of the disk, in one file, so that all of it can be given back at once. */
const full = diskDrill({
  name: 'full-disk',
  what: 'the disk under the whole data directory is full to the last byte for some seconds',
  rounds: 6,
  size_bytes: 700 * MEBIBYTE,
  round: async ({ work }, disk, { random }) => {
    const ballast = path.join(disk.mountPoint, 'ballast');
    // In two pieces: who writes meanwhile meets the end of the disk in the midst of something.
    spawnSync('fallocate', ['-l', String(Math.max(4096, disk.free_bytes() - random() * MEBIBYTE)), ballast]);
    await work(500, 2000);
    spawnSync('fallocate', ['-l', String(disk.free_bytes()), `${ballast}.2`]);
    await work(3000, 9000);
    for (const file of [ballast, `${ballast}.2`]) rmSync(file, { force: true });
    await work(500, 1500);
  },
});

const readOnly = diskDrill({
  name: 'read-only-disk',
  what: 'the disk under the whole data directory becomes read-only, as after an error; then kill -9 of all, e2fsck, a new start',
  rounds: 4,
  size_bytes: 1500 * MEBIBYTE,
  round: async ({ emc, work }, disk) => {
    disk.makeReadOnly();
    await work(1000, 6000);
    await emc.kill('all');
    disk.unmount();
    disk.repair();
    disk.mount();
    await emc.start();
    await work(100, 1000);
  },
});

const power = diskDrill({
  name: 'lost-power',
  what: 'program and stores end at once and what the disk was not yet given is gone; then e2fsck, a new start',
  rounds: 10,
  size_bytes: 1500 * MEBIBYTE,
  round: async ({ emc, work }, disk, { tally }) => {
    // Nobody syncs this one: where it survives, the drill took nothing away.
    const unsynced = path.join(disk.mountPoint, 'unsynced');
    rmSync(unsynced, { force: true });
    await work(100, 500);
    writeFileSync(unsynced, Buffer.alloc(MEBIBYTE, 'x'));
    await emc.kill('all');
    disk.losePower();
    disk.repair();
    disk.mount();
    if (existsSync(unsynced) && statSync(unsynced).size === MEBIBYTE)
      tally.faults.push('the drill itself failed: a file that was never synced survived the loss of power');
    await emc.start();
    await work(100, 1000);
  },
});

export const diskDrills: readonly Drill[] = [full, readOnly, power];
