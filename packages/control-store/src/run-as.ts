import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';

const run = promisify(execFile);

/** How to start a program of PostgreSQL: as whom, and through what. */
export interface Launcher {
  /** The user the server runs as; undefined = the user of this process. */
  user: { uid: number; gid: number } | undefined;
  /** Arguments and options for `child_process.spawn`. */
  command(file: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number };
}

/**
 * PostgreSQL refuses to run as root. So root hands `dir` to an unprivileged user (the one that owns it already, else
 * `postgres`, else `nobody`) and starts the server as that user. Everybody else starts it as himself.
 *
 * That user often cannot reach the data directory or the programs, because both may lie below a folder like /root
 * (mode 700). Then the server gets one capability, CAP_DAC_OVERRIDE, through `setpriv`, which lets it pass. The
 * securebit `no_setuid_fixup` is needed too: PostgreSQL asks access(2) about its own programs, and for a user other
 * than root access(2) looks at capabilities only under that bit.
 *
 * @throws Error that says what to change, when there is no such user, no way in, or `dir` belongs to somebody else.
 */
export async function prepareLauncher(dir: string, binaries: PostgresBinaries): Promise<Launcher> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const owner = await stat(dir);
  const self = process.getuid?.();
  if (self !== 0) {
    if (self !== undefined && owner.uid !== self) {
      throw new Error(
        `${dir} belongs to user ${owner.uid}, this process runs as ${self}. Start it as the user that began, or give the directory away: chown -R ${self} ${dir}`,
      );
    }
    return { user: undefined, command: (file, args) => ({ file, args }) };
  }
  const user = owner.uid === 0 ? await unprivilegedUser() : { uid: owner.uid, gid: owner.gid };
  // All of it: a copy restored by root belongs to root as well.
  if (owner.uid === 0) await run('chown', ['-R', `${user.uid}:${user.gid}`, dir]);
  if (await reaches(user, dir, binaries)) {
    return { user, command: (file, args) => ({ file, args, ...user }) };
  }
  const prefix = await setprivPrefix(user, dir);
  return { user, command: (file, args) => ({ file: 'setpriv', args: [...prefix, file, ...args] }) };
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // This machine has no such user: try the next.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. Start this program as an ordinary user.',
  );
}

/** Asks the system itself, since permissions are more than mode bits (access lists, mounts). */
async function reaches(user: { uid: number; gid: number }, dir: string, binaries: PostgresBinaries): Promise<boolean> {
  const test = 'test -x "$1" && test -r "$2/share" && test -w "$3" && test -x "$3"';
  try {
    await run('/bin/sh', ['-c', test, 'sh', binaries.postgres, binaries.home, dir], { ...user, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function setprivPrefix(user: { uid: number; gid: number }, dir: string): Promise<string[]> {
  const prefix = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  try {
    await run('setpriv', [...prefix, 'test', '-w', dir], { cwd: '/' });
    return prefix;
  } catch (cause) {
    throw new Error(
      `PostgreSQL does not run as root, and the user that it would run as (${user.uid}) cannot reach ${dir} or the programs. Start this program as an ordinary user, or set EMC_DATA_DIR to a directory below one that everybody may enter.`,
      { cause },
    );
  }
}
