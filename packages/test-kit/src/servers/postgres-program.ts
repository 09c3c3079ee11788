import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { openControlStore, sql } from '@emc/control-store';
import { freshDirectory } from '../directory.ts';
import { eventually } from '../eventually.ts';
import { freePort } from './ports.ts';

/** Where distributions keep the programs of PostgreSQL, each version in a folder of its own. */
const FOLDERS = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt', '/usr'];
const OLDEST = 15;

/** The folder with `initdb` and `postgres` of the oldest PostgreSQL from 15 on that this machine has; undefined = none. */
export function findPostgresPrograms(): { bin: string; version: number } | undefined {
  const folders = FOLDERS.flatMap((folder) =>
    existsSync(folder) ? [folder, ...readdirSync(folder).map((name) => path.join(folder, name))] : [],
  );
  const found = folders
    .map((folder) => path.join(folder, 'bin'))
    .filter((bin) => existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres')))
    .map((bin) => ({ bin, version: Number(/(\d+)/.exec(versionOf(bin))?.[1]) }))
    .filter(({ version }) => version >= OLDEST);
  return found.sort((a, b) => a.version - b.version)[0];
}

function versionOf(bin: string): string {
  return execFileSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
}

/** Starts a PostgreSQL of the machine, as somebody would run it who does not use the embedded one; not as root. */
export async function startPostgresProgram(): Promise<{ url: string; stop: () => Promise<void> }> {
  const programs = findPostgresPrograms();
  if (programs === undefined) {
    const looked = FOLDERS.map((folder) => `${folder}/*/bin`).join(', ');
    throw new Error(
      `There is no PostgreSQL ${OLDEST} or later on this machine (looked in ${looked}); install postgresql.`,
    );
  }
  // Not below a folder of ours: its user must be able to get there.
  const directory = freshDirectory();
  const as = { ...ordinaryUser(directory.path), cwd: '/' };
  const data = path.join(directory.path, 'data');
  const make = ['-D', data, '-U', 'emc', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'];
  execFileSync(path.join(programs.bin, 'initdb'), make, { ...as, stdio: ['ignore', 'ignore', 'inherit'] });
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', max_connections: '200' };
  const server = spawn(
    path.join(programs.bin, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...as, stdio: 'ignore' },
  );
  process.once('exit', () => server.kill('SIGQUIT'));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgres://emc@127.0.0.1:${port}/postgres`;
  const store = openControlStore(url);
  try {
    await eventually(() => sql`select 1`.execute(store.db));
  } finally {
    await store.close();
  }
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      directory.remove();
    },
  };
}

/** PostgreSQL refuses to run as root; its packages bring a user of its own. */
function ordinaryUser(dir: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
  execFileSync('chown', ['postgres', dir]);
  return { uid, gid };
}
