import { migrate, openControlStore, openSharedGate, startPostgresChild } from '@emc/control-store';
import { openEventStore, startClickHouseChild } from '@emc/event-store';
import type { Logger } from 'pino';
import { watchChild } from './child.ts';
import { atMost } from './patience.ts';
import type { DataDirectory } from './data-directory.ts';
import { SettingError, type SettingName, type Settings } from './settings.ts';

/** How long a stop waits for a store that is just being started again; the next start would end it. */
const STOP_PATIENCE_MS = 20_000;

export type Stores = Awaited<ReturnType<typeof startStores>>;

interface StartStores {
  settings: Settings;
  data: DataDirectory;
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
  return { control: control.value, event: await openEvent(options, event.value, control.value.url) };
}

async function startControl({ settings, data, log, say, stack }: StartStores) {
  let url = settings.postgresUrl;
  if (url === undefined) {
    say('starting PostgreSQL (the register) …');
    const child = await watchChild('postgresql', log, (port) =>
      startPostgresChild({
        dir: data.place('postgres'),
        password: data.secrets.postgres,
        log: postgresLog(log),
        port,
      }),
    );
    stack.defer(() => atMost(STOP_PATIENCE_MS, child.stop()));
    url = child.first.url;
  }
  const store = openControlStore(url);
  stack.defer(() => store.close());
  await reached('EMC_POSTGRES_URL', settings.postgresUrl, migrate(store.db));
  return { db: store.db, url };
}

async function findEvent({ settings, data, log, say, stack }: StartStores) {
  const access = external(settings.clickhouseUrl);
  if (access !== undefined)
    return { ...access, otherUrls: settings.clickhouseOtherUrls, cluster: settings.clickhouseCluster };
  say('starting ClickHouse (the events) …');
  const child = await watchChild('clickhouse', log, (port) => startClickHouse(data, log, port));
  stack.defer(() => atMost(STOP_PATIENCE_MS, child.stop()));
  return { ...child.first, database: 'emc', cluster: undefined };
}

async function openEvent(
  { settings, stack }: StartStores,
  access: Awaited<ReturnType<typeof findEvent>>,
  controlUrl: string,
) {
  // The embedded one is ours alone. Others may load into a server: what they do meets at a gate in the control store.
  const gate = settings.clickhouseUrl === undefined ? undefined : openSharedGate(controlUrl, 'event store');
  if (gate !== undefined) stack.defer(() => gate.close());
  const store = openEventStore({ ...access, gate });
  stack.defer(() => store.close());
  const address = settings.clickhouseUrl?.href;
  const applied = gate === undefined ? store.applySchema() : gate.alone(() => store.applySchema());
  await reached('EMC_CLICKHOUSE_URL', address, applied);
  return store;
}

/** A server that others run and that does not do what it should is a matter of the setting that names it. */
async function reached(name: SettingName, address: string | undefined, work: Promise<unknown>): Promise<void> {
  try {
    await work;
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

/** What PostgreSQL says in the course of a normal day is of interest only to who looks for something. */
function postgresLog(log: Logger) {
  return {
    info: (line: string) => log.debug(line),
    warn: (line: string) => (line.includes('the database system is starting up') ? log.debug(line) : log.warn(line)),
  };
}

function clickhouseLog(log: Logger) {
  return {
    info: (fields: object, text: string) => log.debug(fields, text),
    warn: (fields: object, text: string) => log.warn(fields, text),
    error: (fields: object, text: string) => log.error(fields, text),
  };
}

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
