import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startProgram } from '@emc/test-kit';
import { buildTracker } from '@emc/tracker';
import { benchDossiers } from './dossiers.ts';
import { benchHits } from './hits.ts';
import { memory, memoryOfTree } from './memory.ts';
import { megabytes, report, whole } from './report.ts';

/**
 * `npm run bench`: what the two doors of the intake cost, as ratios to a baseline in the same run, because machines
 * differ and drift. Bare server and EMC take turns under the same load generator; medians are printed.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '512' },
  },
});
const [seconds, rounds, connections] = [values.seconds, values.rounds, values.connections].map(Number) as [
  number,
  number,
  number,
];

const dir = mkdtempSync(path.join(tmpdir(), 'emc-bench-'));
const program = await startProgram({ dataDir: dir });
const bare = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-server.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const turns = { program, barePort: Number(await firstLine(bare)), rounds, seconds, connections };
  await program.quiet();
  const idle_bytes = memory(program.pid);
  const how = `${connections} connections, ${rounds} rounds of ${seconds} s each, bare server and EMC in turns`;
  console.log(`Page views, durable, ${how}`);
  const hits_bytes = await benchHits(turns);
  console.log(`\nDossiers, durable, ${how}`);
  const dossiers_bytes = await benchDossiers(turns);
  console.log('');
  report(
    'resident memory of the program, idle / page views / dossiers (MB)',
    [idle_bytes, hits_bytes, dossiers_bytes].map(megabytes).join(' / '),
  );
  report('resident memory with its stores, now (MB)', megabytes(memoryOfTree(program.pid)));
  for (const file of (await buildTracker()).files) report(`${file.path}, gzipped (bytes)`, whole(file.gzip.length));
} finally {
  bare.kill();
  await program.stop();
  rmSync(dir, { recursive: true, force: true });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout!.once('data', (data) => resolve(String(data).trim())));
}
