import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startProgram, type Program } from '@emc/test-kit';
import { buildTracker } from '@emc/tracker';
import type { LoadResult } from './load.ts';
import { pageViewRequest } from './requests.ts';

/**
 * `npm run bench`: what the intake costs, as ratios to a baseline in the same run, because machines differ and drift.
 * Bare server and EMC take turns under the same load generator; medians are printed.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '512' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);
const HOST = 'bench.gov.vn';

const dir = mkdtempSync(path.join(tmpdir(), 'emc-bench-'));
const bare = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-server.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const program = await startProgram({ dataDir: dir });
try {
  const barePort = Number(await firstLine(bare));
  const portal = await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Bench',
    kind: 'other',
    url: `https://${HOST}`,
  });
  const siteId = (portal as { siteId: number }).siteId;
  await program.quiet();
  const idle_bytes = memory(program.pid);

  console.log(
    `Durable single hits, ${connections} connections, ${rounds} rounds of ${seconds} s each, bare server and EMC in turns`,
  );
  const emc: LoadResult[] = [];
  const plain: LoadResult[] = [];
  let busy_bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await runLoad(barePort, siteId));
    emc.push(await runLoad(program.port, siteId));
    busy_bytes = Math.max(busy_bytes, memory(program.pid));
    const ratio = emc.at(-1)!.requests_per_second / plain.at(-1)!.requests_per_second;
    console.log(
      `  round ${round + 1}: bare ${whole(plain.at(-1)!.requests_per_second)}/s, EMC ${whole(emc.at(-1)!.requests_per_second)}/s, ratio ${ratio.toFixed(2)}`,
    );
  }
  const acknowledged = emc.reduce((sum, run) => sum + run.requests - run.notAccepted, 0);
  const drained_ms = await loaded(program, siteId, acknowledged);
  report(
    'requests per second, bare node:http answering 204',
    whole(median(plain.map((run) => run.requests_per_second))),
  );
  report(
    'requests per second, EMC, synced before the answer',
    whole(median(emc.map((run) => run.requests_per_second))),
  );
  report(
    'ratio (median of rounds; at least 0.5 is expected)',
    median(emc.map((run, index) => run.requests_per_second / plain[index]!.requests_per_second)).toFixed(2),
  );
  report(
    'latency p50 / p99, EMC (ms)',
    `${median(emc.map((run) => run.p50_ms)).toFixed(1)} / ${median(emc.map((run) => run.p99_ms)).toFixed(1)}`,
  );
  report(
    'latency p50 / p99, bare (ms)',
    `${median(plain.map((run) => run.p50_ms)).toFixed(1)} / ${median(plain.map((run) => run.p99_ms)).toFixed(1)}`,
  );
  report('hits not accepted', whole(emc.reduce((sum, run) => sum + run.notAccepted, 0)));
  report(
    'acknowledged hits counted after the load',
    `${whole(acknowledged)} of ${whole(acknowledged)}, ${(drained_ms / 1000).toFixed(1)} s after the last`,
  );
  report('from acknowledgement to visible (ms), median / worst of 20', await timeToVisible(program, siteId));
  report(
    'resident memory of the program, idle / under load (MB)',
    `${megabytes(idle_bytes)} / ${megabytes(busy_bytes)}`,
  );
  report('resident memory with its stores, now (MB)', megabytes(memoryOfTree(program.pid)));
  for (const file of (await buildTracker()).files) report(`${file.path}, gzipped (bytes)`, whole(file.gzip.length));
} finally {
  bare.kill();
  await program.stop();
  rmSync(dir, { recursive: true, force: true });
}

function report(what: string, figure: string): void {
  console.log(`${what.padEnd(66)} ${figure}`);
}

function runLoad(port: number, siteId: number): Promise<LoadResult> {
  const requests = Array.from({ length: 512 }, (_, visitor) => pageViewRequest(siteId, HOST, visitor));
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'load.ts'), String(port), String(connections), String(seconds)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(JSON.stringify(requests));
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(output) as LoadResult)
        : reject(new Error(`the load generator ended with ${code}`)),
    );
  });
}

/** Waits until the API counts as many page views as were acknowledged; fails when it counts more, or not all within two minutes. */
async function loaded(emc: Program, siteId: number, expected: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const seen = await pageViews(emc, siteId);
    if (seen === expected) return performance.now() - started;
    if (seen > expected || performance.now() - started > 120_000)
      throw new Error(`${seen} page views are counted, ${expected} were acknowledged`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function pageViews(emc: Program, siteId: number): Promise<number> {
  const usage = (await emc.api('GET', `/portals/${siteId}/usage`)) as { totals: { pageViews: number } };
  return usage.totals.pageViews;
}

async function timeToVisible(emc: Program, siteId: number): Promise<string> {
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const before = await pageViews(emc, siteId);
    const [first] = pageViewRequest(siteId, HOST, turn).split('\r\n');
    await fetch(`http://127.0.0.1:${emc.port}${first!.split(' ')[1]}`, {
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    });
    const acknowledged = performance.now();
    while ((await pageViews(emc, siteId)) === before) await new Promise((resolve) => setTimeout(resolve, 5));
    times.push(performance.now() - acknowledged);
  }
  return `${whole(median(times))} / ${whole(Math.max(...times))}`;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout!.once('data', (data) => resolve(String(data).trim())));
}

function memory(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}

function memoryOfTree(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  return memory(pid) + children.reduce((sum, child) => sum + memoryOfTree(child), 0);
}

function median(rates: number[]): number {
  const sorted = rates.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return whole(bytes / 1_048_576);
}
