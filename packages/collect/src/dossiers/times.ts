import { DAY_MS, UTC_OFFSET_MS } from '@emc/contract';

const FORM = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;
/** Nothing that a system of today sends began before, and no due time lies behind. */
const EARLIEST_MS = Date.UTC(2000, 0, 1) - UTC_OFFSET_MS;
const LATEST_MS = Date.UTC(2100, 0, 1) - UTC_OFFSET_MS;
/** Clocks of senders may be ahead, or set to another zone. */
const AHEAD_MS = DAY_MS;

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh as Unix milliseconds; undefined when it is no such time from 2000 to 2099. */
export function readLocalTime(text: string): number | undefined {
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // Date.UTC would silently make 1 May of 31 April, and the next day of 24:00.
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  const time_ms = Date.UTC(year, month - 1, day, hour, minute, second) - UTC_OFFSET_MS;
  return time_ms >= EARLIEST_MS && time_ms < LATEST_MS ? time_ms : undefined;
}

/** Whether something can be said to have happened at a time: a future one would outdo everything that comes later. */
export function canHaveHappened(time_ms: number, now_ms: number): boolean {
  return time_ms <= now_ms + AHEAD_MS;
}
