import { useSyncExternalStore } from 'react';

/** Whether the server says that its data are simulated. Remembered for the tab, so that the next page says it at once. */
const KEY = 'emc-simulated';
let simulated = read();
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

/** Called with every answer that carries the mark. */
export function noteSimulated(value: boolean): void {
  if (value === simulated) return;
  simulated = value;
  try {
    sessionStorage.setItem(KEY, value ? 'yes' : 'no');
  } catch {
    // Storage refused: the mark still holds for this page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSimulated(): boolean {
  return useSyncExternalStore(subscribe, () => simulated);
}
