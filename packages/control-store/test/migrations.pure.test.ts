import { hash } from 'node:crypto';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../src/migrate.ts';

/**
 * SHA-256 of the SQL of each migration. Data directories exist that were made by them: one that is listed here is never
 * changed, and a new one is listed with the commit that brings it.
 */
const LANDED: Record<string, string> = {
  '0001-register': '3a806745a15131b99a22596229aed1d75c81bb78921a8d57e431a9c234a1804f',
  '0002-salts-and-settings': '07c6b416e1f992efd1823b572f7edb4db63561a1b4079cfde7e0699fe9f5d0ac',
  '0003-procedures': 'cd64d681ffb5dcfe9e4f954d0bf78cc3fcb17c0206308239acb1e71d8490c5a0',
  '0004-systems': 'cf0615af1635cc14e014d8f83855f1d8b0e4b1cc2db4bd71d1690b5e816e8e3e',
  '0005-connection': '237e8d2b91a94e9de6a0be9618be049a300ce7a10bfb1124ab121e4adb1cb6ec',
  '0006-accounts': '3a9281efda1fa42161ea1b1c239afc02a081b69cbc211530acebbbabfc12a78a',
  '0010-processes': '15e7198b3f893a4b203169bff079cd056fd5169844969d8808a5a9c3d0214a6a',
  '0011-collector-salts': '7b26b77db7957d9dc82b1da9e2f5a04326eee522bf5228a3e5afb31d2bf5b224',
  '0012-damage': 'c6de9936d3825d300e0ec1b3b4aa9b339eb26a4b1eeb8ffe07cd81f96d9d0019',
  '0013-audit-heads': '690abce2a66854fe6c53c1dcc078d43497230fa15537fdcaeaa6f16e9ce0a3e4',
  '0014-other-values': '56c15bded62a1fb98bd4b5ab3b90a4e4b45dbdad9221547c8e83c6efdeb28f98',
};

/** The statements that a migration sends, in order, with their parameters. */
async function sqlOf(name: string): Promise<string> {
  const statements: string[] = [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void statements.push(`${query.sql} ${JSON.stringify(query.parameters)}`),
  });
  await MIGRATIONS[name]!.up(db);
  return statements.join('\n');
}

test('a migration of the control store that has landed is never changed', async () => {
  const hashes = await Promise.all(
    Object.keys(MIGRATIONS).map(async (name) => [name, hash('sha256', await sqlOf(name))] as const),
  );
  expect(Object.fromEntries(hashes)).toEqual(LANDED);
});
