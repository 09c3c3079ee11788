import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

function cruise(cwd: string, ...places: string[]): { status: number | null; output: string } {
  const script = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const done = spawnSync(
    process.execPath,
    [script, '--config', path.join(ROOT, '.dependency-cruiser.cjs'), ...places],
    { cwd, encoding: 'utf8' },
  );
  return { status: done.status, output: done.stdout + done.stderr };
}

test('rooms keep to themselves', () => {
  const { status, output } = cruise(ROOT, 'apps', 'packages');
  expect(output).toMatch(/\((\d{2,}) modules/);
  expect(status, output).toBe(0);
});

test('the check can fail: a room that imports another is refused by name', () => {
  const { status, output } = cruise(path.join(import.meta.dirname, 'bad-fixture'), 'packages');
  expect(status).not.toBe(0);
  expect(output).toContain('rooms-never-import-each-other');
});
