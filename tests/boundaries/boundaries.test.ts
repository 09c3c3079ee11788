import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

function cruise(cwd: string, ...places: string[]): Promise<{ failed: boolean; output: string }> {
  const script = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [script, '--config', path.join(ROOT, '.dependency-cruiser.cjs'), ...places];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd }, (error, out, err) =>
      resolve({ failed: error !== null, output: out + err }),
    );
  });
}

test('rooms keep to themselves', async () => {
  const { failed, output } = await cruise(ROOT, 'apps', 'packages');
  expect(output).toMatch(/\((\d{2,}) modules/);
  expect(failed, output).toBe(false);
});

test('the check can fail: a room that imports another is refused by name', async () => {
  const { failed, output } = await cruise(path.join(import.meta.dirname, 'bad-fixture'), 'packages');
  expect(failed).toBe(true);
  expect(output).toContain('rooms-never-import-each-other');
});
