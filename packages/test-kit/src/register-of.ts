import { openControlStore, type ControlStore } from '@emc/control-store';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The embedded register of a running program, asked behind its back. */
export function registerOf({ dataDir }: { dataDir: string }): ControlStore {
  const { postgres } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as { postgres: string };
  const port = readFileSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[3];
  return openControlStore(`postgres://emc:${encodeURIComponent(postgres)}@127.0.0.1:${port}/postgres`);
}
