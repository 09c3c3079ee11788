import { z } from 'zod';
import { instantSchema, wordsSchema, type WordsInBoth } from './figures.ts';
import { daySchema, siteIdSchema } from './registry.ts';

/**
 * What stands in a hit in place of a value for which the day had no place left. Paths begin with `/`, so of a page it says nothing
 * else; a keyword or an event that is really called so counts with it.
 */
export const OTHER_VALUE = 'other';

interface BoundedField {
  /** What collectors keep on disk; never change or reuse one. 1 … 13. */
  number: number;
  /** Values that a portal may bring on one day which were not seen on two of the 28 days before. */
  places: number;
  name: WordsInBoth;
}

/**
 * The texts of a hit of which there may be any number, and how many different ones a portal may bring on one day. See
 * docs/decisions/0014-bounds-of-distinct-values.md for how the numbers were found.
 */
export const BOUNDED_FIELDS = {
  page: { number: 1, places: 50_000, name: { vi: 'trang', en: 'pages' } },
  title: { number: 2, places: 50_000, name: { vi: 'tiêu đề', en: 'titles' } },
  host: { number: 3, places: 500, name: { vi: 'tên miền của trang', en: 'hosts of pages' } },
  referrer: { number: 4, places: 2_000, name: { vi: 'nguồn truy cập', en: 'referrers' } },
  campaign: { number: 5, places: 500, name: { vi: 'chiến dịch', en: 'campaigns' } },
  event: {
    number: 6,
    places: 1_000,
    name: { vi: 'loại và hành động của sự kiện', en: 'event categories and actions' },
  },
  'event-name': { number: 7, places: 10_000, name: { vi: 'tên sự kiện', en: 'event names' } },
  target: {
    number: 8,
    places: 10_000,
    name: { vi: 'tệp tải xuống và liên kết ra', en: 'downloads and outgoing links' },
  },
  keyword: { number: 9, places: 10_000, name: { vi: 'từ khóa tìm kiếm', en: 'search keywords' } },
  service: { number: 10, places: 10_000, name: { vi: 'mã dịch vụ công', en: 'codes of public services' } },
} as const satisfies Record<string, BoundedField>;
export type BoundedFieldName = keyof typeof BOUNDED_FIELDS;

/** How many values and hits of a portal went to {@link OTHER_VALUE} on one day. */
export interface OtherValues {
  day: string;
  /** Hits in which at least one value was replaced. */
  hits: number;
  fields: { field: BoundedFieldName; hits: number; values: number }[];
}

export const otherValuesSchema = z.object({
  siteId: siteIdSchema,
  asOf: instantSchema,
  meaning: wordsSchema.describe('What happened, and what to do'),
  days: z
    .array(
      z.object({
        day: daySchema,
        hits: z.int().describe('Hits in which at least one value was replaced by "other"; all of them are counted'),
        fields: z.array(
          z.object({
            field: z.string(),
            name: wordsSchema,
            places: z.int().describe('New values that a portal may bring on one day'),
            hits: z.int().describe('Hits in which this was replaced'),
            values: z.int().describe('Different values that were replaced; estimated, within about 15 %'),
          }),
        ),
      }),
    )
    .describe('Days on which values were replaced, newest first; empty where none was'),
});
export type OtherValuesOfPortal = z.infer<typeof otherValuesSchema>;

/** For the owner of the portal. */
export const OTHER_VALUES_MEANING: WordsInBoth = {
  vi: 'Cổng gửi nhiều giá trị khác nhau (địa chỉ trang, tiêu đề, từ khóa…) hơn mức một ngày. Mọi lượt vẫn được đếm; các giá trị mới vượt mức được ghi là "other". Hãy xem có ai đang gửi dữ liệu giả, hoặc địa chỉ trang có chứa mã phiên hay số ngẫu nhiên không.',
  en: 'The portal sent more different values (addresses of pages, titles, keywords …) than a day has places for. Every hit is still counted; new values beyond that are kept as "other". See whether false data are being sent, or whether addresses of pages hold session ids or random numbers.',
};
