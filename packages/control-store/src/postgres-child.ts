import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { findPostgresBinaries } from './binaries.ts';
import { CLUSTER, EMBEDDED_USER, ensureCluster } from './cluster.ts';
import { endOrphan } from './orphan.ts';
import type { Log } from './log.ts';
import { prepareLauncher } from './run-as.ts';
import { endServerProcess, type ServerProcess, startServerProcess } from './server-process.ts';

export interface PostgresChildOptions {
  /** Where the server keeps its data; made if need be. Only one process may use it: the caller holds the lock. */
  dir: string;
  /** Of the server's only user. It is set when the data are made; give the same one ever after. */
  password: string;
  /** Takes what the server says, a line at a time. */
  log: Log;
  /** The loopback port; left out or 0 = any that is free. */
  port?: number;
}

export interface PostgresChild {
  /** Connection URL of the database `postgres` on the loopback address, password included. */
  url: string;
  pid: number;
  /** Closes the server: open connections are cut, what was committed is on disk. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Called when the process has ended without having been told to by `stop()`. */
  onExit(listener: (reason: string) => void): void;
}

const START_PATIENCE_MS = 60_000;

/**
 * Starts the embedded PostgreSQL 18 on the loopback address and resolves when it accepts connections. A server that an
 * earlier, killed run left on the same directory is ended first.
 *
 * @throws Error with what the server said last when it does not come up, or when the password is not its own.
 */
export async function startPostgresChild(options: PostgresChildOptions): Promise<PostgresChild> {
  const dir = resolve(options.dir);
  const binaries = await findPostgresBinaries();
  const launcher = await prepareLauncher(dir, binaries);
  await endOrphan(join(dir, CLUSTER), options.log);
  await ensureCluster(dir, options.password, binaries, launcher);
  const cluster = await realpath(join(dir, CLUSTER));
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort());
    const command = launcher.command(binaries.postgres, serverArguments(cluster, port));
    const server: ServerProcess = startServerProcess(
      command,
      hurriedBy(options.log, () => server.child.kill('SIGINT')),
    );
    const url = `postgres://${EMBEDDED_USER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
    try {
      await acceptsConnections(url, server);
      return handle(server, url);
    } catch (error) {
      await endServerProcess(server);
      // Somebody else took the port meanwhile, or processes of a killed server are still ending.
      const passing = /could not bind|could not create any TCP|pre-existing shared memory/.test(server.tail.join('\n'));
      if (!passing || attempt === 10) throw error;
      await sleep(200);
    }
  }
}

/**
 * After a polite request to end (SIGTERM) the server takes no new connection and waits for those there are, which are ours and do not
 * end by themselves: the register would be unavailable for good. Cutting them lets it end, and be started again.
 */
function hurriedBy(log: Log, cutConnections: () => void): Log {
  return {
    ...log,
    info: (line) => {
      if (line.includes('received smart shutdown request')) cutConnections();
      log.info(line);
    },
  };
}

function serverArguments(cluster: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be 107 bytes at most, and a data directory may lie deeper.
    unix_socket_directories: '',
    port: String(port),
    shared_buffers: '64MB',
    max_connections: '50',
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // What a failing statement carried stays out of the log.
    log_min_error_statement: 'panic',
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function acceptsConnections(url: string, server: ServerProcess): Promise<void> {
  const end_ms = performance.now() + START_PATIENCE_MS;
  while (performance.now() < end_ms && !server.gone) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    // A server that goes away while we speak to it reports the error here as well.
    client.on('error', () => undefined);
    try {
      // Who answers when it is gone is another, who has taken its port.
      const gone = server.exited.then((reason) => Promise.reject(new Error(reason)));
      await Promise.race([client.connect(), gone]);
      await client.end();
      return;
    } catch (error) {
      void client.end().catch(() => undefined);
      if (server.gone) break;
      if (error instanceof DatabaseError && error.code === '28P01') {
        const what = 'The embedded PostgreSQL does not take the password with which its data were made.';
        throw new Error(what, { cause: error });
      }
    }
    await sleep(25);
  }
  const said = server.failure?.message ?? server.tail.join('\n');
  throw new Error(`The embedded PostgreSQL did not start:\n${said}`, { cause: server.failure });
}

function handle(server: ServerProcess, url: string): PostgresChild {
  return {
    url,
    pid: server.child.pid ?? 0,
    stop: () => endServerProcess(server),
    onExit(listener) {
      void server.exited.then((reason) => server.stopping || listener(reason));
    },
  };
}
