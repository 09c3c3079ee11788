import { setPriority } from 'node:os';
import { json } from 'node:stream/consumers';
import { mix, seededRandom, textSeed } from '../../../packages/simulate/src/random.ts';
import { Answers } from './answers.ts';
import { loopback, type Target } from './flood.ts';
import { FLOODS } from './floods/index.ts';
import { beOrdinary } from './ordinary.ts';

/** What the process of the senders does; comes as JSON on standard input. */
export interface SenderJob {
  target: Target;
  flood: string;
  /** As many connections send ordinary requests instead. */
  ordinary: boolean;
  seconds: number;
  /** It goes on until so many were sent, for {@link LONGEST_S} at most. */
  requests?: number;
  seed: number;
}

const LONGEST_S = 240;

/** The senders stand on other machines; here they must not take the cores from what is measured, in either run. */
const PRIORITY = 10;
const BLOCK = 10;

async function send({ target, flood: name, ordinary, seconds, requests, seed }: SenderJob): Promise<Answers> {
  const flood = FLOODS.find((one) => one.name === name)!;
  const answers = new Answers();
  const began = performance.now();
  const over = (): boolean => {
    const passed_s = (performance.now() - began) / 1000;
    return requests === undefined ? passed_s >= seconds : answers.requests >= requests || passed_s >= LONGEST_S;
  };
  const one = (socket: number): Promise<void> => {
    const attack = { target, answers, over, random: seededRandom(mix(seed, textSeed(`${name} ${socket}`))) };
    const address = loopback(BLOCK, socket % (flood.addresses ?? 1));
    return ordinary ? beOrdinary(attack, loopback(BLOCK + 1, socket)) : flood.run(attack, socket, address);
  };
  await Promise.all(Array.from({ length: flood.sockets }, (_, socket) => one(socket)));
  return answers;
}

if (import.meta.main) {
  setPriority(PRIORITY);
  process.stdout.write(JSON.stringify(await send((await json(process.stdin)) as SenderJob)));
  // Connections that are held open on purpose are part of the flood; they end with it.
  process.exit(0);
}
