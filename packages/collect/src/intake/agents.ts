import { cut } from '@emc/contract';
import Bowser from 'bowser';
import { isbot } from 'isbot';
import { isNothing } from './parameters.ts';

/** What a user agent says about its user's device. Families only: versions would tell people apart. */
export interface Agent {
  bot: boolean;
  /** None at all, or that of an HTTP library: it says nothing about who sends. A bot, unless the hit itself names its visitor. */
  anonymous: boolean;
  device: 'phone' | 'tablet' | 'desktop' | 'tv' | 'other';
  browser: string;
  os: string;
}

const DEVICES: Readonly<Record<string, Agent['device']>> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'desktop',
  tv: 'tv',
};
const UNKNOWN = 'other';
const NAME_LIMIT = 40;

/**
 * Names of browsers and systems that may be kept. Of an agent that it does not know, the library gives back what stands before the first
 * slash: any text that a sender likes, a name or a number of a person, another with every hit.
 */
const BROWSERS: ReadonlySet<string> = new Set([
  ...Object.values(Bowser.BROWSER_MAP),
  'Miui',
  'Opera Touch',
  'PlayStation 4',
  'SlimerJS',
]);
const SYSTEMS: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP));

/** Browsers common in Viet Nam that the library takes for the engine they are built on. The first that fits counts. */
const LOCAL_BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/coc_coc_browser/i, 'Coc Coc'],
  [/\bZalo\b/, 'Zalo'],
  [/\bFB(?:AN|AV|_IAB)\b/, 'Facebook'],
];

/**
 * What programs send that hand over the hits of people: HTTP libraries and the clients of the family built on them. The
 * agent begins with the name; what fetches pages on its own account (curl, wget, crawlers) is not among them.
 */
const LIBRARY_NAMES =
  'java okhttp apache-httpclient apache-httpasyncclient apache.cxf vert.x-webclient jersey reactornetty ahc unirest-java ktor dart ' +
  'cfnetwork alamofire afnetworking guzzlehttp php symfony zend_http_client laminas_http_client libcurl ' +
  'axios node deno bun undici got superagent needle python aiohttp httpx go-http-client go-resty ' +
  'restsharp refit dotnet ruby faraday rest-client httparty libwww-perl reqwest hyper';
const LIBRARIES = new RegExp(`^(?:matomo|piwik|(?:${LIBRARY_NAMES.replaceAll(' ', '|')})(?![a-z]))`, 'i');
/** A robot that says so is one, whatever library it is built with. */
const SAYS_ROBOT = /bot|crawl|spider|scan|monitor|check|headless/i;

/** Parts the user agent from the client hints in the key of a cache; no header can contain it. */
export const HINTS_MARK = '\n';

/**
 * Reads a user agent, optionally followed by {@link HINTS_MARK} and the JSON of `uadata`. Takes some ten microseconds,
 * so callers keep the answer. An empty user agent is a bot, since no browser sends none, but an {@link Agent.anonymous} one.
 */
export function readAgent(key: string): Agent {
  const mark = key.indexOf(HINTS_MARK);
  const userAgent = cut(mark === -1 ? key : key.slice(0, mark), 1000);
  const hints = mark === -1 ? undefined : readHints(key.slice(mark + 1));
  if (hints?.brands?.some((one) => /headless/i.test(one.brand))) return botThatIs(false);
  if (isNothing(userAgent)) return botThatIs(true);
  if (isbot(userAgent)) return botThatIs(isLibrary(userAgent));
  const found = hints ? Bowser.parse(userAgent, hints) : Bowser.parse(userAgent);
  const local = LOCAL_BROWSERS.find(([pattern]) => pattern.test(userAgent));
  return {
    bot: false,
    anonymous: false,
    device: DEVICES[found.platform.type ?? ''] ?? 'other',
    browser: local?.[1] ?? oneOf(BROWSERS, found.browser.name),
    os: oneOf(SYSTEMS, found.os.name),
  };
}

function botThatIs(anonymous: boolean): Agent {
  return { bot: true, anonymous, device: 'other', browser: UNKNOWN, os: UNKNOWN };
}

function isLibrary(userAgent: string): boolean {
  return LIBRARIES.test(userAgent.trim()) && !SAYS_ROBOT.test(userAgent);
}

function oneOf(names: ReadonlySet<string>, name: string | undefined): string {
  return name !== undefined && names.has(name) ? name : UNKNOWN;
}

/** Client hints as browsers send them; what has another shape is ignored, since the user agent alone says enough. */
function readHints(json: string): Bowser.ClientHints | undefined {
  try {
    const sent: unknown = JSON.parse(json);
    if (typeof sent !== 'object' || sent === null) return undefined;
    const { brands, fullVersionList, mobile, platform } = sent as Record<string, unknown>;
    const list = Array.isArray(brands) ? brands : Array.isArray(fullVersionList) ? fullVersionList : [];
    return {
      brands: list.slice(0, 10).filter(isBrand),
      ...(typeof mobile === 'boolean' ? { mobile } : {}),
      ...(typeof platform === 'string' && platform !== '' ? { platform: cut(platform, NAME_LIMIT) } : {}),
    };
  } catch {
    return undefined;
  }
}

function isBrand(value: unknown): value is { brand: string; version: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { brand, version } = value as Record<string, unknown>;
  return typeof brand === 'string' && typeof version === 'string' && brand.length <= NAME_LIMIT;
}
