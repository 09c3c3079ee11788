/**
 * Where the program of today answers otherwise than the one of a0db2f6 did over the same recorded data, on purpose. All
 * else must be equal to the last digit; a field that is new is no difference. To change a figure:
 *
 *   CHANGES=/tmp/changes.json npm test -- tests/recorded
 *
 * writes what differs and stands in no list; look at each, and enter it here with what repaired it:
 *
 *   { where: '/systems/1/dossiers?…: totals.onTime', old: 12, new: 11, why: 'an end before the receipt is not said' }
 *
 * `where` may be a pattern where the same becomes of many answers: /: set\.version$/. What is gone is `undefined` now. An
 * entry that nothing needs any more fails the test as well.
 */
export interface Change {
  where: string | RegExp;
  old: unknown;
  new: unknown;
  /** The line of the issue or the decision. */
  why: string;
}

const ONE_RATE = 'one denominator of full-online on all pages, and unknown where there is no catalogue';
const TOO_LITTLE = 'no place and no grade where too little is known; Decision 766 by the points that can be computed';
const NO_FOREIGN_HOST =
  'a host that sent with the siteId of another is free text of its sender: how often is public, which one is for the body and the operator';
const REMEDIES: readonly [name: string, old: string, now: string][] = [
  [
    'vi',
    'Nếu khac.invalid thuộc cổng này, bổ sung tên miền vào đăng ký của cổng (đăng nhập, mở trang của cổng, chọn Sửa thông tin); nếu không, thay siteId 10002 trong mã giám sát của trang đó bằng siteId của chính trang đó.',
    'Đăng nhập và xem tên miền đó trong mục Dữ liệu bị từ chối của cơ quan. Nếu tên miền thuộc cổng này, bổ sung vào đăng ký của cổng (mở trang của cổng, chọn Sửa thông tin); nếu không, thay siteId 10002 trong mã giám sát của trang đó bằng siteId của chính trang đó.',
  ],
  [
    'en',
    "If khac.invalid belongs to this portal, add it to the portal's hosts (sign in, open the page of the portal, choose Change); if not, replace siteId 10002 in the code of that site by the siteId of that site.",
    "Sign in and see which host it is under what was refused of the body. If it belongs to this portal, add it to the portal's hosts (open the page of the portal, choose Change); if not, replace siteId 10002 in the code of that site by the siteId of that site.",
  ],
];
const FAIR = { id: 'fair', vi: 'Khá', en: 'Fair' };
const AVERAGE = { id: 'average', vi: 'Trung bình', en: 'Average' };
/** The body that has no catalogue, and 20 dossiers. */
const G02 = String.raw`(G02|/systems/3/|procedures\[1\.0002)`;

const JUDGED =
  'a due time at midnight is the whole day, withdrawn and stopped without a day end, and what cannot be is named beside figures';
/** The last name of the path, and what it was and is, wherever that is so. */
const OF_DOSSIERS: readonly [name: string, ...pairs: [old: unknown, now: unknown][]][] = [
  ['complete', [true, false]],
  ['finished', [40, 45], [8, 9], [0, 5], [80, 85], [16, 17]],
  ['late', [10, 0], [2, 0], [5, 0], [1, 0], [20, 0], [4, 0]],
  ['numerator', [25, 35], [15, 20], [5, 10], [45, 65]],
  ['onTime', [25, 35], [5, 7], [5, 10], [15, 20], [3, 4], [0, 5], [1, 2], [45, 65], [9, 13]],
  ['on_time', [5, 10], [15, 20], [25, 35]],
  ['on_time_rate', [0.5, 1], [0.75, 1], [0.7142857142857143, 1]],
  ['points', [32.42, 37.42], [15, 20], [31.68, 35.68], [16, 20], [22.33, 29], [13.33, 20]],
  [
    'value',
    [0.7142857142857143, 1],
    [0.75, 1],
    [25, 35],
    [5, 10],
    [40, 45],
    [0.8, 1],
    [15, 20],
    [0.5, 1],
    [0.6666666666666666, 1],
    [0.6923076923076923, 1],
  ],
  ['withoutDueTime', [5, 10], [1, 2], [0, 5], [15, 20], [3, 4]],
  ['without_due_time', [5, 10]],
  [
    'wouldRaise',
    [
      [
        { indicatorId: 'on-time', lostPoints: 5 },
        { indicatorId: 'online-dossiers', lostPoints: 2.25 },
        { indicatorId: 'services-with-dossiers', lostPoints: 2 },
        { indicatorId: 'procedures-online', lostPoints: 0.33 },
      ],
      [
        { indicatorId: 'online-dossiers', lostPoints: 2.25 },
        { indicatorId: 'services-with-dossiers', lostPoints: 2 },
        { indicatorId: 'procedures-online', lostPoints: 0.33 },
      ],
    ],
    [
      [
        { indicatorId: 'on-time', lostPoints: 4 },
        { indicatorId: 'services-with-dossiers', lostPoints: 2.67 },
        { indicatorId: 'online-dossiers', lostPoints: 2.57 },
        { indicatorId: 'procedures-paid-online', lostPoints: 0.75 },
        { indicatorId: 'procedures-online', lostPoints: 0.33 },
      ],
      [
        { indicatorId: 'services-with-dossiers', lostPoints: 2.67 },
        { indicatorId: 'online-dossiers', lostPoints: 2.57 },
        { indicatorId: 'procedures-paid-online', lostPoints: 0.75 },
        { indicatorId: 'procedures-online', lostPoints: 0.33 },
      ],
    ],
    [
      [
        { indicatorId: 'on-time', lostPoints: 6.67 },
        { indicatorId: 'online-dossiers', lostPoints: 3 },
      ],
      [{ indicatorId: 'online-dossiers', lostPoints: 3 }],
    ],
  ],
];

export const CHANGED_ON_PURPOSE: readonly Change[] = [
  { where: /connection: .*wrongHosts$/, old: [], new: undefined, why: NO_FOREIGN_HOST },
  {
    where: /connection: .*wrongHosts$/,
    old: [{ host: 'khac.invalid', count: 1 }],
    new: undefined,
    why: NO_FOREIGN_HOST,
  },
  ...REMEDIES.map(([language, old, now]) => ({
    where: new RegExp(`connection: .*remedy\\.${language}$`),
    old,
    new: now,
    why: NO_FOREIGN_HOST,
  })),
  { where: /: definitionVersion$/, old: 1, new: 2, why: ONE_RATE },
  {
    where: new RegExp(`${G02}.*(fullOnline|fullOnline\\.(value|numerator)|full_online|full_online_rate)$`),
    old: 0,
    new: null,
    why: ONE_RATE,
  },
  { where: new RegExp(`${G02}.*fullOnline\\.denominator$`), old: 20, new: null, why: ONE_RATE },
  { where: /^\/dossiers\?.*: rates\.fullOnline\.denominator$/, old: 135, new: 115, why: ONE_RATE },
  { where: /: (set|rows\[.*\])\.version$/, old: 1, new: 2, why: TOO_LITTLE },
  { where: /decision-766-2022.*H56.*\.score$/, old: 77.18, new: 37.42, why: TOO_LITTLE },
  { where: /decision-766-2022.*H26.*\.score$/, old: 75.43, new: 35.68, why: TOO_LITTLE },
  { where: /decision-766-2022.*(H56|H26).*\.grade$/, old: FAIR, new: null, why: TOO_LITTLE },
  { where: /decision-766-2022.*G02.*\.score$/, old: 69.79, new: null, why: TOO_LITTLE },
  { where: /(emc-2024|rankings).*G02.*\.score$/, old: 53.57, new: null, why: TOO_LITTLE },
  { where: /G02.*\.grade$/, old: AVERAGE, new: null, why: TOO_LITTLE },
  { where: /rankings.*G02.*\.grade$/, old: AVERAGE.vi, new: null, why: TOO_LITTLE },
  { where: /G02.*\.(rank|rankOf|rank_of)$/, old: 1, new: null, why: TOO_LITTLE },
  ...OF_DOSSIERS.flatMap(([name, ...pairs]) =>
    pairs.map(([old, now]) => ({ where: new RegExp(`(: |\\.)${name}$`), old, new: now, why: JUDGED })),
  ),
];
