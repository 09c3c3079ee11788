import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Day } from '@emc/contract';

/** The secret of one local day. */
export interface DaySalt {
  /** 32 random bytes, hexadecimal. */
  salt: string;
  /** When it was made and a random name: of two salts of one day the one whose rank sorts first holds. Not secret. */
  rank: string;
}

/** What a look at the file of a day found; `damaged`: there is one, and it cannot be read. */
type FoundSalt = DaySalt | 'absent' | 'damaged';

/**
 * The salts on disk: one file a day, mode 0600, in a directory of their own that no backup takes.
 *
 * Everything is synchronous: a salt is durable before the first visitor is computed with it, and that may be inside of a
 * request (a few milliseconds, once a day at most).
 */
export interface SaltFiles {
  read(day: Day): FoundSalt;
  /** Durable when it returns. What stood there before is destroyed. @throws Error what the file system said */
  write(day: Day, salt: DaySalt): void;
  /** Destroys the files of all other days, and what a crash left of a write. @throws Error what the file system said */
  keepOnly(days: readonly Day[]): void;
}

/** The files of this room, and nothing else that may lie there. */
const OWN_FILE = /^\d{4}-\d\d-\d\d\.json(\.new)?$/;

/** @param dir is made with the first write */
export function openSaltFiles(dir: string): SaltFiles {
  const fileOf = (day: Day): string => path.join(dir, `${day}.json`);
  return {
    read: (day) => readSalt(fileOf(day)),
    write: (day, salt) => {
      if (mkdirSync(dir, { recursive: true, mode: 0o700 }) !== undefined) syncDirectory(path.dirname(dir));
      const file = fileOf(day);
      const temporary = `${file}.new`;
      writeDurably(temporary, JSON.stringify(salt));
      const old = openIfThere(file);
      renameSync(temporary, file);
      syncDirectory(dir);
      if (old !== undefined) overwrite(old);
    },
    keepOnly: (days) => {
      const kept = new Set(days.map((day) => `${day}.json`));
      const others = existsSync(dir) ? readdirSync(dir).filter((name) => OWN_FILE.test(name) && !kept.has(name)) : [];
      for (const name of others) destroy(path.join(dir, name));
      if (others.length > 0) syncDirectory(dir);
    },
  };
}

function readSalt(file: string): FoundSalt {
  try {
    const { salt, rank } = JSON.parse(readFileSync(file, 'utf8')) as Partial<DaySalt>;
    return /^[0-9a-f]{64}$/.test(String(salt)) && typeof rank === 'string' ? { salt: salt!, rank } : 'damaged';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'damaged';
  }
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncDirectory(dir: string): void {
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In place, so that on file systems that write in place the bytes are gone, and not only the name; closes it. */
function overwrite(handle: number): void {
  try {
    writeSync(handle, randomBytes(fstatSync(handle).size), 0, undefined, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function destroy(file: string): void {
  const handle = openIfThere(file);
  if (handle === undefined) return;
  overwrite(handle);
  unlinkSync(file);
}
