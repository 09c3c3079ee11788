/** Round numbers from 0 to at least `highest`, at most `count` steps: 0, 2, 4, 6. Whole numbers unless `highest` is below 3. */
export function niceTicks(highest: number, count = 4): number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? rough;
  const ticks: number[] = [];
  for (let tick = 0; ticks.length === 0 || (ticks.at(-1) ?? 0) < highest; tick += 1)
    ticks.push(Number((tick * step).toPrecision(12)));
  return ticks;
}

/** Which of `length` places get a label, when there is room for `room` of them. The first and evenly spaced ones. */
export function labelled(length: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(length / Math.max(1, room)));
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
}

export interface Run<T> {
  from: number;
  to: number;
  items: T[];
}

/** Unbroken stretches of places that have a value (or that have none). Gaps stay gaps: nothing is drawn across them. */
export function runsOf<T>(items: readonly T[], belongs: (item: T) => boolean): Run<T>[] {
  const runs: Run<T>[] = [];
  items.forEach((item, index) => {
    if (!belongs(item)) return;
    const last = runs.at(-1);
    if (last !== undefined && last.to === index - 1) {
      last.to = index;
      last.items.push(item);
    } else runs.push({ from: index, to: index, items: [item] });
  });
  return runs;
}
