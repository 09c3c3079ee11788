import { type Usage, type UsageTotals, usageTotalsSchema, type Language, type WordsInBoth } from '@emc/contract';

/** Header of each column, with its unit. Every total of the contract has a column; the type checker holds that. */
const COLUMNS = {
  pageViews: { vi: 'Lượt xem trang (lượt)', en: 'page_views (count)' },
  visits: { vi: 'Lượt truy cập (lượt)', en: 'visits (count)' },
  visitors: { vi: 'Người truy cập (người-ngày)', en: 'visitors (visitor-days)' },
  bounces: { vi: 'Lượt thoát ngay (lượt)', en: 'bounces (visits)' },
  bounceRate: { vi: 'Tỷ lệ thoát (0–1)', en: 'bounce_rate (0..1)' },
  pagesPerVisit: { vi: 'Trang mỗi lượt truy cập (trang)', en: 'pages_per_visit (pages)' },
  averageVisitSeconds: { vi: 'Thời gian trung bình mỗi lượt (giây)', en: 'average_visit (seconds)' },
  events: { vi: 'Sự kiện (lượt)', en: 'events (count)' },
  downloads: { vi: 'Tải tệp (lượt)', en: 'downloads (count)' },
  outlinks: { vi: 'Mở liên kết ngoài (lượt)', en: 'outlinks (count)' },
  searches: { vi: 'Tìm kiếm (lượt)', en: 'searches (count)' },
  serviceViews: { vi: 'Xem dịch vụ công (lượt)', en: 'service_views (count)' },
  serviceSubmissions: { vi: 'Nộp hồ sơ (lượt)', en: 'service_submissions (count)' },
} as const satisfies Record<keyof UsageTotals, WordsInBoth>;

const START: WordsInBoth = { vi: 'Bắt đầu (giờ Việt Nam)', en: 'start (Asia/Ho_Chi_Minh)' };
const NAMES = usageTotalsSchema.keyof().options;

/** One value (RFC 4180). Text that a spreadsheet would run as a formula is made plain; numbers stay numbers. */
export function csvField(text: string): string {
  const formula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
  const plain = formula ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/**
 * The series of a usage answer as CSV (RFC 4180, UTF-8): one row a point, a header row with units. What is not known is
 * an empty field, never 0.
 *
 * `en` is for programs: plain ASCII, so no byte order mark is needed. `vi` is for spreadsheets, which read UTF-8 only
 * when a byte order mark says so.
 */
export function csvOf(usage: Usage, language: Language): string {
  const header = [START[language], ...NAMES.map((name) => COLUMNS[name][language])];
  const rows = usage.series.map(({ start, values }) => [start, ...NAMES.map((name) => String(values?.[name] ?? ''))]);
  const lines = [header, ...rows].map((cells) => `${cells.map(csvField).join(',')}\r\n`);
  return (language === 'vi' ? '\uFEFF' : '') + lines.join('');
}

/** A file name that says what is in it: `emc-body-h56-2026-11-01-2026-11-22-day.csv`; `simulated-` before it when it is the simulator's. */
export function csvNameOf({ subject, period, completeness }: Usage): string {
  const mark = completeness.simulated ? ['simulated'] : [];
  const name = [...mark, 'emc', subject.kind, subject.id, period.from, period.to, period.interval].join('-');
  return `${name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}.csv`;
}
