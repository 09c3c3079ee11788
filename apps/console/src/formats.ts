import type { Lang } from './addresses.ts';

const MISSING = '–';
const ZONE = 'Asia/Ho_Chi_Minh';
type Maybe<T> = T | null | undefined;

/**
 * Numbers and times as the reader writes them: `1.234.567,8` and `22/11/2026` in Vietnamese, `1,234,567.8` and
 * `22 Nov 2026` in English. What is not known is `–`, never 0. Instants are shown in Vietnamese time.
 */
export function makeFormats(lang: Lang) {
  const locale = lang === 'vi' ? 'vi-VN' : 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const shareShort = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const share2 = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const signedPoints = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  const months = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' });

  const known = (value: Maybe<number>): value is number =>
    value !== null && value !== undefined && Number.isFinite(value);
  const numberBy = (format: Intl.NumberFormat) => (value: Maybe<number>) =>
    known(value) ? format.format(value) : MISSING;
  const localDay = (instant: string) => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
  const monthName = (day: string) => months.format(Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`)).slice(0, 3);

  const day = (iso: Maybe<string>) => {
    if (!iso) return MISSING;
    const [y, m, d] = iso.slice(0, 10).split('-');
    return lang === 'vi' ? `${d}/${m}/${y}` : `${Number(d)} ${monthName(iso)} ${y}`;
  };
  const time = (instant: Maybe<string>) => (instant ? clock.format(Date.parse(instant)) : MISSING);
  const minute = (instant: Maybe<string>) => time(instant).slice(0, 5);

  return {
    missing: MISSING,
    number: numberBy(whole),
    decimal: numberBy(one),
    decimal2: numberBy(two),
    percent: numberBy(share),
    /** `70%`, `68,5%`: for goals and axes. */
    percentShort: numberBy(shareShort),
    /** `68,54%`: as the decrees write their rates. */
    percent2: numberBy(share2),
    /** By how many percentage points a share differs: `+1,2`; `–` where there is nothing to compare with. */
    points: (now: Maybe<number>, before: Maybe<number>) =>
      known(now) && known(before) ? signedPoints.format((now - before) * 100) : MISSING,
    /** `+1,2` · `-0,4` · `0`. */
    signed: numberBy(signedPoints),
    /** 1,2 Tr · 1.2M: for axes only. */
    compact: numberBy(short),
    /** By how much `now` differs from `before`: `+12,3%`; `–` where there is nothing to compare with. */
    change: (now: Maybe<number>, before: Maybe<number>) =>
      known(now) && known(before) && before !== 0 ? signed.format((now - before) / before) : MISSING,
    day,
    /** `22/11` or `22 Nov`. */
    dayShort: (iso: string) =>
      lang === 'vi' ? `${iso.slice(8, 10)}/${iso.slice(5, 7)}` : `${Number(iso.slice(8, 10))} ${monthName(iso)}`,
    /** `11/2026` or `Nov 2026`. */
    month: (iso: string) =>
      lang === 'vi' ? `${iso.slice(5, 7)}/${iso.slice(0, 4)}` : `${monthName(iso)} ${iso.slice(0, 4)}`,
    time,
    minute,
    /** The Vietnamese day of an instant, as the reader writes it. */
    dayOfInstant: (instant: Maybe<string>) => (instant ? day(localDay(instant)) : MISSING),
    dateTime: (instant: Maybe<string>) => (instant ? `${minute(instant)} ${day(localDay(instant))}` : MISSING),
    /** `2 phút 05 giây` · `2 min 05 s`. */
    duration: (seconds: Maybe<number>) =>
      known(seconds) ? durationText(lang, Math.max(0, Math.round(seconds))) : MISSING,
    /** `3 phút trước` · `3 minutes ago`. */
    ago: (instant: Maybe<string>, now_ms: number) =>
      instant ? agoText(locale, now_ms - Date.parse(instant)) : MISSING,
  };
}
export type Formats = ReturnType<typeof makeFormats>;

function durationText(lang: Lang, seconds: number): string {
  const [hour, min, sec] = lang === 'vi' ? [' giờ', ' phút', ' giây'] : [' h', ' min', ' s'];
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds < 60) return `${seconds}${sec}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${min} ${two(seconds % 60)}${sec}`;
  return `${Math.floor(seconds / 3600)}${hour} ${two(Math.floor((seconds % 3600) / 60))}${min}`;
}

function agoText(locale: string, age_ms: number): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = Math.max(0, Math.round(age_ms / 1000));
  if (seconds < 60) return relative.format(-seconds, 'second');
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour');
  return relative.format(-Math.floor(seconds / 86_400), 'day');
}
