import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import type { z } from 'zod';
import { daysOfBatchesQuery, insertDrops, insertHits } from './batches.ts';
import type { BlockTable, DropBatch, HitBatch } from './batches.ts';
import type { Credentials } from './child/clickhouse-child.ts';
import { type Asking, guarded } from './client.ts';
import { damagedTable } from './errors.ts';
import { cluster } from './cluster/cluster.ts';
import { insertDossierChanges, insertDossierDrops, repairDossiers } from './dossiers/dossier-batches.ts';
import type { DossierBatch, DossierDropBatch } from './dossiers/dossier-batches.ts';
import { Gate } from './gate.ts';
import type { LoadGate } from './gate.ts';
import type { Params, Query, Statement } from './query.ts';
import { outdateCountryDay, rebuildDay } from './rebuild.ts';
import { ROLLUPS } from './schema/rollups.ts';
import { oneServer } from './servers.ts';
import type { Servers } from './servers.ts';

export interface EventStoreOptions {
  /** `http(s)://host:port` of the embedded child or of a ClickHouse of one's own. */
  url: string;
  /** Made by `applySchema()` when it is not there: lower-case letters, digits, underscores. */
  database: string;
  writer: Credentials;
  /** A user that can read only; every question is asked as this user. */
  reader: Credentials;
  /** Connections for each of the two users; 10 when left out. */
  maxConnections?: number;
  /**
   * Name of the cluster that the server at `url` belongs to: blocks then go to its shards, and questions are asked over all
   * of them. Every node must answer at the port of `url`. Left out: that server alone.
   */
  cluster?: string;
  /** Other nodes of the cluster, `http(s)://host:port`: asked for it when the one at `url` does not answer. */
  otherUrls?: readonly string[];
  /** Keeps other processes' inserts and rebuilds apart; left out where no other process writes. */
  gate?: LoadGate;
}

/**
 * The event store: hits, what is summed up from them, and what was not counted. Every method throws
 * `EmcError('store-unavailable')` when the store is away or overloaded.
 */
export interface EventStore {
  readonly database: string;
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  /**
   * Makes the database and brings its tables up to date.
   * @returns tables and views whose definition was lost, and that were made again, empty
   * @throws SchemaTooNewError
   */
  applySchema(): Promise<string[]>;
  /** One synchronous insert: on disk when it resolves; unknown when it throws. @throws BadBatchError */
  insertHits(batch: HitBatch): Promise<void>;
  insertDrops(batch: DropBatch): Promise<void>;
  /** Which of the batches are in `hits`; inserts of them that still run, though nobody waits for them any more, are waited for. */
  batchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** Which of the batches are in `drops`, likewise. */
  dropBatchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** The local days that the batches touch in `hits`. */
  daysOfBatches(batchIds: readonly bigint[]): Promise<Day[]>;
  /**
   * Makes every rollup of a local day anew from `hits`. Inserts through this store wait meanwhile, and through the gate
   * those of others. When it throws, call it again.
   * @param only names of the rollups to make; all when left out
   */
  rebuildDay(day: Day, only?: readonly string[]): Promise<void>;
  /** Tables that a question or statement could not read since this was last asked. */
  suspects(): string[];
  /** Runs work while no block is inserted and no day rebuilt, by this process or through the gate by others. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** As `insertHits`, for changes of dossiers. @throws BadBatchError */
  insertDossierChanges(batch: DossierBatch): Promise<void>;
  insertDossierDrops(batch: DossierDropBatch): Promise<void>;
  /** Which of the batches are in `dossier_changes`, likewise. */
  dossierBatchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** Which of the batches are in `dossier_drops`, likewise. */
  dossierDropBatchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** Makes the states of dossiers and systems hold these blocks, which may lack there. When it throws, call it again. */
  repairDossiers(batchIds: readonly bigint[]): Promise<void>;
  /** Asks a declared question as the reader. */
  ask<P extends Params, R extends z.ZodType>(
    query: Query<P, R>,
    params: z.input<P>,
    asking?: Asking,
  ): Promise<z.output<R>[]>;
  /** Runs a declared statement as the writer. */
  run<P extends Params>(statement: Statement<P>, params: z.input<P>): Promise<void>;
  /** Resolves when the store lives; costs nothing. @throws Error when it does not answer */
  ping(signal: AbortSignal): Promise<void>;
  /**
   * Makes replicas of a cluster equal that missed blocks; does nothing where none did. To be called every few seconds by
   * whoever loads. @returns the hosts that still lack something
   */
  catchUp(): Promise<string[]>;
  /** Hosts of a cluster that this process knows to lack something; to be told to those that read. */
  lacking(): string[];
  /** Asks others of their shards than these hosts where it can, from now on; those of the last call count no more. */
  avoid(hosts: readonly string[]): void;
  /**
   * Through when answers hold everything that this process loads, given through when it is loaded. Earlier while a shard of a
   * cluster is answered for by a replica that missed something. To be asked every second by whoever loads. Unix milliseconds.
   */
  wholeThrough(loadedThrough_ms: number): number;
  /** Runs work on the database of every server by itself: what each of a cluster holds, else all there is. */
  onEachServer(work: (client: ClickHouseClient) => Promise<void>): Promise<void>;
  /** Closes the connections; the server goes on. */
  close(): Promise<void>;
}

/** Opens a store; nothing is sent before the first call. */
export function openEventStore(options: EventStoreOptions): EventStore {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(options.database))
    throw new Error(`not a name of a database: ${options.database}`);
  const servers =
    options.cluster === undefined ? oneServer(options) : cluster({ ...options, cluster: options.cluster });
  const gate = gateOf(options.gate);
  const { database } = options;
  const suspects = new Set<string>();
  const watched = <T>(work: () => Promise<T>): Promise<T> =>
    guarded(work).catch((error: unknown) => {
      const table = damagedTable(error);
      if (table !== undefined) suspects.add(table);
      throw error;
    });
  const ask: EventStore['ask'] = (query, params, asking) => watched(() => servers.ask(query, params, asking));
  const present = async (table: BlockTable, batchIds: readonly bigint[]) =>
    batchIds.length === 0 ? new Set<bigint>() : guarded(() => servers.present(table, batchIds));
  const put: Servers['insert'] = (block, send) => guarded(() => gate.together(() => servers.insert(block, send)));
  return {
    database,
    write: servers.write,
    read: servers.read,
    applySchema: () => guarded(() => servers.applySchema()),
    insertHits: (batch) =>
      put({ table: 'hits', batchId: batch.batchId }, (client) => insertHits(client, database, batch)),
    insertDrops: (batch) =>
      put({ table: 'drops', batchId: batch.batchId }, (client) => insertDrops(client, database, batch)),
    batchExists: (batchIds) => present('hits', batchIds),
    dropBatchExists: (batchIds) => present('drops', batchIds),
    daysOfBatches: async (batchIds) => {
      if (batchIds.length === 0) return [];
      const rows = await guarded(() => servers.askEach(daysOfBatchesQuery, { batch_ids: [...batchIds] }));
      return [...new Set(rows.map((row) => row.day))].sort();
    },
    rebuildDay: (day, only) =>
      watched(() =>
        gate.alone(async () => {
          const rollups = ROLLUPS.filter(({ name }) => only?.includes(name) ?? true);
          await servers.each((client) => rebuildDay(client, database, day, rollups), [day]);
          await servers.run(outdateCountryDay, { day });
        }),
      ),
    suspects: () => {
      const tables = [...suspects];
      suspects.clear();
      return tables;
    },
    exclusive: (work) => guarded(() => gate.alone(work)),
    insertDossierChanges: (batch) =>
      put({ table: 'dossier_changes', batchId: batch.batchId }, (client) =>
        insertDossierChanges(client, database, batch),
      ),
    insertDossierDrops: (batch) =>
      put({ table: 'dossier_drops', batchId: batch.batchId }, (client) => insertDossierDrops(client, database, batch)),
    dossierBatchExists: (batchIds) => present('dossier_changes', batchIds),
    dossierDropBatchExists: (batchIds) => present('dossier_drops', batchIds),
    repairDossiers: (batchIds) => guarded(() => servers.each((client) => repairDossiers(client, batchIds))),
    ask,
    run: (statement, params) => watched(() => servers.run(statement, params)),
    ping: (signal) => servers.ping(signal),
    catchUp: () => guarded(() => servers.catchUp((work) => gate.alone(work))),
    lacking: () => servers.lacking(),
    avoid: (hosts) => servers.avoid(hosts),
    wholeThrough: (loadedThrough_ms) => servers.wholeThrough(loadedThrough_ms),
    onEachServer: (work) => watched(() => servers.each(work)),
    close: () => servers.close(),
  };
}

/** Within this process, and where there are others that write, among them too. */
function gateOf(others: LoadGate | undefined): LoadGate {
  const own = new Gate();
  if (others === undefined) return own;
  return {
    together: (work) => own.together(() => others.together(work)),
    alone: (work) => own.alone(() => others.alone(work)),
  };
}
