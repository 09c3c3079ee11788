/**
 * The embedded ClickHouse's own process: `node server-process.ts DIR LIBRARY`.
 *
 * libchdb is clickhouse-local with its listeners; `chdb_query_cmdline` runs it in this process until its last script
 * ends. That script is a named pipe, so that it ends when we say: when standard input closes, which the operating
 * system does for us when the parent dies, however it dies. The entry is not documented by the package: versions are
 * pinned, and a smoke test holds it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataType, load, open } from 'ffi-rs';

/** After this long the process ends itself the hard way; the store stands a kill at any moment. */
const STOP_LIMIT_MS = 10_000;

const [dir, library] = process.argv.slice(2);
if (dir === undefined || library === undefined) throw new Error('usage: server-process.ts DIR LIBRARY');

const listenScript = join(dir, 'listen.sql');
const stopPipe = join(dir, 'stop.pipe');

function makePipe(path: string): void {
  rmSync(path, { force: true });
  open({ library: 'self', path: '' });
  const paramsType = [DataType.String, DataType.I32];
  const made = load({
    library: 'self',
    funcName: 'mkfifo',
    retType: DataType.I32,
    paramsType,
    paramsValue: [path, 0o600],
  });
  if (made !== 0) throw new Error(`cannot make the named pipe ${path}`);
}

async function stop(): Promise<void> {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_LIMIT_MS).unref();
  const pipe = await openFile(stopPipe, 'w');
  await pipe.close();
}

// A terminal's or supervisor's signal goes to the whole group; this process leaves only with its parent, which drains first.
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

process.stdin.on('end', () => void stop());
process.stdin.on('error', () => void stop());
process.stdin.resume();

writeFileSync(join(dir, 'server.pid'), `${process.pid} ${process.ppid}\n`, { mode: 0o600 });
makePipe(stopPipe);

const argv = [
  'clickhouse-local',
  `--config-file=${join(dir, 'config.xml')}`,
  `--path=${join(dir, 'data')}`,
  '--log-level=warning',
  '--queries-file',
  listenScript,
  stopPipe,
];
open({ library: 'chdb', path: library });
await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
  // This thread stays free to watch standard input.
  runInNewThread: true,
});
rmSync(join(dir, 'server.pid'), { force: true });
process.exit(0);
