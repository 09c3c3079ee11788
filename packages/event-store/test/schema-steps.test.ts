import { hash } from 'node:crypto';
import { freshStores, type FreshStores } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { DECLARED_SCHEMA } from '../src/schema/declared.ts';
import { SCHEMA_STEPS } from '../src/schema/steps.ts';
import { rowsOf } from './fixtures.ts';

/**
 * SHA-256 of the statements of each step, joined by line breaks. Data directories exist that were made by them: a step that
 * is listed here is never changed, and a new one is listed with the commit that brings it.
 */
const LANDED: Record<number, string> = {
  1: '75d6c757537970768f6b077829b49656b0100af95eb023fe65872113b53f8f65',
  2: '6d99af8f8e656b34ef9ec31a05b8d2a9e8b2f67cc666bc085bd3c48c2e635600',
  3: '6c8b3da8e70e5f7860a7d1e2698b3ce609d2097b877b7104ad5a07bc1b4184b2',
};

test('a step of the schema that has landed is never changed', () => {
  const hashes = SCHEMA_STEPS.map(({ version, statements }) => [version, hash('sha256', statements.join('\n'))]);
  expect(Object.fromEntries(hashes)).toEqual(LANDED);
});

/** Tables and views as the store describes them, columns by name: a step adds a column at the end. */
async function described({ event, eventOptions }: FreshStores): Promise<unknown[]> {
  const rows = await rowsOf(
    event,
    `SELECT name, engine_full, as_select, comment, arraySort(columns) AS columns FROM system.tables
    LEFT JOIN (
      SELECT table, groupArray((name, type, default_kind, default_expression, comment)) AS columns
      FROM system.columns WHERE database = currentDatabase() GROUP BY table
    ) AS c ON c.table = name
    WHERE database = currentDatabase() AND name != 'schema_version' ORDER BY name`,
  );
  return JSON.parse(JSON.stringify(rows).replaceAll(eventOptions.database, 'database')) as unknown[];
}

test.skipIf(process.env['TEST_SERVERS'] === 'outgrown')(
  'the steps of the schema lead to the very tables and views that the code declares',
  async () => {
    const [stepped, declared] = [await freshStores(), await freshStores()];
    const tables = await rowsOf(
      declared.event,
      "SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY engine != 'MaterializedView'",
    );
    await declared.event.onEachServer(async (server) => {
      for (const { name } of tables) await server.command({ query: `DROP TABLE ${String(name)} SYNC` });
      for (const query of DECLARED_SCHEMA) await server.command({ query });
    });
    const expected = await described(declared);
    expect(expected.length).toBeGreaterThan(30);
    expect(await described(stepped)).toEqual(expected);
    await Promise.all([stepped.close(), declared.close()]);
  },
);

/** Computed again from the others where a row is lost; of the rounds an older row says less, and nothing wrong. */
const COMPUTED_AGAIN = ['country_days', 'dossier_days', 'dossier_rounds', 'visit_days', 'visit_rounds'];

test('an insert is on disk when it is answered, in the table that it goes to and in all that is summed up from it', async () => {
  const stores = await freshStores();
  const unsynced: string[] = [];
  await stores.event.onEachServer(async (server) => {
    const reply = await server.query({
      query: `SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(engine, 'MergeTree')
        AND NOT (engine_full LIKE '%fsync_after_insert = 1%' AND (name = 'schema_version' OR engine_full LIKE '%fsync_part_directory = 1%'))`,
      format: 'JSONEachRow',
    });
    unsynced.push(...(await reply.json<{ name: string }>()).map(({ name }) => name));
  });
  expect([...new Set(unsynced)].sort()).toEqual(COMPUTED_AGAIN);
  await stores.close();
});
