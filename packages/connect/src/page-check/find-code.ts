import { Parser } from 'htmlparser2';
import { withoutComments } from './without-comments.ts';

/** What of the monitoring code a page carries. */
export interface FoundCode {
  /** Site ids that the code of the page names, each once, at most 10; empty = the page does not count as carrying it. */
  siteIds: string[];
  /** Some script names the queue `_govaq`. */
  queue: boolean;
  /** Hosts of the collectors that the code names, each once, at most 5. */
  collectors: string[];
  /** Tag managers that the page loads: the code may come through them. */
  tagManagers: string[];
}

const MOST_SITE_IDS = 10;
const MOST_COLLECTORS = 5;

/** Where the script of the monitoring code lies, whatever the host: deployed and one-line form. */
const EMBED = /\bembed\/gov-tracking(?:\.min)?\.js/i;
const SET_TRACKER_URL = /setTrackerUrl['"`]\s*,/;

/**
 * Looks for the monitoring code in a page, in every form seen in the field: http and https, single and double quotes,
 * minified, written by a framework, its id in a variable; and in the one-line form. It counts when an inline script has
 * `_govaq`, the address of the tracker or the embedded script, and a site id that can be read; comments do not count.
 *
 * @param page HTML
 */
export function findCode(page: string): FoundCode {
  const { scripts, embedded, tags, tagManagers } = elementsOf(page);
  const inline = scripts.map((script) => unescaped(withoutComments(script)));
  const everything = inline.join('\n');
  const carrying = inline.filter((script) => script.includes('_govaq'));
  // The queue may be filled by one script and the address set by another: taken together, they are the code.
  const together = carrying.join('\n');
  const complete = embedded || EMBED.test(together) || SET_TRACKER_URL.test(together);
  const ids = complete ? carrying.flatMap((script) => siteIdsIn(script, everything)) : [];
  const siteIds = [...ids, ...tags.map(({ siteId }) => siteId)];
  const collectors = [...collectorsIn(together), ...tags.map(({ src }) => src)]
    .map(hostOf)
    .filter((host) => host !== '');
  return {
    siteIds: [...new Set(siteIds)].slice(0, MOST_SITE_IDS),
    queue: carrying.length > 0,
    collectors: [...new Set(collectors)].slice(0, MOST_COLLECTORS),
    tagManagers: [...new Set(tagManagers)].sort(),
  };
}

interface Elements {
  /** Text of inline scripts. */
  scripts: string[];
  /** A script element loads the tracker. */
  embedded: boolean;
  /** Script elements of the one-line form. */
  tags: { src: string; siteId: string }[];
  tagManagers: string[];
}

/** Scripts of these types are data for other scripts; only a framework's own may hold markup that becomes the page. */
const JAVASCRIPT = /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i;

function elementsOf(page: string): Elements {
  const found: Elements = { scripts: [], embedded: false, tags: [], tagManagers: [] };
  let text: string | null = null;
  const parser = new Parser({
    onopentag(name, { src, type = '', ...attributes }) {
      if (name === 'iframe') found.tagManagers.push(...managersOf(src ?? ''));
      if (name !== 'script' || !JAVASCRIPT.test(type.split(';')[0]!.trim())) return;
      if (src === undefined) {
        text = '';
        return;
      }
      found.tagManagers.push(...managersOf(src));
      const siteId = attributes['data-site-id']?.trim() ?? '';
      if (!EMBED.test(src)) return;
      found.embedded = true;
      if (SITE_ID.test(siteId)) found.tags.push({ src, siteId });
    },
    ontext(data) {
      if (text !== null) text += data;
    },
    onclosetag(name) {
      if (name !== 'script' || text === null) return;
      found.scripts.push(text);
      found.tagManagers.push(...managersOf(text));
      text = null;
    },
  });
  parser.write(page);
  parser.end();
  return found;
}

const TAG_MANAGERS: readonly (readonly [string, RegExp])[] = [
  ['Google Tag Manager', /googletagmanager\.com\/(gtm|ns)/i],
  ['Matomo Tag Manager', /\/container_[A-Za-z0-9]{4,20}\.js/],
  ['Adobe Launch', /assets\.adobedtm\.com/i],
  ['Tealium', /tags\.tiqcdn\.com/i],
];

function managersOf(text: string): string[] {
  return TAG_MANAGERS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

/** A framework writes a script into another one's string: `[\"setSiteId\",\"227\"]`, `\u003cscript\u003e`. Bounded, or a row of backslashes would take its length squared. */
function unescaped(script: string): string {
  return script
    .replace(/\\u00(2[27]|3[ce])/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\{1,8}[nrt]/g, ' ')
    .replace(/\\{1,8}(["'`/])/g, '$1');
}

const SITE_ID = /^[1-9]\d{0,9}$/;
/** The second value of the command: a number, in quotes or without, or a name, perhaps wrapped as `String(id)`, `'' + id`. */
const SET_SITE_ID =
  /setSiteId['"`]\s*,\s*(?:(?:String|Number|parseInt)\s*\(\s*|['"`]{2}\s*\+\s*)?(?:['"`]?(\d{1,10})['"`]?|`?(?:\$\{\s*)?([A-Za-z_$][\w$.]{0,60}))\s*[\s\],;()+}`]/g;
/** A page that names more is none that we explain. */
const MOST_MATCHES = 20;

function firstMatches(pattern: RegExp, text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    if (found.length === MOST_MATCHES) break;
  }
  return found;
}

function siteIdsIn(script: string, everything: string): string[] {
  return firstMatches(SET_SITE_ID, script)
    .flatMap(([, number, name]) => (number === undefined ? valuesOf(name ?? '', script, everything) : [number]))
    .filter((id) => SITE_ID.test(id));
}

/**
 * What a variable or a field is given: `var siteId = '227'`, else `siteId: 227`. Somewhere in the page's scripts; a name
 * of one or two letters, as minifiers give to many things, only in the same script.
 */
function valuesOf(name: string, script: string, everything: string): string[] {
  const last =
    name
      .replace(/\.toString$/, '')
      .split('.')
      .at(-1) ?? '';
  const text = last.length > 2 ? everything : script;
  const named = last.replaceAll('$', '\\$');
  const given = (pattern: RegExp): string[] => firstMatches(pattern, text).map((match) => match[1] ?? '');
  const assigned = given(new RegExp(`(?<![\\w$])['"]?${named}['"]?\\s*=\\s*['"\`]?(\\d{1,10})(?!\\w)`, 'g'));
  if (assigned.length > 0) return assigned;
  return given(new RegExp(`(?<![\\w$])['"]?${named}['"]?\\s*:\\s*['"\`]?(\\d{1,10})(?!\\w)`, 'g'));
}

function collectorsIn(script: string): string[] {
  const tracker = /setTrackerUrl['"`]\s*,\s*['"`]([^'"`\s]{1,500})/.exec(script)?.[1];
  const embed = /['"`]([^'"`\s]{1,500}\/embed\/gov-tracking(?:\.min)?\.js)/i.exec(script)?.[1];
  return [tracker, embed].filter((one) => one !== undefined);
}

/** Host of an address, also of `//host/…`; '' where it is put together by the script. */
function hostOf(address: string): string {
  const absolute = address.replace(/^\/\//, 'https://');
  return /^https?:/i.test(absolute) && URL.canParse(absolute) ? new URL(absolute).host.slice(0, 100) : '';
}
