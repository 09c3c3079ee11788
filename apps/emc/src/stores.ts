import { type Clock, createHeartbeat, type Heartbeat } from '@emc/contract';
import { createPing, migrate, openControlStore, openSharedGate, startPostgresChild } from '@emc/control-store';
import { forReaders, openEventStore, startClickHouseChild } from '@emc/event-store';
import type { Logger } from 'pino';
import { portOf, type StoreProcess, type WatchedChild, watchChild } from './child.ts';
import { atMost, STOP_PATIENCE_MS } from './patience.ts';
import { killFamily } from './progress.ts';
import type { DataDirectory } from './data-directory.ts';
import { SettingError, type SettingName, type Settings } from './settings.ts';
import { supervise } from './supervise.ts';

/** How long a stop waits for a store that is just being started again; the next start would end it. */
const CHILD_PATIENCE_MS = 20_000;

export type Stores = Awaited<ReturnType<typeof startStores>>;

interface StartStores {
  settings: Settings;
  data: DataDirectory;
  clock: Clock;
  log: Logger;
  say: (text: string) => void;
  stack: AsyncDisposableStack;
}

/** Starts or finds both stores side by side and brings their schemas up to date. */
export async function startStores(options: StartStores) {
  // Both are waited for even when one fails: a child that comes up after the clean-up would be left behind.
  const [control, event] = await Promise.allSettled([startControl(options), findEvent(options)]);
  if (control.status === 'rejected') throw control.reason;
  if (event.status === 'rejected') throw event.reason;
  return { control: control.value, ...(await openEvent(options, event.value, control.value.url)) };
}

async function startControl(options: StartStores) {
  const { settings, data, clock, log, say, stack } = options;
  let url = settings.postgresUrl;
  let child: WatchedChild<StoreProcess> | undefined;
  if (url === undefined) {
    say('starting PostgreSQL (the register) …');
    child = await watchChild<StoreProcess>('postgresql', log, (first) =>
      startPostgresChild({
        dir: data.place('postgres'),
        password: data.secrets.postgres,
        log: postgresLog(log),
        port: first && portOf(first),
      }),
    );
    url = child.first.url;
  }
  const { ping, close } = createPing(url);
  const heartbeat = createHeartbeat({ name: 'control store', ping, clock });
  keepAlive('postgresql', child, heartbeat, options);
  stack.defer(() => atMost(STOP_PATIENCE_MS, close()));
  const store = openControlStore(url, { heartbeat });
  stack.defer(() => atMost(STOP_PATIENCE_MS, store.close()));
  await reached('EMC_POSTGRES_URL', settings.postgresUrl, migrate(store.db));
  heartbeat.start();
  return { db: store.db, url, heartbeat };
}

/** Looks after a store as long as the program runs: a child of ours that hangs is ended, one that others run is only reported. */
function keepAlive(
  name: string,
  child: WatchedChild<StoreProcess> | undefined,
  heartbeat: Heartbeat,
  { log, stack }: Pick<StartStores, 'log' | 'stack'>,
): void {
  const supervision = child && supervise({ name, running: () => child.running(), heartbeat, log });
  stack.defer(async () => {
    supervision?.stop();
    const hung = heartbeat.unavailableSince_ms() === undefined ? undefined : child?.running();
    heartbeat.stop();
    const stopped = child?.stop();
    // What was acknowledged is on disk; asking it to stop would be asking for the whole patience.
    if (hung !== undefined) killFamily(hung.pid);
    if (stopped !== undefined) await atMost(CHILD_PATIENCE_MS, stopped);
  });
}

async function findEvent({ settings, data, log, say, stack }: StartStores) {
  const access = external(settings.clickhouseUrl);
  if (access !== undefined)
    return {
      ...access,
      child: undefined,
      otherUrls: settings.clickhouseOtherUrls,
      cluster: settings.clickhouseCluster,
    };
  say('starting ClickHouse (the events) …');
  const child = await watchChild<EmbeddedClickHouse>('clickhouse', log, (first) =>
    startClickHouse(data, log, first && portOf(first)),
  );
  // Also when the other store does not start.
  stack.defer(() => atMost(CHILD_PATIENCE_MS, child.stop()));
  return { ...child.first, child, database: 'emc', otherUrls: undefined, cluster: undefined };
}

async function openEvent(
  options: StartStores,
  { child, ...access }: Awaited<ReturnType<typeof findEvent>>,
  controlUrl: string,
) {
  const { settings, clock, log, stack } = options;
  // The embedded one is ours alone. Others may load into a server: what they do meets at a gate in the control store.
  const gate = settings.clickhouseUrl === undefined ? undefined : openSharedGate(controlUrl, 'event store');
  if (gate !== undefined) stack.defer(() => atMost(STOP_PATIENCE_MS, gate.close()));
  const store = openEventStore({ ...access, gate });
  const heartbeat = createHeartbeat({ name: 'event store', ping: (signal) => store.ping(signal), clock });
  keepAlive('clickhouse', child, heartbeat, options);
  stack.defer(() => atMost(STOP_PATIENCE_MS, store.close()));
  const address = settings.clickhouseUrl?.href;
  const applied = gate === undefined ? store.applySchema() : gate.alone(() => store.applySchema());
  const lostTables = await reached('EMC_CLICKHOUSE_URL', address, applied);
  if (lostTables.length > 0)
    log.error({ tables: lostTables }, 'tables of the event store were lost and made again, empty');
  heartbeat.start();
  const { url, otherUrls, database, cluster, reader } = access;
  return {
    event: store,
    eventForReaders: forReaders(store, { heartbeat, clock }),
    eventHeartbeat: heartbeat,
    lostTables,
    /** With which another process asks the same store. */
    readerAccess: { url, otherUrls, database, cluster, reader },
  };
}

/** A server that others run and that does not do what it should is a matter of the setting that names it. */
async function reached<T>(name: SettingName, address: string | undefined, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (address === undefined) throw error;
    const url = new URL(address);
    url.password = '';
    throw new SettingError(
      name,
      url.href,
      `a server that answers and lets its user make tables (${(error as Error).message})`,
    );
  }
}

const COMING_UP = /the database system is (starting up|not yet accepting connections)/;

/** What PostgreSQL says in the course of a normal day is of interest only to who looks for something. */
function postgresLog(log: Logger) {
  return {
    info: (line: string) => log.debug(line),
    warn: (line: string) => (COMING_UP.test(line) ? log.debug(line) : log.warn(line)),
  };
}

function clickhouseLog(log: Logger) {
  return {
    info: (fields: object, text: string) => log.debug(fields, text),
    warn: (fields: object, text: string) => log.warn(fields, text),
    error: (fields: object, text: string) => log.error(fields, text),
  };
}

type EmbeddedClickHouse = Awaited<ReturnType<typeof startClickHouse>>;

async function startClickHouse(data: DataDirectory, log: Logger, port: number | undefined) {
  const { clickhouseWriter: writerPassword, clickhouseReader: readerPassword } = data.secrets;
  const child = await startClickHouseChild({
    dir: data.place('clickhouse'),
    writerPassword,
    readerPassword,
    log: clickhouseLog(log),
    port,
  });
  const onExit = (listener: (reason: string) => void): void =>
    child.onExit(({ expected, stderr, signal, code }) => {
      if (!expected) listener(stderr || `ended with ${signal ?? code}`);
    });
  return { ...child, onExit };
}

/** Access to a server that others run: one user for both, given in the address. */
function external(url: URL | undefined) {
  if (url === undefined) return undefined;
  const user = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return { url: url.origin, database: url.pathname.slice(1), writer: user, reader: user };
}
