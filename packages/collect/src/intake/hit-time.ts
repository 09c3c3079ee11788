/** How far a hit's own time (`cdt`) may lie back without a token. */
export const OLDEST_MS = 24 * 3_600_000;
/** Clocks of senders may be ahead by this much; such a hit gets the time of its arrival. */
export const AHEAD_MS = 5 * 60_000;

const UNIX_SECONDS = /^\d{1,12}(?:\.\d{1,6})?$/;
/** `Date.now()` of a script: as seconds it would be a time in some fifty thousand years. */
const UNIX_MILLISECONDS = /^\d{13}$/;
/** Every part is of bounded length, so that reading it takes the same time whatever is sent. */
const TEXT =
  /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(?:Z|UTC|GMT)|( ?[+-]| {1,2})(\d{2}):?(\d{2})?)?$/i;
/** The zones of the earth lie between -12:00 and +14:00. */
const LARGEST_OFFSET_MIN = 14 * 60;

/**
 * `cdt` as Unix milliseconds, in every form that clients of the family send; undefined when it is none of them.
 *
 * | form | sent by |
 * |---|---|
 * | `1796030048`, with or without a fraction | Matomo's documentation, the Java client |
 * | `1796030048526` | scripts with `Date.now()` |
 * | `2026-11-30 10:14:08` | Matomo's documentation, the log importer, PHP and iOS clients; without an offset it is UTC |
 * | `2026-11-30 17:14:08+0700` | the Android client; in a form that does not encode `+`, a blank arrives in its place |
 * | `2026-11-30T10:14:08.526Z`, up to nanoseconds | Flutter, Kotlin and JavaScript clients |
 * | `2026-11-30T17:14+07:00` | senders in Java, whose texts leave seconds of 0 away |
 */
export function readTime(text: string): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.round(Number(text) * 1000);
  if (UNIX_MILLISECONDS.test(text)) return Number(text);
  const parts = TEXT.exec(text);
  if (!parts) return undefined;
  const [, day, minute, second = '00', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = parts;
  const iso = `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const local_ms = Date.parse(iso);
  // 31 April would silently become 1 May.
  if (Number.isNaN(local_ms) || new Date(local_ms).toISOString() !== iso) return undefined;
  if (sign === undefined) return local_ms;
  const offset_min = Number(offsetHours) * 60 + Number(offsetMinutes);
  if (Number(offsetMinutes) > 59 || offset_min > LARGEST_OFFSET_MIN) return undefined;
  return local_ms - (sign.endsWith('-') ? -offset_min : offset_min) * 60_000;
}
