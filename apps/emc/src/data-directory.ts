import { randomBytes, randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeToOthers } from './closed-to-others.ts';
import { SettingError, type Settings } from './settings.ts';

/** Passwords of the embedded stores: made on first start, readable by the owner only. */
interface Secrets {
  postgres: string;
  clickhouseWriter: string;
  clickhouseReader: string;
}

/** A data directory that this process alone may use until it ends. */
export interface DataDirectory {
  dir: string;
  /** A folder or file inside. */
  place(name: string): string;
  secrets: Secrets;
  /** Names this directory, and so the spool in it, among those of several processes; its file is `process.id`. */
  processId: string;
  /** The key for writes through the API: of EMC_OPERATOR_KEY_FILE, else of `operator.key`, which is made when it is not there. */
  operatorKey(): string;
  /** What other users of the machine can still open, because this user may not change it. */
  openToOthers: readonly string[];
  release(): void;
}

const OWNER_ONLY = 0o600;

export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse';
}

/**
 * Takes the data directory for this process.
 *
 * The lock is an exclusive lock of SQLite on the file `lock`: the operating system gives it back the instant the
 * process ends, however it ends, so it can be neither stale nor stolen. Who holds it stands in `lock.json`.
 * @param patience_ms how long to wait for a holder that may be about to end
 * @throws DataDirectoryInUse when another process has it
 */
export async function takeDataDirectory(
  { dataDir: dir, operatorKeyFile }: Pick<Settings, 'dataDir' | 'operatorKeyFile'>,
  patience_ms: number,
): Promise<DataDirectory> {
  const openToOthers = makeDirectory(dir);
  const lock = await lockFile(dir, patience_ms);
  const holder = JSON.stringify({ pid: process.pid, since: new Date().toISOString() });
  writeFileSync(path.join(dir, 'lock.json'), holder, { mode: OWNER_ONLY });
  return {
    dir,
    place: (name) => path.join(dir, name),
    secrets: keep(
      path.join(dir, 'secrets.json'),
      () => JSON.stringify({ postgres: token(), clickhouseWriter: token(), clickhouseReader: token() }, null, 2),
      (text) => JSON.parse(text) as Secrets,
    ),
    processId: keep(
      path.join(dir, 'process.id'),
      () => `${randomUUID()}\n`,
      (text) => text.trim(),
    ),
    operatorKey: () =>
      operatorKeyFile !== undefined
        ? readFileSync(operatorKeyFile, 'utf8').trim()
        : keep(
            path.join(dir, 'operator.key'),
            () => `${token()}\n`,
            (text) => text.trim(),
          ),
    openToOthers,
    release: () => lock.close(),
  };
}

async function lockFile(dir: string, patience_ms: number): Promise<DatabaseSync> {
  const deadline_ms = performance.now() + patience_ms;
  for (;;) {
    const file = openLock(dir);
    try {
      file.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return file;
    } catch (error) {
      file.close();
      if (!/locked|busy/i.test(String(error))) throw error;
      if (performance.now() >= deadline_ms) throw new DataDirectoryInUse(inUseText(dir));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/**
 * Makes the directory if need be, and closes it.
 * @returns what stays open
 * @throws SettingError when this user cannot make or write it, or everybody can
 */
function makeDirectory(dir: string): string[] {
  return orRefuse(dir, () => {
    // Folders above it that are made on the way can be passed through too.
    mkdirSync(dir, { recursive: true, mode: 0o711 });
    accessSync(dir, constants.W_OK | constants.X_OK);
    return closeToOthers(dir);
  });
}

/** @throws SettingError when this user cannot open it */
function openLock(dir: string): DatabaseSync {
  const file = path.join(dir, 'lock');
  return orRefuse(dir, () => {
    // SQLite would make it readable by everybody, and any user who can read it can hold it.
    if (!existsSync(file)) closeSync(openSync(file, 'a', OWNER_ONLY));
    return new DatabaseSync(file);
  });
}

function orRefuse<T>(dir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const allowed = `a directory of EMC's own that this user may write to (${(error as Error).message})`;
    throw new SettingError('EMC_DATA_DIR', dir, allowed);
  }
}

function inUseText(dir: string): string {
  const where = `The data directory ${dir} is in use by`;
  const otherwise = 'Stop that process, or name another directory in EMC_DATA_DIR.';
  try {
    const { pid, since } = JSON.parse(readFileSync(path.join(dir, 'lock.json'), 'utf8')) as {
      pid: number;
      since: string;
    };
    if (isRunning(pid)) return `${where} process ${pid} (since ${since}). ${otherwise}`;
  } catch {
    // Written a moment after the lock is taken; without it the sentence is only less exact.
  }
  // Possibly of another user, who opened the lock while an earlier version left it readable.
  return `${where} another process, which "fuser ${path.join(dir, 'lock')}" names. ${otherwise}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Reads a file that only its owner may read, or makes it. */
function keep<T>(file: string, make: () => string, parse: (text: string) => T): T {
  if (!existsSync(file)) {
    // By way of a second name, so that a process that dies here leaves no half-written secret behind.
    writeFileSync(`${file}.new`, make(), { mode: OWNER_ONLY, flush: true });
    renameSync(`${file}.new`, file);
  }
  return parse(readFileSync(file, 'utf8'));
}

function token(): string {
  return randomBytes(24).toString('base64url');
}
