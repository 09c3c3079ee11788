import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '@emc/contract';
import pino, { type Logger } from 'pino';
import { hostForUrl } from './api-client.ts';
import { takeDataDirectory } from './data-directory.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { beginReaders } from './readers/reader-process.ts';
import { readRoles } from './roles/roles.ts';
import { startRooms } from './rooms.ts';
import { readSettings, SettingError, unknownSettings, type Settings } from './settings.ts';
import { startStores } from './stores.ts';

/** How long a start waits for a previous process that may be about to end. */
const LOCK_PATIENCE_MS = 3000;
const STARTING_ANSWER = 'EMC is starting; try again in a few seconds.\n';
const STARTING_HEADERS = {
  'content-type': 'text/plain',
  'retry-after': '2',
  'x-content-type-options': 'nosniff',
  'x-emc-reason': 'not-recording; EMC is starting.',
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What a caller may do differently from `emc serve`: the simulator trusts its own proxy header and says that all is simulated. */
export interface ServeOptions {
  simulated?: boolean;
  /** What time it is; that of the machine when left out. */
  clock?: Clock;
  /** As given to `--role`; none = all. */
  roles?: readonly string[];
  /** Runs when everything is up, before the ready line; what it registers on the stack is stopped first. */
  beforeReady?: (program: RunningProgram, stack: AsyncDisposableStack) => Promise<void>;
}

/** What runs, for whoever starts it from within. */
export interface RunningProgram extends Awaited<ReturnType<typeof startRooms>> {
  url: string;
  log: Logger;
  say: (text: string) => void;
}

/**
 * `emc serve`: everything, in one process and its three children, until SIGTERM or SIGINT.
 * Starts in the order in which things stand on each other and stops in the reverse one; a signal during the start is
 * obeyed after the step under way.
 * @throws SettingError, DataDirectoryInUse before anything is started
 */
export async function serve(env: NodeJS.ProcessEnv, options: ServeOptions = {}): Promise<void> {
  const settings = readSettings(env);
  const parts = readRoles(options.roles ?? [], settings);
  const log = pino({ level: settings.logLevel, base: undefined }, pino.destination({ dest: 2, sync: false }));
  for (const name of unknownSettings(env))
    log.warn(`${name} is not a setting of EMC and does nothing; see "emc serve --help"`);
  const signal = stopSignal(log);
  const data = await takeDataDirectory(settings, LOCK_PATIENCE_MS);
  // All that this process and its stores make from here on is theirs alone.
  process.umask(0o077);
  for (const place of data.openToOthers)
    log.warn(
      { place },
      'other users of this machine can read this; give it to the user of EMC, readable by that user only',
    );
  const stack = new AsyncDisposableStack();
  stack.defer(() => data.release());
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    const front = await openFront(settings, stack);
    // At once, so that it has loaded its code when the stores are up.
    const readers = parts.readersApart ? beginReaders(data.dir) : undefined;
    stack.defer(() => readers?.stop());
    const stores = await startStores({ settings, data, clock: options.clock ?? Date.now, log, say, stack });
    if (!signal.arrived()) {
      const url = settings.publicUrl ?? front.url;
      const written = parts.roles.has('publish');
      if (written && settings.publicUrl === undefined && ['0.0.0.0', '::'].includes(settings.host)) {
        log.warn(
          `EMC_PUBLIC_URL is not set: the monitoring codes will point to ${url}, which only this machine can reach`,
        );
      }
      const rooms = await startRooms({
        settings,
        data,
        stores,
        parts,
        readers,
        clock: options.clock ?? Date.now,
        publicUrl: url,
        simulated: options.simulated ?? false,
        log,
        say,
        stack,
      });
      front.answerWith(rooms.handle);
      const prepared = options.beforeReady?.({ ...rooms, url: front.url, log, say }, stack) ?? Promise.resolve();
      await Promise.race([prepared, signal.promise]);
      // Stopped under way: what it still tries will fail, and nobody needs to know.
      prepared.catch(() => undefined);
      if (!signal.arrived()) {
        rooms.keepStanding();
        say(`EMC is ready at ${front.url}`);
      }
      await signal.promise;
    }
    say('EMC is stopping …');
  } finally {
    await stack.disposeAsync();
  }
  say('EMC has stopped; nothing is lost.');
}

/**
 * The first reason to stop: SIGTERM, SIGINT, SIGHUP, or an error that nobody caught. Further signals change nothing:
 * stopping is under way, and cutting it short could lose a sync.
 */
function stopSignal(log: Logger): { arrived: () => boolean; promise: Promise<void> } {
  let arrived = false;
  const promise = new Promise<void>((resolve) => {
    const stop = (): void => {
      arrived = true;
      resolve();
    };
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, stop);
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error }, 'an error that nobody caught: stopping in order; start it again');
      process.exitCode = 1;
      stop();
    });
  });
  return { arrived: () => arrived, promise };
}

/** Takes the port at once, so that a port in use is said before minutes are spent, and answers 503 until all is up. */
async function openFront(
  settings: Settings,
  stack: AsyncDisposableStack,
): Promise<{ url: string; answerWith: (handler: Handler) => void }> {
  let handler: Handler = (request, response) => {
    const { origin } = request.headers;
    const cors =
      origin === undefined ? {} : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
    response.writeHead(503, { ...STARTING_HEADERS, ...cors }).end(STARTING_ANSWER);
  };
  const limits = { keepAliveTimeout: 65_000, requestTimeout: LONGEST_REQUEST_MS, maxHeaderSize: LONGEST_HEAD_BYTES };
  const server = createServer(
    limits,
    oneAfterAnother((request, response) => handler(request, response)),
  );
  server.on('clientError', refuseWhatIsNotHttp);
  await listen(server, settings);
  stack.defer(() => closeFront(server));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${hostForUrl(settings.host)}:${port}`, answerWith: (next) => (handler = next) };
}

/** A file of procedures of 24 MiB on a line of 2 Mbit/s; who takes longer has stalled, and holds memory. */
const LONGEST_REQUEST_MS = 120_000;

/** Old clients send long addresses; past this the parser refuses. */
const LONGEST_HEAD_BYTES = 65_536;

/** The parser refuses before any room sees the request; the sender is told why all the same. */
function refuseWhatIsNotHttp(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, why] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', `address and headers are longer than ${LONGEST_HEAD_BYTES} bytes`]
      : ['400 Bad Request', 'this is not HTTP; percent-encode everything in the address that is not ASCII'];
  socket.end(
    `HTTP/1.1 ${status}\r\nX-EMC-Reason: bad-parameter; ${why}.\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new SettingError('EMC_PORT', String(settings.port), 'a port that no other program listens on'));
      else if (error.code === 'EADDRNOTAVAIL')
        reject(new SettingError('EMC_HOST', settings.host, 'an address of this machine'));
      else if (error.code === 'EACCES')
        reject(new SettingError('EMC_PORT', String(settings.port), 'a port that this user may listen on'));
      else reject(error);
    });
    server.listen({ port: settings.port, host: settings.host, backlog: 4096 }, resolve);
  });
}

async function closeFront(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Requests under way are answered within a moment; what stays open after that is a reader that never ends.
  const deadline = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(deadline);
}
