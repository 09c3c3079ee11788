/** Days are those of Viet Nam (UTC+7, no daylight saving); the browser's own time zone never matters here. */
export const UTC_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of the Vietnamese day that holds the instant (Unix milliseconds). */
export function dayOf(instant_ms: number): string {
  return new Date(instant_ms + UTC_OFFSET_MS).toISOString().slice(0, 10);
}

/** The day `count` days later, or earlier when negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, both included. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/** A day that exists, as `YYYY-MM-DD`. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant_ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant_ms) && new Date(instant_ms).toISOString().startsWith(text);
}

/** The period of the same length just before, with which figures are compared. */
export function periodBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  return { from: addDays(from, -countDays(from, to)), to: addDays(from, -1) };
}
