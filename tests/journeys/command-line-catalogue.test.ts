import { freshDirectory, runCommand, startProgram, type Program } from '@emc/test-kit';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const SAMPLE = path.join(PROJECT, 'reference-data/procedures-sample.csv');
const directory = freshDirectory();
let program: Program;

beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path });
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

const emc = (...args: string[]) => runCommand(program, args);
const json = async (...args: string[]): Promise<unknown> => {
  const { code, out, err } = await emc(...args);
  expect(code, err).toBe(0);
  return JSON.parse(out) as unknown;
};

test('a catalogue is tried, imported, listed and exported beside a running server; its export changes nothing', async () => {
  expect(await json('procedures', 'import', SAMPLE, '--dry-run')).toMatchObject({ applied: false, added: 8 });
  expect(await json('procedures', 'import', SAMPLE)).toMatchObject({ applied: true, added: 8 });
  expect(await json('procedures', 'list', '--body', 'H56', '--level', 'full')).toMatchObject({
    total: 2,
    counts: { full: 2, partial: 1, information: 1 },
  });
  const exported = await emc('procedures', 'export');
  const file = path.join(directory.path, 'exported.csv');
  await writeFile(file, exported.out);
  expect(await json('procedures', 'import', file, '--end-missing')).toMatchObject({ unchanged: 8, added: 0, ended: 0 });
});

test('a file with faults is refused with line, column and remedy, and the command fails', async () => {
  const file = path.join(directory.path, 'faulty.csv');
  await writeFile(file, (await readFile(SAMPLE, 'utf8')).replace('Một phần', 'Mức độ 3'));
  const { code, out, err } = await emc('procedures', 'import', file);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ applied: false, problemCount: 1, problems: [{ row: 5, column: 'muc_do' }] });
  expect(err).toContain('line 5, muc_do: There is no such level of provision → Write full, partial or information');
  expect(await emc('procedures', 'import', '/nowhere.csv')).toMatchObject({
    code: 1,
    err: expect.stringContaining('/nowhere.csv cannot be read') as string,
  });
});

test('a system is registered, listed, given a new key and retired; its key is shown once', async () => {
  const fields = ['--agency', '000.00.00.H56', '--site-id', '33', '--addresses', '203.0.113.7', '203.0.113.16/28'];
  const added = await json('systems', 'register', '--body', 'H56', '--name', 'Một cửa', ...fields);
  expect(added).toMatchObject({ bodyCode: 'H56', agencyCode: 'H56', siteId: 33, state: 'registered' });
  const { id, key } = added as { id: number; key: string };
  const listed = await emc('systems', 'list', '--body', 'H56');
  expect(JSON.parse(listed.out)).toMatchObject({
    total: 1,
    items: [{ id, addresses: ['203.0.113.7', '203.0.113.16/28'] }],
  });
  expect(listed.out).not.toContain(key);
  expect(await json('systems', 'change', String(id), '--name', 'Một cửa điện tử')).toMatchObject({
    name: 'Một cửa điện tử',
  });
  const renewed = (await json('systems', 'key', String(id))) as { key: string };
  expect(renewed.key).toMatch(/^emc-system-/);
  expect(renewed.key).not.toBe(key);
  expect(await json('systems', 'retire', String(id))).toMatchObject({ state: 'retired' });
  expect(await json('systems', 'show', String(id))).toMatchObject({ state: 'retired' });
});
