import type { Live } from '@emc/contract';
import { useSyncExternalStore } from 'react';
import { ask } from './client.ts';
import { noteServerTime } from './server-clock.ts';
import { noteSimulated } from './simulated.ts';

/** What the live stream last said, and how the line to the server stands. */
export interface LiveState {
  live: Live | null;
  line: 'connecting' | 'open' | 'lost';
  /** Unix milliseconds (this device's clock) at which the server was last heard; null = never. */
  heardAt_ms: number | null;
}

/** The server speaks at least every 15 seconds. */
const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** A page that asks by itself tries to follow again after this long. */
const FOLLOW_AGAIN_MS = 300_000;

let state: LiveState = { live: null, line: 'connecting', heardAt_ms: null };
const listeners = new Set<() => void>();
let source: EventSource | null = null;
let wait_ms = FIRST_WAIT_MS;
let opened_ms = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let watch: ReturnType<typeof setInterval> | undefined;

function set(change: Partial<LiveState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function note(live: Live): void {
  wait_ms = FIRST_WAIT_MS;
  noteSimulated(live.simulated);
  noteServerTime(live.asOf);
  set({ live, line: 'open', heardAt_ms: Date.now() });
}

function hear(event: MessageEvent<string>): void {
  note(JSON.parse(event.data) as Live);
}

function close(): void {
  source?.close();
  source = null;
  clearTimeout(retry);
  retry = undefined;
}

/** The browser's own reconnecting gives up after an HTTP error; this one never does, and waits longer each time. */
function lose(): void {
  close();
  set({ line: 'lost' });
  retry = setTimeout(open, wait_ms);
  wait_ms = Math.min(LONGEST_WAIT_MS, wait_ms * 2);
}

function open(): void {
  close();
  opened_ms = Date.now();
  source = new EventSource('/api/v1/live');
  source.addEventListener('live', hear);
  source.addEventListener('poll', pollInstead);
  source.addEventListener('error', lose);
}

/** So many follow, here or in the whole country, that this page is to ask from time to time. To the reader it is all the same. */
function pollInstead(event: MessageEvent<string>): void {
  const { everySeconds } = JSON.parse(event.data) as { everySeconds: number };
  close();
  poll(everySeconds * 1000, Date.now() + FOLLOW_AGAIN_MS);
}

function poll(every_ms: number, until_ms: number): void {
  retry = setTimeout(() => void pollNow(every_ms, until_ms), every_ms);
}

async function pollNow(every_ms: number, until_ms: number): Promise<void> {
  if (Date.now() >= until_ms) return open();
  const turn = retry;
  const live = await ask<Live>('/live?once=true', { signal: AbortSignal.timeout(SILENCE_MS) }).catch(() => undefined);
  // Meanwhile the tab was hidden or left.
  if (retry !== turn) return;
  if (live === undefined) return lose();
  note(live);
  poll(every_ms, until_ms);
}

/** A tab that nobody looks at holds no line: browsers allow six per server. */
function follow(): void {
  if (document.hidden) close();
  else if (source === null) open();
}

function start(): void {
  open();
  document.addEventListener('visibilitychange', follow);
  watch = setInterval(() => {
    if (source !== null && Date.now() - Math.max(opened_ms, state.heardAt_ms ?? 0) > SILENCE_MS) lose();
  }, 5000);
}

function stop(): void {
  close();
  clearInterval(watch);
  document.removeEventListener('visibilitychange', follow);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) start();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

/** The live state of the country; one line to the server, whatever the number of readers on the page. */
export function useLive(): LiveState {
  return useSyncExternalStore(subscribe, () => state);
}
