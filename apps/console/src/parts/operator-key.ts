import { useSyncExternalStore } from 'react';

/** The operator key: held for this tab only, never in an address, a log or lasting storage. */
const KEY = 'emc-operator-key';
const listeners = new Set<() => void>();

function held(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps the key for this tab; null forgets it. */
export function setOperatorKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, key);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOperatorKey(): string | null {
  return useSyncExternalStore(subscribe, held);
}
