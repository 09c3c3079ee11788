import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Answers } from './answers.ts';
import { loopback, type Target } from './flood.ts';
import { HttpClient } from './http-client.ts';
import { pageView, readOf } from './ordinary.ts';

export interface OthersJob {
  target: Target;
  seconds: number;
}

/** Milliseconds of single requests. */
export interface Latencies {
  p50_ms: number;
  p99_ms: number;
}

/** What everybody else met meanwhile. */
export interface Others {
  hits: Latencies;
  reads: Latencies;
  answers: Answers;
}

const BLOCK = 20;
const SENDERS = 16;
const READERS = 4;
const HIT_REST_MS = 60;
const READ_REST_MS = 200;

/** Portals' visitors and readers, each from an address of its own, at their own pace. */
async function others({ target, seconds }: OthersJob): Promise<Others> {
  const answers = new Answers();
  const until = performance.now() + seconds * 1000;
  const [hits_ms, reads_ms]: [number[], number[]] = [[], []];
  const one = async (index: number, isReader: boolean): Promise<void> => {
    const client = new HttpClient(target.port, loopback(BLOCK, index));
    for (let number = index; performance.now() < until; number += 1) {
      const { status, took_ms } = await client.ask(answers, isReader ? readOf(number) : pageView(target, number));
      if (status !== undefined) (isReader ? reads_ms : hits_ms).push(took_ms);
      await sleep((isReader ? READ_REST_MS : HIT_REST_MS) * (0.5 + Math.random()));
    }
    client.close();
  };
  await Promise.all(Array.from({ length: SENDERS + READERS }, (_, index) => one(index, index >= SENDERS)));
  return { hits: latencies(hits_ms), reads: latencies(reads_ms), answers };
}

function latencies(all_ms: number[]): Latencies {
  const sorted = Float64Array.from(all_ms).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50_ms: at(0.5), p99_ms: at(0.99) };
}

if (import.meta.main) {
  process.stdout.write(JSON.stringify(await others((await json(process.stdin)) as OthersJob)));
  process.exit(0);
}
