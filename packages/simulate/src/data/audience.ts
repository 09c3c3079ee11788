/**
 * Who comes, with what, and from where. `browser`, `os` and `device` are the names that the collector gives to
 * `userAgent`, so that history written in bulk and hits that came in by HTTP fall into the same rows.
 */
export interface Agent {
  weight: number;
  device: string;
  browser: string;
  os: string;
  userAgent: string;
}

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT}`;
const ANDROID = `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT}`;
const IOS_WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MACOS = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)`;

function agent(weight: number, device: string, browser: string, os: string, userAgent: string): Agent {
  return { weight, device, browser, os, userAgent };
}

/** Phones are the majority. */
export const AGENTS: readonly Agent[] = [
  agent(29, 'phone', 'Chrome', 'Android', `${ANDROID} Chrome/146.0.0.0 Mobile Safari/537.36`),
  agent(3, 'phone', 'Chrome', 'Android', `${ANDROID} Chrome/138.0.0.0 Mobile Safari/537.36`),
  agent(
    18,
    'phone',
    'Safari',
    'iOS',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${IOS_WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1`,
  ),
  agent(
    5,
    'phone',
    'Samsung Internet for Android',
    'Android',
    `${ANDROID} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
  ),
  agent(
    4,
    'phone',
    'Coc Coc',
    'Android',
    `${ANDROID} coc_coc_browser/148.0.0 Mobile Chrome/142.0.0.0 Mobile Safari/537.36`,
  ),
  agent(17, 'desktop', 'Chrome', 'Windows', `${WINDOWS} Chrome/146.0.0.0 Safari/537.36`),
  agent(8, 'desktop', 'Coc Coc', 'Windows', `${WINDOWS} coc_coc_browser/148.0.0 Chrome/142.0.0.0 Safari/537.36`),
  agent(7, 'desktop', 'Microsoft Edge', 'Windows', `${WINDOWS} Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0`),
  agent(
    2,
    'desktop',
    'Firefox',
    'Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
  ),
  agent(2, 'desktop', 'Safari', 'macOS', `${MACOS} ${IOS_WEBKIT} Version/26.0 Safari/605.1.15`),
  agent(2, 'desktop', 'Chrome', 'macOS', `${MACOS} ${WEBKIT} Chrome/146.0.0.0 Safari/537.36`),
  agent(
    2,
    'tablet',
    'Safari',
    'iOS',
    `Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${IOS_WEBKIT} Version/18.6 Mobile/15E148 Safari/604.1`,
  ),
  agent(
    1,
    'tablet',
    'Chrome',
    'Android',
    `Mozilla/5.0 (Linux; Android 14; SM-X210) ${WEBKIT} Chrome/146.0.0.0 Safari/537.36`,
  ),
];

/** Robots for the live part: the collector has to drop them. */
export const BOTS: readonly string[] = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)',
];

type Origin = 'direct' | 'search' | 'social' | 'website' | 'campaign';
export interface Source {
  weight: number;
  kind: Origin;
  /** As the event store keeps it: host of the referrer, or the campaign. */
  value: string;
  /** As a browser sends it; empty for a direct visit. */
  url: string;
}
/** Where a visit comes from. */
export const SOURCES: readonly Source[] = [
  { weight: 34, kind: 'direct', value: '', url: '' },
  { weight: 36, kind: 'search', value: 'google.com', url: 'https://www.google.com/' },
  { weight: 6, kind: 'search', value: 'coccoc.com', url: 'https://coccoc.com/search' },
  { weight: 2, kind: 'search', value: 'bing.com', url: 'https://www.bing.com/' },
  { weight: 6, kind: 'social', value: 'facebook.com', url: 'https://l.facebook.com/' },
  { weight: 4, kind: 'social', value: 'zalo.me', url: 'https://zalo.me/' },
  { weight: 7, kind: 'website', value: 'dichvucong.gov.vn', url: 'https://dichvucong.gov.vn/' },
  { weight: 2, kind: 'website', value: 'chinhphu.vn', url: 'https://chinhphu.vn/' },
  { weight: 2, kind: 'website', value: 'baochinhphu.vn', url: 'https://baochinhphu.vn/' },
  { weight: 1, kind: 'campaign', value: 'zalo-oa-tuyen-truyen-dich-vu-cong', url: 'https://zalo.me/' },
];
