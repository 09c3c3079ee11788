import { createHash } from 'node:crypto';

/** On every answer. */
export const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Inline scripts are allowed by their content; those with `src` need no leave. */
function inlineScripts(page: string): string[] {
  const scripts = page.split(/<script\b/i).slice(1);
  return scripts.flatMap((script) => {
    const begin = script.indexOf('>');
    if (/\ssrc=/i.test(script.slice(0, begin))) return [];
    return [hashOf(script.slice(begin + 1, script.search(/<\/script>/i)))];
  });
}

/**
 * Headers of a page: nothing from another host, in no frame.
 * @param styles `inline` where a library writes style attributes and elements while it runs (React Aria, ECharts);
 * otherwise the text of the one style element that the page has.
 */
export function pageHeaders(page: string, styles: 'inline' | { text: string }): Record<string, string> {
  const style = styles === 'inline' ? "'self' 'unsafe-inline'" : hashOf(styles.text);
  const policy = [
    "default-src 'self'",
    `script-src ${["'self'", ...inlineScripts(page)].join(' ')}`,
    `style-src ${style}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}
