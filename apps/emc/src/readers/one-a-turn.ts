/** Does work later, one piece in each turn of the event loop, in order: between two of them everything else has its turn. */
export function oneATurn(): (work: () => void) => void {
  const waiting: (() => void)[] = [];
  let isScheduled = false;
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(turn);
  };
  const turn = (): void => {
    isScheduled = false;
    const work = waiting.shift();
    schedule();
    work?.();
  };
  return (work) => {
    waiting.push(work);
    schedule();
  };
}
