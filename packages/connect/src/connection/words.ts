import { type Day, dayOf, localIso, vietnameseDay, type WordsInBoth } from '@emc/contract';

/** `18/01/2024` and `18 January 2024`. */
export function dayWords(day: Day): WordsInBoth {
  const [year = '', month = '', date = ''] = day.split('-');
  return { vi: vietnameseDay(day), en: `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}` };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `08:05 ngày 18/01/2024` and `08:05 on 18 January 2024`, local time. @param at_ms Unix milliseconds */
export function momentWords(at_ms: number): WordsInBoth {
  const time = localIso(at_ms).slice(11, 16);
  const day = dayWords(dayOf(at_ms));
  return { vi: `${time} ngày ${day.vi}`, en: `${time} on ${day.en}` };
}

/** `24 giờ`, `7 ngày`: days where it is at least two whole ones. */
export function spanWords(span_h: number): WordsInBoth {
  const days = span_h / 24;
  if (days >= 2 && Number.isInteger(days)) return { vi: `${days} ngày`, en: `${days} days` };
  return { vi: `${String(span_h).replace('.', ',')} giờ`, en: `${span_h} hours` };
}

/** `1.234` and `1,234`. */
export function countWords(count: number): WordsInBoth {
  return { vi: count.toLocaleString('vi-VN'), en: count.toLocaleString('en-US') };
}

/** One after another, each a sentence of its own. */
export function sentences(...parts: (WordsInBoth | null)[]): WordsInBoth {
  const present = parts.filter((part) => part !== null);
  return { vi: present.map(({ vi }) => vi).join(' '), en: present.map(({ en }) => en).join(' ') };
}

/** A list within a sentence. @param most of it are named, the others counted */
export function listed(items: readonly string[], most = 5): WordsInBoth {
  const named = items.slice(0, most).join(', ');
  const others = items.length - most;
  return others <= 0
    ? { vi: named, en: named }
    : { vi: `${named} và ${others} mục khác`, en: `${named} and ${others} more` };
}

/** `1 portal`, `2 portals`; Vietnamese nouns stay as they are. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
