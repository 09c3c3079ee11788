import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty directory that is removed when the scope ends (`using`) or by hand. */
export function freshDirectory(): { path: string; remove: () => void; [Symbol.dispose]: () => void } {
  const place = mkdtempSync(path.join(tmpdir(), 'emc-test-'));
  const remove = (): void => rmSync(place, { recursive: true, force: true });
  return { path: place, remove, [Symbol.dispose]: remove };
}
