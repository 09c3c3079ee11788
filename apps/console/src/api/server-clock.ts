import type { Version } from '@emc/contract';
import { ask } from './client.ts';
import { noteSimulated } from './simulated.ts';

/** A difference below this is the way through the network, not a wrong clock. */
const TOLERANCE_MS = 30_000;
/** Whoever waits longer for the first page should see something: then this device's clock has to do. */
const PATIENCE_MS = 4000;

let ahead_ms = 0;

/** An instant of this device's clock (now when left out) by the clock of the server, which alone decides what today is. */
export function serverTime(device_ms = Date.now()): number {
  return device_ms + ahead_ms;
}

/** Called with every answer that says what time it is at the server. */
export function noteServerTime(instant: string | undefined): void {
  const difference_ms = Date.parse(instant ?? '') - Date.now();
  if (Number.isNaN(difference_ms) || Math.abs(difference_ms - ahead_ms) < TOLERANCE_MS) return;
  ahead_ms = Math.abs(difference_ms) < TOLERANCE_MS ? 0 : difference_ms;
}

/** Asks the server for its time before anything is drawn, so that no page is drawn or asked for with a wrong today. */
export async function readServerClock(): Promise<void> {
  try {
    const { now, simulated } = await ask<Version>('/version', { signal: AbortSignal.timeout(PATIENCE_MS) });
    noteServerTime(now);
    noteSimulated(simulated);
  } catch {
    // No answer: the pages say so themselves where they ask for figures.
  }
}
