import { getAuthTables } from 'better-auth/db';
import { sql } from '@emc/control-store';
import { expect, test } from 'vitest';
import { createEngine } from '../src/sign-in-engine.ts';
import { freshAccounts } from './people.ts';

/** What the library calls a type → what PostgreSQL calls a column of it. */
const TYPES: Record<string, string[]> = {
  string: ['text'],
  boolean: ['boolean'],
  date: ['timestamp with time zone'],
  number: ['integer', 'bigint'],
};

test('every table, column and type that the sign-in library uses is there by our own migration', async () => {
  const { options, db, stores } = await freshAccounts();
  const { rows } = await sql<{ at: string; type: string }>`
    select table_name || '.' || column_name as at, data_type as type from information_schema.columns`.execute(db);
  const columns = new Map(rows.map(({ at, type }) => [at, type]));
  const tables = Object.values(getAuthTables(createEngine(options).options));
  expect(tables.map(({ modelName }) => modelName).sort()).toEqual([
    'people',
    'people_credentials',
    'people_second_factors',
    'people_sessions',
    'people_verifications',
  ]);
  for (const { modelName, fields } of tables) {
    for (const [name, field] of Object.entries(fields)) {
      const at = `${modelName}.${field.fieldName ?? name}`;
      expect(TYPES[String(field.type)], at).toContain(columns.get(at));
    }
  }
  await stores.close();
});
