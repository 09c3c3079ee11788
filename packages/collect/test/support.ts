import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import type { Clock, Log } from '@emc/contract';
import { DOSSIER_COLUMNS, HIT_COLUMNS, type DossierDropCount, type DropCount } from '@emc/event-store';
import { freshDirectory } from '@emc/test-kit';
import { BROWSER, DOSSIERS, REDACTION, SALT, SITES } from './samples.ts';
import { createCollector, Spool, type Collector, type CollectorOptions, type SpoolOptions } from '../src/index.ts';
import { FRAME_TYPES, readSegment } from '../src/spool/frames.ts';

/** Keeps everything that is logged, to be looked at. */
export function loggedLines(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, info: write, warn: write, error: write };
}

export interface RunningCollector {
  url: string;
  dir: string;
  spool: Spool;
  collector: Collector;
  log: Log & { lines: string[] };
  /** Sends a request as it is written here; nothing is added but what HTTP needs. */
  send(method: string, target: string, headers?: Record<string, string>, body?: string | Buffer): Promise<Reply>;
  /** What is in the spool now. */
  stored(): Promise<Stored>;
  stop(): Promise<void>;
}

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface StartOptions extends Partial<Omit<CollectorOptions, 'spool' | 'log'>> {
  dir?: string;
  dossierBodyLimit_bytes?: number;
  spoolOptions?: Partial<SpoolOptions>;
}

/** A collector behind a real HTTP server, with a spool in a directory of its own. */
export async function startCollector(options: StartOptions = {}): Promise<RunningCollector> {
  const place = freshDirectory();
  const dir = options.dir ?? path.join(place.path, 'spool');
  const log = loggedLines();
  const clock: Clock = options.clock ?? Date.now;
  const spool = await Spool.open({ dir, limit_bytes: 2 ** 30, clock, log, segmentAge_ms: 20, ...options.spoolOptions });
  const sites = new Map(SITES.map((site) => [site.siteId, site]));
  const dossiers = { ...DOSSIERS, dossierBodyLimit_bytes: options.dossierBodyLimit_bytes };
  const collector = createCollector({
    sites,
    salt: { current: () => SALT },
    redaction: REDACTION,
    dossiers,
    ...options,
    clock,
    spool,
    log,
  });
  collector.start();
  const server = createServer((request, response) => {
    if (!collector.handle(request, response)) response.writeHead(404).end('not the collector');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    dir,
    spool,
    collector,
    log,
    send: (method, target, headers = {}, body) =>
      send(url + target, method, { 'user-agent': BROWSER, ...headers }, body),
    stored: async () => {
      await collector.stop();
      await spool.sealNow();
      return readSpool(dir);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await collector.stop();
      await spool.close();
      place.remove();
    },
  };
}

function send(url: string, method: string, headers: Record<string, string>, body?: string | Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const target = url.slice(url.indexOf('/', 'http://'.length));
    const request = httpRequest(url, { method, headers, path: target, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

type StoredRow = Record<string, string | number | bigint>;

interface Stored {
  hits: StoredRow[];
  drops: DropCount[];
  changes: StoredRow[];
  dossierDrops: DossierDropCount[];
}

/** Every row in the sealed segments of a directory, read as ClickHouse would read it. */
function readSpool(dir: string): Stored {
  const stored: Stored = { hits: [], drops: [], changes: [], dossierDrops: [] };
  const segments = readdirSync(dir).filter((one) => one.endsWith('.sealed'));
  for (const name of segments.sort()) {
    const bytes = readFileSync(path.join(dir, name));
    for (const frame of readSegment(bytes)!.frames) {
      const payload = bytes.subarray(frame.from, frame.to);
      const json = (): unknown[] => JSON.parse(payload.toString()) as unknown[];
      if (frame.type === FRAME_TYPES.drops) stored.drops.push(...(json() as DropCount[]));
      else if (frame.type === FRAME_TYPES.dossierDrops) stored.dossierDrops.push(...(json() as DossierDropCount[]));
      else if (frame.type === FRAME_TYPES.dossiers) stored.changes.push(...decodeRows(payload, DOSSIER_COLUMNS));
      else stored.hits.push(...decodeRows(payload, HIT_COLUMNS));
    }
  }
  return stored;
}

function decodeRows(bytes: Buffer, columns: readonly { name: string; type: string }[]): StoredRow[] {
  const rows: StoredRow[] = [];
  let at = 0;
  const string = (): string => {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const readers: Record<string, () => string | number | bigint> = {
    UInt8: () => bytes.readUInt8(at++),
    UInt16: () => bytes.readUInt16LE((at += 2) - 2),
    UInt32: () => bytes.readUInt32LE((at += 4) - 4),
    UInt64: () => bytes.readBigUInt64LE((at += 8) - 8),
    Int8: () => bytes.readInt8(at++),
    Enum8: () => bytes.readInt8(at++),
    Float64: () => bytes.readDoubleLE((at += 8) - 8),
    DateTime64: () => Number(bytes.readBigInt64LE((at += 8) - 8)),
    String: string,
    LowCardinality: string,
  };
  while (at < bytes.length) {
    rows.push(Object.fromEntries(columns.map(({ name, type }) => [name, readers[/^\w+/.exec(type)![0]]!()])));
  }
  return rows;
}

/** A file system of one mebibyte; undefined when this user may not mount one. */
export function smallDisk(dir: string): string | undefined {
  const mount = path.join(dir, 'disk');
  mkdirSync(mount);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount], { stdio: 'ignore' });
    return mount;
  } catch {
    return undefined;
  }
}
