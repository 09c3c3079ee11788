import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { SchemaTooNewError } from '../errors.ts';
import { DECLARED_SCHEMA } from './declared.ts';
import { SCHEMA_STEPS, SCHEMA_VERSION } from './steps.ts';

const VERSION_TABLE_SQL = `CREATE TABLE IF NOT EXISTS schema_version (
  version UInt32 COMMENT 'Step of the schema that was applied',
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') COMMENT 'When'
) ENGINE = MergeTree ORDER BY version
SETTINGS fsync_after_insert = 1
COMMENT 'Steps of the schema that were applied'`;

const versionRows = z.array(z.object({ version: z.int().nonnegative() }));

/**
 * Brings the database to the schema of this program; harmless when it is there already.
 * @param formOf the form that statements take on this server; as they are when left out
 * @returns tables and views that were lost and were made again, empty
 * @throws SchemaTooNewError when a newer program made it.
 */
export async function applySchema(
  client: ClickHouseClient,
  formOf: (statement: string) => string = (statement) => statement,
): Promise<string[]> {
  await client.command({ query: formOf(VERSION_TABLE_SQL) });
  const reply = await client.query({
    query: 'SELECT max(version) AS version FROM schema_version',
    format: 'JSONEachRow',
  });
  const current = versionRows.parse(await reply.json())[0]?.version ?? 0;
  if (current > SCHEMA_VERSION) throw new SchemaTooNewError(current, SCHEMA_VERSION);
  for (const step of SCHEMA_STEPS.filter(({ version }) => version > current)) {
    for (const statement of step.statements) await client.command({ query: formOf(statement) });
    await client.insert({ table: 'schema_version', values: [{ version: step.version }], format: 'JSONEachRow' });
  }
  return makeLost(client, formOf);
}

const tableRows = z.array(z.object({ name: z.string() }));

/** A table or view whose definition was lost would fail every insert into what feeds it: it is made again, and what it lacks is found. */
async function makeLost(client: ClickHouseClient, formOf: (statement: string) => string): Promise<string[]> {
  const reply = await client.query({
    query: 'SELECT name FROM system.tables WHERE database = currentDatabase()',
    format: 'JSONEachRow',
  });
  const there = new Set(tableRows.parse(await reply.json()).map(({ name }) => name));
  const lost = DECLARED_SCHEMA.map((statement) => ({ statement, name: nameOf(statement) })).filter(
    ({ name }) => !there.has(name),
  );
  for (const { statement } of lost) await client.command({ query: formOf(statement) });
  return lost.map(({ name }) => name);
}

function nameOf(statement: string): string {
  const name = /^CREATE (?:TABLE|MATERIALIZED VIEW) IF NOT EXISTS (\w+)/.exec(statement)?.[1];
  if (name === undefined) throw new Error(`not a table or view: ${statement.slice(0, 80)}`);
  return name;
}
