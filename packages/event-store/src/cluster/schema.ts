import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { defineQuery } from '../query.ts';
import { createDatabases } from '../servers.ts';
import { applySchema } from '../schema/apply.ts';
import { type ClusterNode, type ClusterOptions, localDatabase } from './nodes.ts';

/**
 * The form of the numbered schema on a node: the same statements, in a database of the node's own, and over each of its
 * tables one of the same name that reaches over all nodes.
 * @param replicated tables replicate themselves
 * @returns tables and views that were lost and were made again, empty
 */
export async function applyNodeSchema(
  options: ClusterOptions,
  node: ClusterNode,
  replicated: boolean,
): Promise<string[]> {
  const { database } = options;
  await createDatabases({ ...options, url: node.url }, [localDatabase(database), database]);
  const lost = await applySchema(node.local, replicated ? replicatedSql : undefined);
  const tables = await askAs(node.local, tablesQuery, { database: localDatabase(database), over: database });
  for (const table of tables.filter(({ same }) => !same)) await reachOverAll(node.write, options, table);
  return lost;
}

/**
 * The same statement with tables that replicate themselves. Not run anywhere yet: the embedded engine has none of them. The
 * macros are those of the servers' configuration; nodes of one shard have the same `{shard}`.
 */
export function replicatedSql(statement: string): string {
  return statement.replace(
    /\bENGINE = ((?:Replacing|Aggregating|Summing)?MergeTree)(?:\(([^)]*)\))?/,
    (_whole, engine: string, args: string | undefined) => {
      const own = args === undefined || args === '' ? '' : `, ${args}`;
      return `ENGINE = Replicated${engine}('/clickhouse/tables/{shard}/{database}/{table}', '{replica}'${own})`;
    },
  );
}

interface LocalTable {
  name: string;
  key: string;
  comment: string;
  /** One of other columns reaches over it. */
  outdated: boolean;
}

/** What reaches over all nodes; a row's shard follows from the key of its table, so that rows of one key meet. */
export function distributedSql(options: Pick<ClusterOptions, 'database' | 'cluster'>, table: LocalTable): string {
  const local = localDatabase(options.database);
  const shard = table.key === '' || table.key === 'tuple()' ? 'rand()' : `cityHash64(${table.key})`;
  const comment = table.comment.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `CREATE TABLE ${options.database}.${table.name} AS ${local}.${table.name}
ENGINE = Distributed('${options.cluster}', '${local}', '${table.name}', ${shard})
COMMENT '${comment}'`;
}

async function reachOverAll(client: ClickHouseClient, options: ClusterOptions, table: LocalTable): Promise<void> {
  if (table.outdated) {
    // What still waits for a replica would be lost with the table.
    await client.command({ query: `SYSTEM FLUSH DISTRIBUTED ${table.name}` });
    await client.command({ query: `DROP TABLE ${table.name} SYNC` });
  }
  await client.command({ query: distributedSql(options, table) });
}

const COLUMNS = (database: string) =>
  `(SELECT table, groupArray((name, type, default_kind, default_expression)) AS columns
  FROM (SELECT * FROM system.columns WHERE database = {${database}:String} ORDER BY position) GROUP BY table)`;

/** The tables of a node's own, and whether one of the same columns reaches over each. Tables of one step's making are left out. */
const tablesQuery = defineQuery({
  name: 'local-tables',
  sql: `SELECT name, sorting_key AS key, comment, o.columns = l.columns AS same, notEmpty(o.columns) AND NOT same AS outdated
  FROM system.tables
  LEFT JOIN ${COLUMNS('database')} AS l ON l.table = name
  LEFT JOIN ${COLUMNS('over')} AS o ON o.table = name
  WHERE database = {database:String} AND endsWith(engine, 'MergeTree')
    AND NOT endsWith(name, '_rebuilt') AND name != 'schema_version'`,
  params: z.object({ database: z.string(), over: z.string() }),
  row: z.object({
    name: z.string(),
    key: z.string(),
    comment: z.string(),
    same: z.int().transform((value) => value === 1),
    outdated: z.int().transform((value) => value === 1),
  }),
});
