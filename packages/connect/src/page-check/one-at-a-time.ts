/** Waits until the key is free, takes it, and gives how to let go of it. */
export type Enter = (key: string) => Promise<() => void>;

/** Keys that one at a time may hold, in the order in which they were asked for. */
export function oneAtATime(): Enter {
  const last = new Map<string, Promise<void>>();
  return async (key) => {
    const before = last.get(key);
    const { promise: mine, resolve } = Promise.withResolvers<void>();
    last.set(key, mine);
    await before;
    return () => {
      if (last.get(key) === mine) last.delete(key);
      resolve();
    };
  };
}
