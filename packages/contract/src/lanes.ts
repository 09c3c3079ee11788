/** Runs work, at most `limit` at a time; the rest waits in order. */
export type Lanes = <T>(work: () => Promise<T>) => Promise<T>;

export function createLanes(limit: number): Lanes {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free--;
    try {
      return await work();
    } finally {
      const go = waiting.shift();
      if (go === undefined) free++;
      else go();
    }
  };
}
