import { expect, test } from 'vitest';
import { distributedSql, replicatedSql } from '../src/cluster/schema.ts';
import { SCHEMA_STEPS } from '../src/schema/steps.ts';

const statements = SCHEMA_STEPS.flatMap((step) => step.statements);
const tables = statements.filter((statement) => statement.startsWith('CREATE TABLE'));

test('on servers with replicated tables every table of the schema replicates itself, and nothing else changes', () => {
  expect(tables.length).toBeGreaterThan(10);
  for (const statement of tables) {
    const replicated = replicatedSql(statement);
    expect(replicated).toMatch(
      /ENGINE = Replicated\w*MergeTree\('\/clickhouse\/tables\/\{shard\}\/\{database\}\/\{table\}', '\{replica\}'/,
    );
    const back = replicated
      .replace("'/clickhouse/tables/{shard}/{database}/{table}', '{replica}', ", '')
      .replace("('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')", '')
      .replace('ENGINE = Replicated', 'ENGINE = ');
    expect(back).toBe(statement);
  }
});

test('the arguments of an engine stay behind those of its replication', () => {
  expect(replicatedSql('CREATE TABLE a (b Date) ENGINE = ReplacingMergeTree(computed_at) ORDER BY b')).toBe(
    "CREATE TABLE a (b Date) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', computed_at) ORDER BY b",
  );
});

test('a view is the same with and without replication', () => {
  const views = statements.filter((statement) => statement.startsWith('CREATE MATERIALIZED VIEW'));
  expect(views.map(replicatedSql)).toEqual(views);
});

test('rows of one key meet on one shard', () => {
  const names = { database: 'emc', cluster: 'nation' };
  const table = { name: 'visit_days', key: 'site_id, day', comment: "a portal's days", outdated: false };
  expect(distributedSql(names, table)).toBe(
    `CREATE TABLE emc.visit_days AS emc_local.visit_days
ENGINE = Distributed('nation', 'emc_local', 'visit_days', cityHash64(site_id, day))
COMMENT 'a portal\\'s days'`,
  );
});
