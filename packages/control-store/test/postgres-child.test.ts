import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openControlStore, sql, startPostgresChild } from '@emc/control-store';
import { eventually, freshDirectory } from '@emc/test-kit';
import { describe, expect, onTestFinished, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('start-and-wait.ts', import.meta.url));
const PASSWORD = 'a password';
const isRoot = process.getuid?.() === 0;
const quiet = { info: () => {}, warn: () => {} };

function directory(): string {
  const made = freshDirectory();
  onTestFinished(made.remove);
  return made.path;
}

async function start(dir: string, password = PASSWORD) {
  const child = await startPostgresChild({ dir, password, log: quiet });
  onTestFinished(() => child.stop());
  return child;
}

async function ask<Row>(url: string, question: string): Promise<Row[]> {
  const store = openControlStore(url);
  try {
    return (await sql.raw<Row>(question).execute(store.db)).rows;
  } finally {
    await store.close();
  }
}

/** Starts the program beside this one and waits until its store is up. */
async function startBeside(
  command: string,
  args: string[],
): Promise<{ program: ChildProcess; url: string; pid: number }> {
  const program = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const line = await Promise.race([
    once(program.stdout, 'data').then(([chunk]: Buffer[]) => String(chunk)),
    once(program, 'close').then(() => Promise.reject(new Error(said))),
  ]);
  const [url = '', pid] = line.trim().split(' ');
  return { program, url, pid: Number(pid) };
}

const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
};

describe('the embedded server', () => {
  test('keeps what was committed over a stop and a start', async () => {
    const dir = directory();
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(dir);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('listens on the loopback address only, asks for the password, and leaves no file with it', async () => {
    const dir = directory();
    const { url } = await start(dir);
    expect(await ask(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await ask(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    await expect(ask(url.replace('a%20password', 'another'), 'select 1')).rejects.toThrow('password');
    expect(readdirSync(dir)).toEqual(['cluster']);
    expect(statSync(`${dir}/cluster`).mode & 0o077).toBe(0);
  });

  test('is UTF-8, writes to disk before it answers, and sorts the same on every machine', async () => {
    const { url } = await start(directory());
    const settings = await ask(
      url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as waits,
        current_setting('full_page_writes') as pages, current_setting('server_encoding') as encoding, 'Z' < 'a' as sorted,
        lower('ĐẮK LẮK') as lower`,
    );
    expect(settings).toEqual([
      { fsync: 'on', waits: 'on', pages: 'on', encoding: 'UTF8', sorted: true, lower: 'đắk lắk' },
    ]);
  });

  test('says so when the password is not the one with which its data were made', async () => {
    const dir = directory();
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    await first.stop();
    await expect(startPostgresChild({ dir, password: 'another', log: quiet })).rejects.toThrow(
      'does not take the password',
    );
  });

  test('tells its owner when it ends by itself, and not when it was told to', async () => {
    const child = await startPostgresChild({ dir: directory(), password: PASSWORD, log: quiet });
    const ended = new Promise<string>((resolve) => child.onExit(resolve));
    process.kill(child.pid, 'SIGKILL');
    expect(await ended).toBe('signal SIGKILL');
    const other = await startPostgresChild({ dir: directory(), password: PASSWORD, log: quiet });
    let told = false;
    other.onExit(() => (told = true));
    await other.stop();
    expect(told).toBe(false);
  });

  test('ends when it is asked politely though connections are held, so that it can be started again', async () => {
    const child = await start(directory());
    const ended = new Promise<string>((resolve) => child.onExit(resolve));
    const store = openControlStore(child.url);
    onTestFinished(() => store.close());
    await sql`SELECT 1`.execute(store.db);
    process.kill(child.pid, 'SIGTERM');
    expect(await ended).toBe('exit code 0');
  });

  test('comes back on the same port after it was killed', async () => {
    const dir = directory();
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    const ended = new Promise((resolve) => first.onExit(resolve));
    process.kill(first.pid, 'SIGKILL');
    await ended;
    const port = Number(new URL(first.url).port);
    const second = await startPostgresChild({ dir, password: PASSWORD, log: quiet, port });
    onTestFinished(() => second.stop());
    expect(second.url).toBe(first.url);
  });

  test('removes what a start that was cut short has left, and starts', async () => {
    const dir = directory();
    mkdirSync(`${dir}/making-1`);
    writeFileSync(`${dir}/making-1/PG_VERSION`, '18');
    writeFileSync(`${dir}/making-1-password`, PASSWORD);
    await start(dir);
    expect(readdirSync(dir)).toEqual(['cluster']);
  });
});

describe.skipIf(process.platform !== 'linux')('after a kill -9', () => {
  test('of its parent the server lives on; the next start ends it and keeps its data', async () => {
    const dir = directory();
    const { program, url, pid } = await startBeside(process.execPath, [PROGRAM, dir]);
    await ask(url, 'create table kept as select 42 as answer');
    const closed = once(program, 'exit');
    program.kill('SIGKILL');
    await closed;
    expect(isAlive(pid)).toBe(true);
    const child = await start(dir);
    expect(isAlive(pid)).toBe(false);
    expect(child.pid).not.toBe(pid);
    expect(await ask(child.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('of everything, a stranger that got the number of the dead server is left alone, and the start succeeds', async () => {
    const dir = directory();
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    const pidFile = `${dir}/cluster/postmaster.pid`;
    const left = readFileSync(pidFile, 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['60']);
    onTestFinished(() => void stranger.kill());
    writeFileSync(pidFile, left.replace(/^\d+/, String(stranger.pid)));
    await start(dir);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test('of the server alone, its children that still work are waited for', async () => {
    const dir = directory();
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    const ended = new Promise((resolve) => first.onExit(resolve));
    // A connection that computes does not notice at once that its server is gone.
    const busy = ask(first.url, 'select count(*) from generate_series(1, 20000000)').catch(() => undefined);
    const others = "select 1 from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()";
    await eventually(async () => expect(await ask(first.url, others)).toHaveLength(1));
    process.kill(first.pid, 'SIGKILL');
    await ended;
    const second = await start(dir);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await busy;
  });
});

describe.skipIf(!isRoot)('as root', () => {
  test('the server runs as somebody else, also below a directory that only root may enter', async () => {
    const closed = `${directory()}/closed`;
    mkdirSync(closed, { mode: 0o700 });
    const { url, pid } = await start(`${closed}/postgres`);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0/m);
    // CAP_DAC_OVERRIDE, and nothing else.
    expect(status).toMatch(/^CapEff:\s+0000000000000002$/m);
  });

  test('a copy of the data that belongs to root is taken over', async () => {
    const dir = `${directory()}/postgres`;
    const first = await startPostgresChild({ dir, password: PASSWORD, log: quiet });
    await first.stop();
    execFileSync('chown', ['-R', 'root:root', dir]);
    const { url } = await start(dir);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('in a directory that everybody may enter, the server has no capability at all', async () => {
    const open = directory();
    execFileSync('chmod', ['755', open]);
    const { pid } = await start(`${open}/postgres`);
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^CapEff:\s+0+$/m);
  });
});

const setpriv = ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all'];
const canBeNobody =
  isRoot &&
  succeeds('setpriv', [...setpriv, 'test', '-r', PROGRAM]) &&
  succeeds('setpriv', [...setpriv, process.execPath, '-v']);

describe.skipIf(!canBeNobody)('as an ordinary user', () => {
  test('the server runs as that user, and root goes on with the same data later', async () => {
    const dir = `${directory()}/postgres`;
    execFileSync('install', ['-d', '-m', '700', '-o', '65534', '-g', '65534', dir]);
    execFileSync('chmod', ['755', `${dir}/..`]);
    const { program, url } = await startBeside('setpriv', [...setpriv, process.execPath, PROGRAM, dir, 'stop']);
    await once(program, 'exit');
    expect(url).toContain('127.0.0.1');
    expect(statSync(`${dir}/cluster`).uid).toBe(65_534);
    await start(dir);
  });

  test('a directory of somebody else is refused, with what to do', async () => {
    const dir = `${directory()}/postgres`;
    mkdirSync(dir);
    execFileSync('chmod', ['755', `${dir}/..`]);
    const refused = startBeside('setpriv', [...setpriv, process.execPath, PROGRAM, dir]);
    await expect(refused).rejects.toThrow(/belongs to user 0.*chown/);
  });
});

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
