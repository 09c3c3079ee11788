import type { Language } from '@emc/contract';
import { type Asset, assetOf } from '../assets.ts';
import { pageHeaders } from '../security-headers.ts';
import { Html, markup } from './markup.ts';
import { STYLE } from './style.ts';

/** A page of documentation, in one language. */
export interface Page {
  path: string;
  title: string;
  body: Html;
}

const WORDS = {
  vi: { skip: 'Tới nội dung', other: 'English', home: 'Trang chính', api: 'API', errors: 'Mã lỗi', nav: 'Trang' },
  en: {
    skip: 'Skip to content',
    other: 'Tiếng Việt',
    home: 'Start page',
    api: 'API',
    errors: 'Error codes',
    nav: 'Pages',
  },
};

function link(href: string, words: string, here: boolean): Html {
  return here ? markup`<a href="${href}" aria-current="page">${words}</a>` : markup`<a href="${href}">${words}</a>`;
}

/** The whole document: no script, one style element, nothing from elsewhere; it prints as it stands. */
function documentOf({ path, title, body }: Page, language: Language): Html {
  const words = WORDS[language];
  const other = language === 'vi' ? 'en' : 'vi';
  return markup`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – EMC</title>
        <link rel="icon" href="data:," />
        <style>${new Html(STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#content">${words.skip}</a>
        <header>
          <nav aria-label="${words.nav}">
            <a href="/">EMC<span class="quiet"> · ${words.home}</span></a>
            ${link(`/api?lang=${language}`, words.api, path === '/api')}
            ${link(`/docs/errors?lang=${language}`, words.errors, path === '/docs/errors')}
            <a class="language" href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a>
          </nav>
        </header>
        <main id="content" tabindex="-1">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `;
}

/** The page as a file to serve. */
export function pageAsset(page: Page, language: Language): Asset {
  const text = documentOf(page, language).text;
  const headers = { ...pageHeaders(text, { text: STYLE }), 'content-language': language, vary: 'Accept-Language' };
  return assetOf({ path: page.path, body: Buffer.from(text), contentType: 'text/html; charset=utf-8' }, headers);
}
