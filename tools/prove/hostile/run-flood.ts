import { spawn } from 'node:child_process';
import path from 'node:path';
import { undoLater } from '../clean-up.ts';
import type { Installation } from '../installation.ts';
import { processesOf } from '../processes.ts';
import type { Answers } from './answers.ts';
import type { Flood, Target } from './flood.ts';
import { longestHeld, loopFile } from './loop-watch.ts';
import { childrenOf, memoryOf, sizeOf } from './measure.ts';
import type { Others, OthersJob } from './others.ts';
import type { SenderJob } from './sender.ts';

/** What a flood did, beside a run with as many connections that send ordinary requests. */
export interface FloodOutcome {
  name: string;
  sent: Answers;
  others: Others;
  /** Left out in the cut, which asserts no times. */
  ordinary: Others | undefined;
  /** The longest turn of the event loop on which hits are taken, in time of the processor. */
  held_ms: number;
  memory_bytes: { before: number; after: number };
  disk_bytes: { before: number; after: number };
  /** In words. */
  faults: string[];
}

/** How many times longer everybody else's p99 may be than beside ordinary senders. */
const MOST_TIMES = 5;
/** Below this no one notices; a ratio of two small numbers is noise. */
const UNNOTICED_MS = 50;
/** What a flood of a quarter of a minute, or of 100,000 requests, may add to memory and disk. */
const MOST_MORE_BYTES = { memory: 1000 * 1000 * 1000, disk: 500 * 1000 * 1000 };
/** How long everything that was sent may take until it is counted. */
const SETTLE_LIMIT_MS = 120_000;

export interface FloodRun {
  emc: Installation;
  target: Target;
  flood: Flood;
  seconds: number;
  seed: number;
  /** Without ordinary run, number of requests and times. */
  cut: boolean;
}

export async function runFlood({ emc, target, flood, seconds, seed, cut }: FloodRun): Promise<FloodOutcome> {
  const job = { target, flood: flood.name, seed, seconds };
  const ordinary = cut ? undefined : (await beside(job, true)).others;
  const before = stateOf(emc);
  const began_ms = Date.now();
  const { sent, others } = await beside(job, false, cut ? undefined : flood.requests);
  const held_ms = longestHeld(loopFile(emc.dataDir), began_ms, Date.now());
  const after = stateOf(emc);
  const faults = [
    ...before.pids.filter((pid) => !after.pids.includes(pid)).map((pid) => `process ${pid} ended`),
    ...unplanned('the flood', sent, flood.planned ?? []),
    ...unplanned('everybody else', others.answers, []),
    ...(ordinary === undefined ? [] : [...slower('hits', others, ordinary), ...slower('reads', others, ordinary)]),
    ...(cut ? [] : held(held_ms, flood)),
    ...grown('memory', before, after),
    ...grown('disk', before, after),
    ...(await standing(emc)),
  ];
  const pair = (of: (state: State) => number) => ({ before: of(before), after: of(after) });
  const [memory_bytes, disk_bytes] = [pair(({ memory }) => memory), pair(({ disk }) => disk)];
  return { name: flood.name, sent, others, ordinary, held_ms, memory_bytes, disk_bytes, faults };
}

/** The senders and everybody else, in processes of their own, at the same time. */
async function beside(
  job: Omit<SenderJob, 'ordinary'>,
  ordinary: boolean,
  requests?: number,
): Promise<{ sent: Answers; others: Others }> {
  const { target, seconds } = job;
  const sender = inProcess<Answers>('sender.ts', { ...job, ordinary, requests });
  const measured = inProcess<Others>('others.ts', { target, seconds });
  const [sent, others] = await Promise.all([sender, measured]);
  return { sent, others };
}

function inProcess<Result>(file: string, job: SenderJob | OthersJob): Promise<Result> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, file)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = undoLater(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.once('error', reject);
    child.once('close', (code) => {
      ended();
      if (code === 0) resolve(JSON.parse(printed) as Result);
      else reject(new Error(`${file} ended with ${code}`));
    });
    child.stdin.end(JSON.stringify(job));
  });
}

function stateOf(emc: Installation) {
  const pids = [emc.pid!, ...childrenOf(emc.pid!)];
  const all = new Set([emc.pid!, ...processesOf(emc.dataDir)]);
  return { pids, memory: memoryOf([...all]), disk: sizeOf(emc.dataDir) };
}

type State = ReturnType<typeof stateOf>;

function grown(what: 'memory' | 'disk', before: State, after: State): string[] {
  const more_bytes = after[what] - before[what];
  return more_bytes <= MOST_MORE_BYTES[what] ? [] : [`${what} grew by ${Math.round(more_bytes / 1e6)} MB`];
}

function unplanned(who: string, { codes }: Pick<Answers, 'codes'>, planned: readonly string[]): string[] {
  return Object.entries(codes)
    .filter(([code]) => !planned.includes(code))
    .map(([code, count]) => `${who}: ${count} × 5xx "${code}"`);
}

function slower(kind: 'hits' | 'reads', others: Others, ordinary: Others): string[] {
  const [now_ms, then_ms] = [others[kind].p99_ms, ordinary[kind].p99_ms];
  if (now_ms <= Math.max(then_ms * MOST_TIMES, UNNOTICED_MS)) return [];
  return [`p99 of others' ${kind} is ${now_ms.toFixed(0)} ms, beside ordinary senders ${then_ms.toFixed(0)} ms`];
}

function held(held_ms: number, { heldAtMost_ms = Infinity }: Flood): string[] {
  return held_ms <= heldAtMost_ms ? [] : [`the loop of hits was held for ${held_ms.toFixed(0)} ms`];
}

/** After it everything is counted, and people get their figures. */
async function standing(emc: Installation): Promise<string[]> {
  const faults: string[] = [];
  await emc.settled(SETTLE_LIMIT_MS).catch((error: unknown) => faults.push(String(error)));
  for (const address of ['/usage', '/bodies', '/audit?limit=1000'])
    await emc.api('GET', address).catch((error: unknown) => faults.push(`${address}: ${String(error).slice(0, 300)}`));
  return faults;
}
