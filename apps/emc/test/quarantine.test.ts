import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Spool } from '@emc/collect';
import { freshDirectory } from '@emc/test-kit';
import { expect, test } from 'vitest';

const MAIN = path.join(import.meta.dirname, '../src/main.ts');
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

test('what is set aside can be listed, read and asked for while the program is stopped', async () => {
  using place = freshDirectory();
  const emc = (...args: string[]): string =>
    execFileSync(process.execPath, [MAIN, 'quarantine', ...args], {
      env: { ...process.env, EMC_DATA_DIR: place.path },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const dir = path.join(place.path, 'spool');
  const spool = await Spool.open({ dir, limit_bytes: 2 ** 20, clock: () => 0, log: quiet });
  const drop = { siteId: 5, minute_ms: 0, reason: 'bot', count: 3, sampleHost: '', samplePath: '' };
  await new Promise<void>((written) =>
    spool.append(2, 0, Buffer.from(JSON.stringify([drop])), 1, { written, failed: written }),
  );
  await spool.close();
  const file = readdirSync(dir).find((name) => name.endsWith('.sealed'));
  mkdirSync(path.join(dir, 'quarantine'), { recursive: true });
  execFileSync('mv', [path.join(dir, file!), path.join(dir, 'quarantine')]);
  writeFileSync(path.join(dir, 'quarantine', `${file}.why`), 'Not taken: a table was missing.\n');
  expect(JSON.parse(emc('list'))).toMatchObject({ file, why: 'Not taken: a table was missing.', rows: { drops: 1 } });
  expect(JSON.parse(emc('show', file!))).toEqual({ type: 'drops', ...drop });
  emc('load', file!);
  expect(readdirSync(path.join(dir, 'quarantine'))).toContain(`${file}.load`);
  expect(() => emc('show', '../journal')).toThrow(/emc quarantine list/);
});
