import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { Launcher } from './run-as.ts';

/** The only user of the embedded server. */
export const EMBEDDED_USER = 'emc';

/** The server's data directory, below the directory that we are given. */
export const CLUSTER = 'cluster';

const HALF_MADE = 'making-';

/**
 * Makes the data directory on first start: UTF-8, one sort order on every machine (code points, C.UTF-8), passwords
 * by SCRAM. It is made beside its place and then moved there, so that a start cut short never leaves half of one.
 */
export async function ensureCluster(
  dir: string,
  password: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<void> {
  const cluster = join(dir, CLUSTER);
  for (const name of await readdir(dir)) {
    if (name.startsWith(HALF_MADE)) await rm(join(dir, name), { recursive: true, force: true });
  }
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  const making = join(dir, `${HALF_MADE}${process.pid}`);
  const passwordFile = `${making}-password`;
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    if (launcher.user) await chown(passwordFile, launcher.user.uid, launcher.user.gid);
    await initialise(making, passwordFile, binaries, launcher);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(making, cluster);
}

async function initialise(
  cluster: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  launcher: Launcher,
): Promise<void> {
  const { file, args, ...as } = launcher.command(binaries.initdb, [
    `--pgdata=${cluster}`,
    `--username=${EMBEDDED_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]);
  const child = spawn(file, args, { ...as, cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${signal ?? code}:\n${output.slice(-2000)}`));
    });
  });
}
