import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Program } from '@emc/test-kit';
import type { LoadResult } from './load.ts';
import { memory } from './memory.ts';
import { median, report, whole } from './report.ts';

/** Bare server and EMC under the same load, in turns. */
export interface Turns {
  program: Program;
  barePort: number;
  rounds: number;
  seconds: number;
  connections: number;
}

/** What EMC acknowledged in all rounds, and the most memory that its process took meanwhile. */
export interface TurnsResult {
  sent: number;
  acknowledged: number;
  busy_bytes: number;
}

/** Runs the rounds, prints each and then the medians. `unit` is what a request is: "hits". */
export async function inTurns(
  { program, barePort, rounds, seconds, connections }: Turns,
  unit: string,
  requests: string[],
): Promise<TurnsResult> {
  const emc: LoadResult[] = [];
  const bare: LoadResult[] = [];
  let busy_bytes = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const plain = await runLoad(barePort, connections, seconds, requests);
    const ours = await runLoad(program.port, connections, seconds, requests);
    bare.push(plain);
    emc.push(ours);
    busy_bytes = Math.max(busy_bytes, memory(program.pid));
    const rates = `bare ${whole(plain.requests_per_second)}/s, EMC ${whole(ours.requests_per_second)}/s`;
    console.log(`  round ${round}: ${rates}, ratio ${ratioOf(ours, plain).toFixed(2)}`);
  }
  const rate = (runs: LoadResult[]): string => whole(median(runs.map((run) => run.requests_per_second)));
  const latency = (runs: LoadResult[]): string =>
    `${median(runs.map((run) => run.p50_ms)).toFixed(1)} / ${median(runs.map((run) => run.p99_ms)).toFixed(1)}`;
  report(`${unit} per second, bare node:http`, rate(bare));
  report(`${unit} per second, EMC, synced before the answer`, rate(emc));
  report('ratio (median of rounds)', median(emc.map((run, index) => ratioOf(run, bare[index]!))).toFixed(2));
  report('latency p50 / p99, EMC (ms)', latency(emc));
  report('latency p50 / p99, bare (ms)', latency(bare));
  const notAccepted = emc.reduce((sum, run) => sum + run.notAccepted, 0);
  report(`${unit} not accepted`, whole(notAccepted));
  const sent = emc.reduce((sum, run) => sum + run.requests, 0);
  return { sent, acknowledged: sent - notAccepted, busy_bytes };
}

const ratioOf = (emc: LoadResult, bare: LoadResult): number => emc.requests_per_second / bare.requests_per_second;

function runLoad(port: number, connections: number, seconds: number, requests: string[]): Promise<LoadResult> {
  const args = [path.join(import.meta.dirname, 'load.ts'), String(port), String(connections), String(seconds)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(requests));
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as LoadResult);
      else reject(new Error(`the load generator ended with ${code}`));
    });
  });
}

/** Asks until it is as many as `expected`. @throws Error when it becomes more, or not all within two minutes */
export async function counted(expected: number, ask: () => Promise<number>): Promise<number> {
  const started = performance.now();
  for (;;) {
    const seen = await ask();
    if (seen === expected) return performance.now() - started;
    if (seen > expected || performance.now() - started > 120_000)
      throw new Error(`${seen} are counted, ${expected} were acknowledged`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** From acknowledgement to the figure, of `turns` single requests: median and worst, in ms. */
export async function timeToVisible(
  turns: number,
  count: () => Promise<number>,
  send: (turn: number) => Promise<unknown>,
) {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const before = await count();
    await send(turn);
    const acknowledged = performance.now();
    while ((await count()) === before) await new Promise((resolve) => setTimeout(resolve, 5));
    times.push(performance.now() - acknowledged);
  }
  return `${whole(median(times))} / ${whole(Math.max(...times))}`;
}
