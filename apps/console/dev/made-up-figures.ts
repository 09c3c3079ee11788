import {
  BOUNDED_FIELDS,
  OTHER_VALUES_MEANING,
  type Live,
  type LivePages,
  type OtherValuesOfPortal,
  type RecentPages,
  type Usage,
  type UsageTotals,
} from '@emc/contract';
import { chance, FLOODED_SITE, WAITING_SITE, type MadeUpRegister } from './made-up-register.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const OFFSET_MS = 7 * HOUR_MS;
const start = (day: string) => Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;

/** Page views of one hour: office hours, weekends, and some noise. */
function hourViews(id: string, hour_ms: number, size: number): number {
  const local = new Date(hour_ms + OFFSET_MS);
  const hour = local.getUTCHours();
  const work =
    hour < 6 ? 0.12 : hour < 8 ? 0.6 : hour < 12 ? 1.7 : hour < 14 ? 1 : hour < 17 ? 1.6 : hour < 22 ? 0.8 : 0.3;
  const week = [0, 6].includes(local.getUTCDay()) ? 0.45 : 1;
  return Math.round(size * work * week * (0.85 + 0.3 * chance(`${id} ${hour_ms}`)));
}

function totalsOf(pageViews: number): UsageTotals {
  const visits = Math.round(pageViews / 3.4);
  const visitors = Math.round(visits * 0.83);
  const bounces = Math.round(visits * 0.412);
  return {
    pageViews,
    visits,
    visitors,
    bounces,
    bounceRate: visits === 0 ? null : bounces / visits,
    pagesPerVisit: visits === 0 ? null : pageViews / visits,
    averageVisitSeconds: visits === 0 ? null : 187.4,
    events: Math.round(pageViews * 0.05),
    downloads: Math.round(pageViews * 0.031),
    outlinks: Math.round(pageViews * 0.012),
    searches: Math.round(pageViews * 0.043),
    serviceViews: Math.round(pageViews * 0.11),
    serviceSubmissions: Math.round(pageViews * 0.014),
  };
}

export interface Asked {
  kind: Usage['subject']['kind'];
  id: string;
  nameVi: string;
  nameEn: string;
  siteIds: number[];
}

const split = (total: number, parts: readonly [string, number][]) =>
  parts.map(([value, share]) => ({ value, count: Math.round(total * share) }));

/** Made-up usage: deterministic, plausible, with a gap of two days so that gaps are seen. */
export function madeUpUsage(
  register: MadeUpRegister,
  asked: Asked,
  query: { from: string; to: string; interval: Usage['period']['interval'] },
  now_ms: number,
): Usage {
  const portals = register.portals.filter(({ siteId }) => asked.siteIds.includes(siteId));
  const silent = portals.filter(({ state }) => state !== 'receiving');
  const size = portals.length === 0 || silent.length === portals.length ? 0 : 420 * portals.length;
  const gap = (hour_ms: number) =>
    size === 0 || (asked.kind !== 'country' && new Date(hour_ms + OFFSET_MS).getUTCDate() % 15 === 8);
  const sum = (from_ms: number, to_ms: number) => {
    let views = 0;
    for (let hour = from_ms; hour < Math.min(to_ms, now_ms); hour += HOUR_MS)
      views += gap(hour) ? 0 : Math.round(hourViews(asked.id, hour, size) * Math.min(1, (now_ms - hour) / HOUR_MS));
    return views;
  };
  const from_ms = start(query.from);
  const to_ms = start(query.to) + DAY_MS;
  const starts: number[] = [];
  if (query.interval === 'month') {
    for (
      let day = new Date(`${query.from.slice(0, 7)}-01T00:00:00Z`);
      day.getTime() - OFFSET_MS < to_ms;
      day.setUTCMonth(day.getUTCMonth() + 1)
    )
      starts.push(Math.max(from_ms, day.getTime() - OFFSET_MS));
  } else for (let at = from_ms; at < to_ms; at += query.interval === 'hour' ? HOUR_MS : DAY_MS) starts.push(at);
  const totals = totalsOf(sum(from_ms, to_ms));
  const { visits, pageViews } = totals;
  const share = (n: number) => Math.round(pageViews * n);
  return {
    subject: { kind: asked.kind, id: asked.id, nameVi: asked.nameVi, nameEn: asked.nameEn },
    period: { ...query, timeZone: 'Asia/Ho_Chi_Minh' },
    asOf: new Date(now_ms).toISOString(),
    mapDay: query.to,
    definitionVersion: 1,
    completeness: {
      complete: silent.length === 0,
      portalsExpected: portals.length,
      portalsReceived: portals.length - silent.length,
      missing: silent
        .slice(0, 50)
        .map(({ siteId, name, lastHitAt }) => ({ siteId, name, reason: lastHitAt === null ? 'never-sent' : 'silent' })),
      loadedThrough: new Date(now_ms - 900).toISOString(),
      simulated: true,
    },
    totals,
    previous: totalsOf(Math.round(sum(from_ms - (to_ms - from_ms), from_ms) * 0.94)),
    series: starts.map((at, index) => ({
      start: new Date(at).toISOString(),
      values:
        at > now_ms || (query.interval !== 'month' && gap(at)) || size === 0
          ? null
          : totalsOf(sum(at, starts[index + 1] ?? to_ms)),
    })),
    pages:
      size === 0
        ? []
        : [
            '/',
            '/thu-tuc/1.000123',
            '/tin-tuc/thong-bao-lich-nghi',
            '/dich-vu-cong/truc-tuyen',
            '/van-ban/quyet-dinh',
            '/lien-he',
            '/gioi-thieu/co-cau-to-chuc',
            '/hoi-dap',
            '/tra-cuu-ho-so',
            '/thu-tuc/1.004194',
          ].map((path, index) => ({
            host: new URL(portals[index % portals.length]?.url ?? 'https://example.gov.vn').host,
            path,
            title:
              [
                'Trang chủ',
                'Đăng ký khai sinh',
                'Thông báo lịch nghỉ lễ',
                'Dịch vụ công trực tuyến',
                'Quyết định',
                '',
                'Cơ cấu tổ chức',
                'Hỏi đáp',
                'Tra cứu hồ sơ',
                'Cấp giấy phép xây dựng',
              ][index] ?? '',
            pageViews: share(0.24 / (index + 1)),
          })),
    referrers:
      size === 0
        ? []
        : [
            { kind: 'direct', value: '', count: Math.round(visits * 0.46) },
            { kind: 'search', value: 'Google', count: Math.round(visits * 0.31) },
            { kind: 'website', value: 'dichvucong.gov.vn', count: Math.round(visits * 0.12) },
            { kind: 'search', value: 'Cốc Cốc', count: Math.round(visits * 0.06) },
            { kind: 'social', value: 'Zalo', count: Math.round(visits * 0.05) },
          ],
    devices:
      size === 0
        ? []
        : split(visits, [
            ['mobile', 0.61],
            ['desktop', 0.36],
            ['tablet', 0.03],
          ]),
    browsers:
      size === 0
        ? []
        : split(visits, [
            ['Chrome', 0.58],
            ['Safari', 0.2],
            ['Cốc Cốc', 0.12],
            ['Edge', 0.08],
            ['Firefox', 0.02],
          ]),
    operatingSystems:
      size === 0
        ? []
        : split(visits, [
            ['Android', 0.42],
            ['Windows', 0.34],
            ['iOS', 0.19],
            ['macOS', 0.05],
          ]),
    events:
      size === 0 ? [] : [{ category: 'Biểu mẫu', action: 'mở', name: 'Tờ khai khai sinh', count: share(0.02), sum: 0 }],
    downloads:
      size === 0
        ? []
        : split(pageViews, [
            ['/tep/to-khai-khai-sinh.docx', 0.011],
            ['/tep/bieu-mau-01.pdf', 0.007],
          ]),
    outlinks: size === 0 ? [] : split(pageViews, [['https://dichvucong.gov.vn/', 0.008]]),
    searches:
      size === 0
        ? []
        : split(pageViews, [
            ['khai sinh', 0.012],
            ['căn cước', 0.009],
            ['đất đai', 0.008],
          ]),
    services:
      size === 0
        ? []
        : ['1.000123', '1.004194.000.00.00.H56', '2.000815', '1.001193'].map((code, index) => ({
            code,
            views: share(0.05 / (index + 1)),
            declarations: 0,
            submissions: share(0.006 / (index + 1)),
          })),
  };
}

const PATHS = [
  '/',
  '/thu-tuc/1.000123',
  '/tra-cuu-ho-so',
  '/dich-vu-cong/truc-tuyen',
  '/tin-tuc/thong-bao',
  '/lien-he',
];

/** The country at an instant. */
export function madeUpLive(register: MadeUpRegister, now_ms: number): Live {
  const bodies = register.bodies();
  const receiving = register.portals.filter(({ state }) => state === 'receiving');
  const minute = Math.floor(now_ms / 60_000);
  const minutes = Array.from({ length: 30 }, (_, index) =>
    Math.round(
      1300 *
        (0.8 + 0.4 * chance(`minute ${minute - 29 + index}`)) *
        (index === 29 ? ((now_ms % 60_000) + 1) / 60_000 : 1),
    ),
  );
  const views30 = minutes.reduce((sum, views) => sum + views, 0);
  const views5 = minutes.slice(25).reduce((sum, views) => sum + views, 0);
  const tick = Math.floor(now_ms / 2000);
  const midnight_ms = Math.floor((now_ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  const today = totalsOf(Math.round(((now_ms - midnight_ms) / HOUR_MS) * 61_000));
  return {
    asOf: new Date(now_ms).toISOString(),
    loadedThrough: new Date(now_ms - 800).toISOString(),
    simulated: true,
    bodies: {
      total: bodies.length,
      connected: bodies.filter(({ connection }) => connection.state === 'connected').length,
      partly: bodies.filter(({ connection }) => connection.state === 'partly-connected').length,
    },
    portals: { registered: register.portals.length, receiving: receiving.length },
    last5Minutes: { visitors: Math.round(views5 / 3.1), pageViews: views5 },
    last30Minutes: { visitors: Math.round(views30 / 4.2), pageViews: views30, pageViewsByMinute: minutes },
    today: { visitors: today.visitors, pageViews: today.pageViews, visits: today.visits },
    ticker: Array.from({ length: 20 }, (_, index) => {
      const turn = `tick ${tick - index}`;
      const portal = receiving[Math.floor(chance(turn) * receiving.length)];
      return {
        at: new Date((tick - index) * 2000).toISOString(),
        siteId: portal?.siteId ?? 1,
        portal: portal?.name ?? '',
        bodyCode: portal?.bodyCode ?? 'H56',
        kind: chance(`${turn} kind`) < 0.85 ? 'page_view' : chance(`${turn} what`) < 0.5 ? 'download' : 'service',
      };
    }),
  };
}

/** The last hits with their pages. */
export function madeUpLivePages(register: MadeUpRegister, bodyCode: string | null, now_ms: number): LivePages {
  const { ticker, asOf } = madeUpLive(register, now_ms);
  const own = ticker.filter((hit) => bodyCode === null || hit.bodyCode === bodyCode);
  return {
    asOf,
    hits: own.map((hit) => ({
      ...hit,
      host: 'dichvucong.example.gov.vn',
      path: PATHS[Math.floor(chance(`${hit.at} path`) * PATHS.length)] ?? '/',
      title: 'Dịch vụ công trực tuyến',
    })),
  };
}

/** One portal brings more different values than a day has places for. */
export function madeUpOtherValues(siteId: number, now_ms: number): OtherValuesOfPortal {
  const day = new Date(now_ms + OFFSET_MS).toISOString().slice(0, 10);
  const fields = [
    { field: 'page', ...BOUNDED_FIELDS.page, hits: 4210, values: 3980 },
    { field: 'keyword', ...BOUNDED_FIELDS.keyword, hits: 96, values: 95 },
  ];
  return {
    siteId,
    asOf: new Date(now_ms).toISOString(),
    meaning: OTHER_VALUES_MEANING,
    days: siteId === FLOODED_SITE ? [{ day, hits: 4306, fields }] : [],
  };
}

/** The last minutes of a portal. `heardFor_ms`: how long a new portal has been looked at; after a while its first hit comes. */
export function madeUpRecent(
  register: MadeUpRegister,
  siteId: number,
  minutes: number,
  now_ms: number,
  heardFor_ms: number,
): RecentPages {
  const portal = register.portals.find((known) => known.siteId === siteId);
  const host = new URL(portal?.url ?? 'https://example.gov.vn').host;
  const fresh = portal?.state === 'registered';
  const count = fresh
    ? heardFor_ms > 6000 && siteId !== WAITING_SITE
      ? 1
      : 0
    : portal?.state === 'receiving'
      ? 40
      : 0;
  const tick = Math.floor(now_ms / 3000);
  return {
    siteId,
    asOf: new Date(now_ms).toISOString(),
    minutes,
    accepted: count === 40 ? 1274 : count,
    hits: Array.from({ length: count }, (_, index) => {
      const turn = `${siteId} ${tick - index}`;
      return {
        at: new Date((tick - index) * 3000).toISOString(),
        kind: chance(turn) < 0.85 ? 'page_view' : 'download',
        host,
        path: PATHS[Math.floor(chance(`${turn} path`) * PATHS.length)] ?? '/',
        title: chance(`${turn} title`) < 0.7 ? 'Đăng ký khai sinh – Dịch vụ công trực tuyến' : '',
        device: chance(`${turn} device`) < 0.6 ? 'mobile' : 'desktop',
        browser: chance(`${turn} browser`) < 0.7 ? 'Chrome' : 'Safari',
      };
    }),
    drops:
      count < 40
        ? []
        : [
            {
              minute: new Date(Math.floor(now_ms / 60_000) * 60_000 - 120_000).toISOString(),
              reason: 'wrong-host',
              count: 12,
              sampleHost: 'thunghiem.example.vn',
              samplePath: '/',
              meaning: {
                vi: 'Máy chủ của trang không thuộc cổng này.',
                en: 'The host of the page does not belong to this portal.',
              },
            },
            {
              minute: new Date(Math.floor(now_ms / 60_000) * 60_000 - 240_000).toISOString(),
              reason: 'bot',
              count: 31,
              sampleHost: host,
              samplePath: '/robots.txt',
              meaning: { vi: 'Máy tự động, không phải người.', en: 'A robot, not a person.' },
            },
          ],
  };
}
