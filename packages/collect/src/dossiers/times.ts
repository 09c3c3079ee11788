import { DAY_MS, UTC_OFFSET_MS } from '@emc/contract';

const ZERO = 48;
const NINE = 57;
const LENGTH = 'yyyyMMddHHmmss'.length;
/** Nothing that a system of today sends began before, and no due time lies behind. */
const EARLIEST_MS = Date.UTC(2000, 0, 1) - UTC_OFFSET_MS;
const LATEST_MS = Date.UTC(2100, 0, 1) - UTC_OFFSET_MS;
/** Clocks of senders may be ahead, or set to another zone. */
const AHEAD_MS = DAY_MS;

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh as Unix milliseconds; undefined when it is no such time from 2000 to 2099. */
export function readLocalTime(text: string): number | undefined {
  // By hand: six of them stand in every record, and an expression takes ten times as long.
  if (text.length !== LENGTH || !isDigits(text)) return undefined;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const [month, day, hour] = [digitsAt(text, 4), digitsAt(text, 6), digitsAt(text, 8)];
  const [minute, second] = [digitsAt(text, 10), digitsAt(text, 12)];
  // Date.UTC would silently make 1 May of 31 April, and the next day of 24:00.
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const time_ms = Date.UTC(year, month - 1, day, hour, minute, second) - UTC_OFFSET_MS;
  return time_ms >= EARLIEST_MS && time_ms < LATEST_MS ? time_ms : undefined;
}

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return false;
  }
  return true;
}

/** Two digits as a number. */
function digitsAt(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

/** Whether something can be said to have happened at a time: a future one would outdo everything that comes later. */
export function canHaveHappened(time_ms: number, now_ms: number): boolean {
  return time_ms <= now_ms + AHEAD_MS;
}
