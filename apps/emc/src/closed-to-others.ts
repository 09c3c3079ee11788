import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';

/** What EMC makes in its data directory. `postgres/` keeps its own modes, and its own user when EMC is root. */
const OURS = [
  'lock',
  'lock.json',
  'secrets.json',
  'process.id',
  'operator.key',
  'spool',
  'bound',
  'salts',
  'clickhouse',
] as const;

/**
 * Closes a data directory to the other users of the machine: one of them who can open the lock can hold it, and so keep
 * EMC from starting. The directory itself can be passed through but not listed, because under root the server of
 * PostgreSQL runs as a user of its own and must reach its folder. What earlier versions left open is closed here; folders
 * inside are closed as a whole, so that what lies in them need not be looked at.
 * @returns what stays as it is, because it belongs to another user or its file system knows no modes
 * @throws Error for a directory such as /tmp: another user may have made the lock there, and owns it
 */
export function closeToOthers(dir: string): string[] {
  const { mode } = statSync(dir);
  if ((mode & 0o1002) === 0o1002) throw new Error('everybody may write there');
  const left = withMode(dir, (mode & 0o700) | 0o011) ? [] : [dir];
  for (const name of OURS) {
    const place = path.join(dir, name);
    const found = statSync(place, { throwIfNoEntry: false });
    if (found !== undefined && !withMode(place, found.mode & 0o700)) left.push(place);
  }
  return left;
}

/** @returns whether it has the mode now */
function withMode(place: string, mode: number): boolean {
  try {
    if ((statSync(place).mode & 0o777) !== mode) chmodSync(place, mode);
    return (statSync(place).mode & 0o777) === mode;
  } catch {
    return false;
  }
}
