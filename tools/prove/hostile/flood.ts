import type { Answers } from './answers.ts';

/** What a flood knows of the installation; travels to its process as JSON. */
export interface Target {
  port: number;
  siteIds: readonly number[];
  host: string;
  operatorKey: string;
  /** Where procedures were registered. */
  bodyCodes: readonly string[];
  /** Key of a procedure system. */
  systemKey: string;
}

/** What a flood works with while it runs. */
export interface Attack {
  target: Target;
  /** The same numbers for the same seed and flood. */
  random: () => number;
  answers: Answers;
  /** Whether it is over. */
  over: () => boolean;
}

/** Hostile senders of one kind. */
export interface Flood {
  /** As in `--only`. */
  name: string;
  /** What is sent, in one sentence. */
  what: string;
  /** How many connections it holds; the ordinary run beside it holds as many. */
  sockets: number;
  /** How many client addresses they come from; one when left out. */
  addresses?: number;
  /** In the whole run it ends after so many requests, and not by the clock. */
  requests?: number;
  /** Codes with which the program may answer 503; any other 5xx is a fault. */
  planned?: readonly string[];
  /** In the whole run no turn of the event loop on which hits are taken may last longer; not looked at when left out. */
  heldAtMost_ms?: number;
  /** What one of the connections does until it is over. */
  run: (attack: Attack, socket: number, address: string) => Promise<void>;
}

/** Loopback address number `index` of a block of its own, so that each client has its own share. */
export function loopback(block: number, index: number): string {
  return `127.0.${block}.${1 + (index % 250)}`;
}
