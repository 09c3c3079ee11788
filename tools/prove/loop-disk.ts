import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { undoLater } from './clean-up.ts';

/** Commits of the file system's own journal are left to what is synced: what nobody synced stays unwritten. */
const MOUNT_OPTIONS = 'commit=300';
const UNMOUNT_LIMIT_MS = 20_000;

/** An ext4 file system in a file, through a loop device: a disk of its own that can be full, read-only, or lose its power. */
export class LoopDisk {
  readonly mountPoint: string;
  readonly #image: string;
  #device = '';
  #undo: (() => void) | undefined;

  private constructor(dir: string) {
    this.mountPoint = path.join(dir, 'disk');
    this.#image = path.join(dir, 'disk.img');
  }

  /** @param dir where image and mount point lie; empty */
  static create(dir: string, size_bytes: number): LoopDisk {
    const disk = new LoopDisk(dir);
    mkdirSync(disk.mountPoint);
    run('truncate', '-s', String(size_bytes), disk.#image);
    run('mkfs.ext4', '-q', '-F', disk.#image);
    disk.mount();
    return disk;
  }

  mount(): void {
    this.#device = run('losetup', '--find', '--show', this.#image).trim();
    this.#undo = undoLater(() => this.#release());
    run('mount', '-o', MOUNT_OPTIONS, this.#device, this.mountPoint);
  }

  /** Nothing on it may be in use. */
  unmount(): void {
    this.#undo?.();
    this.#undo = undefined;
  }

  /** As after an error of the disk: read-only at once, whatever is open. Ends with {@link unmount}, {@link repair}, {@link mount}. */
  makeReadOnly(): void {
    run('mount', '-o', 'remount,abort', this.mountPoint);
  }

  /** What the start of a machine does with a disk that went down in disorder. */
  repair(): void {
    const { status, stdout, stderr } = spawnSync('e2fsck', ['-p', this.#image], { encoding: 'utf8' });
    // 1 = repaired.
    if (status !== 0 && status !== 1) throw new Error(`e2fsck ended with ${status}: ${stdout}${stderr}`);
  }

  free_bytes(): number {
    const { bavail, bsize } = statfsSync(this.mountPoint);
    return bavail * bsize;
  }

  /**
   * The power goes: what the file system had not yet written to the device is gone. The backing file is copied as it lies on the
   * file system below, while the pages that wait above the device are in memory only; then the copy takes its place. Nothing
   * may run on it any more. @returns how often it was copied: the device must not be written to meanwhile
   */
  losePower(): number {
    const copy = `${this.#image}.copy`;
    for (let copies = 1; ; copies += 1) {
      const before = this.#written();
      run('cp', '--sparse=always', this.#image, copy);
      if (this.#written() !== before) continue;
      this.unmount();
      renameSync(copy, this.#image);
      return copies;
    }
  }

  /** Sectors that were written to the device; see Documentation/block/stat of Linux. */
  #written(): string {
    return readFileSync(`/sys/block/${path.basename(this.#device)}/stat`, 'utf8')
      .trim()
      .split(/\s+/)[6]!;
  }

  /** A process that was killed a moment ago may still hold a file of it. */
  #release(): void {
    const end = performance.now() + UNMOUNT_LIMIT_MS;
    while (this.#isMounted() && spawnSync('umount', [this.mountPoint]).status !== 0) {
      if (performance.now() > end) throw new Error(`${this.mountPoint} cannot be unmounted`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
    run('losetup', '--detach', this.#device);
  }

  #isMounted(): boolean {
    return readFileSync('/proc/self/mounts', 'utf8').includes(` ${this.mountPoint} `);
  }
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

let known: { why: string | undefined } | undefined;

/** Why there can be no such disk on this machine, found by making one; undefined = there can. */
export function cannotLoop(): string | undefined {
  known ??= { why: tryOne() };
  return known.why;
}

function tryOne(): string | undefined {
  if (process.getuid?.() !== 0) return 'it mounts a file system of its own, which needs root';
  const dir = mkdtempSync(path.join(tmpdir(), 'emc-prove-try-'));
  try {
    LoopDisk.create(dir, 16 * 1024 * 1024).unmount();
    return undefined;
  } catch (error) {
    return `no file system on a loop device: ${(error as Error).message.trim().split('\n').at(-1)}`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
