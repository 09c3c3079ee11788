import type { Body, Day } from '@emc/contract';

/** For each body the one that stands for it on the map of the day: itself, or who took over from it by then. */
export function followSuccessions(bodies: readonly Body[], day: Day): Map<string, string> {
  const byCode = new Map(bodies.map((body) => [body.code, body]));
  return new Map(bodies.map((body) => [body.code, bodyOn(byCode, body.code, day)]));
}

function bodyOn(byCode: ReadonlyMap<string, Body>, code: string, day: Day): string {
  let current = code;
  for (const seen = new Set<string>(); !seen.has(current);) {
    seen.add(current);
    const next = byCode.get(current)?.successors.find((succession) => succession.on <= day);
    if (next === undefined || !byCode.has(next.code)) break;
    current = next.code;
  }
  return current;
}
