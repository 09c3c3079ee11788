import type { Live } from '@emc/contract';
import { useSyncExternalStore } from 'react';
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

function hear(event: MessageEvent<string>): void {
  const live = JSON.parse(event.data) as Live;
  wait_ms = FIRST_WAIT_MS;
  noteSimulated(live.simulated);
  noteServerTime(live.asOf);
  set({ live, line: 'open', heardAt_ms: Date.now() });
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
  source.addEventListener('error', lose);
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
