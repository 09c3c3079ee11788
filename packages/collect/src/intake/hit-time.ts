/** How far a hit's own time (`cdt`) may lie back without a token. */
export const OLDEST_MS = 24 * 3_600_000;
/** Clocks of senders may be ahead by this much; such a hit gets the time of its arrival. */
export const AHEAD_MS = 5 * 60_000;

const UNIX_SECONDS = /^\d{1,12}(?:\.\d{1,6})?$/;
const UTC_TEXT = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})Z?$/;

/** `cdt` as Unix milliseconds: Unix seconds or `YYYY-MM-DD HH:MM:SS` in UTC; undefined when it is neither. */
export function readTime(text: string): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.round(Number(text) * 1000);
  const parts = UTC_TEXT.exec(text);
  if (!parts) return undefined;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.000Z`;
  const time_ms = Date.parse(iso);
  // 31 April would silently become 1 May.
  return Number.isNaN(time_ms) || new Date(time_ms).toISOString() !== iso ? undefined : time_ms;
}
