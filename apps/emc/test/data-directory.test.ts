import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freshDirectory } from '@emc/test-kit';
import { expect, onTestFinished, test } from 'vitest';
import { takeDataDirectory } from '../src/data-directory.ts';

const take = (dataDir: string) => takeDataDirectory({ dataDir, operatorKeyFile: undefined }, 0);

function place(): string {
  const made = freshDirectory();
  onTestFinished(made.remove);
  chmodSync(made.path, 0o755);
  return path.join(made.path, 'data');
}

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const modesIn = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, modeOf(path.join(dir, name))]));

test('a new data directory can be passed through and not listed by others, who can open nothing in it', async () => {
  const dir = place();
  const data = await take(dir);
  expect(data.operatorKey()).toHaveLength(32);
  data.release();
  expect(modeOf(dir)).toBe('711');
  expect(modesIn(dir)).toEqual({
    lock: '600',
    'lock.json': '600',
    'operator.key': '600',
    'process.id': '600',
    'secrets.json': '600',
  });
  expect(data.openToOthers).toEqual([]);
});

test('one that an earlier version left open is closed at start, and what is not of EMC in it is left as it is', async () => {
  const dir = place();
  mkdirSync(dir, { mode: 0o755 });
  for (const name of ['lock.json', 'notes.txt']) writeFileSync(path.join(dir, name), '{}', { mode: 0o644 });
  new DatabaseSync(path.join(dir, 'lock')).close();
  for (const name of ['clickhouse', 'salts', 'spool', 'bound', 'backup'])
    mkdirSync(path.join(dir, name), { mode: 0o755 });
  mkdirSync(path.join(dir, 'postgres'), { mode: 0o700 });
  (await take(dir)).release();
  expect(modeOf(dir)).toBe('711');
  expect(modesIn(dir)).toMatchObject({
    lock: '600',
    'lock.json': '600',
    clickhouse: '700',
    salts: '700',
    spool: '700',
    bound: '700',
    postgres: '700',
    'notes.txt': '644',
    backup: '755',
  });
});

test('a directory where everybody may put files, such as /tmp, is refused and left as it is', async () => {
  const dir = place();
  mkdirSync(dir);
  chmodSync(dir, 0o1777);
  await expect(take(dir)).rejects.toThrow(/EMC_DATA_DIR.*everybody may write there/);
  expect(modesIn(dir)).toEqual({});
  expect(statSync(dir).mode & 0o1777).toBe(0o1777);
});

test('a lock that another process than EMC holds is refused with how to find that process, not with the name of an old one', async () => {
  const dir = place();
  (await take(dir)).release();
  const { pid } = spawnSync(process.execPath, ['-v']);
  writeFileSync(path.join(dir, 'lock.json'), JSON.stringify({ pid, since: '2026-11-30T00:00:00Z' }));
  const holder = spawn(process.execPath, ['-e', HOLD, path.join(dir, 'lock')]);
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  const refused = await take(dir).catch((error: unknown) => String(error));
  expect(refused).toContain(`another process, which "fuser ${path.join(dir, 'lock')}" names`);
  expect(refused).not.toContain(`process ${pid}`);
});

/** Only root can become another user. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const canBeNobody =
  process.getuid?.() === 0 && spawnSync(process.execPath, ['-v'], { ...NOBODY, cwd: '/' }).status === 0;

/** Holds the lock as a reader until its standard input closes. */
const HOLD = `
  const { DatabaseSync } = require('node:sqlite');
  try {
    const lock = new DatabaseSync(process.argv[1], { readOnly: true });
    lock.exec('BEGIN');
    lock.prepare('SELECT count(*) FROM sqlite_master').get();
    console.log('held');
    process.stdin.resume();
  } catch (error) {
    console.log(error.message);
  }`;

test.skipIf(!canBeNobody)('another user cannot hold the lock, and so cannot keep EMC from starting', async () => {
  const dir = place();
  mkdirSync(dir, { mode: 0o755 });
  new DatabaseSync(path.join(dir, 'lock')).close();
  // As it is found in a data directory of an earlier version.
  (await take(dir)).release();
  const other = spawn(process.execPath, ['-e', HOLD, path.join(dir, 'lock')], { ...NOBODY, cwd: '/' });
  onTestFinished(() => void other.kill());
  const [said] = (await once(other.stdout, 'data')) as [Buffer];
  const data = await take(dir);
  data.release();
  expect(String(said)).toContain('unable to open database file');
});
