import { snippetOf } from '../src/snippet.ts';

/**
 * Pages as they are found in the field: the deployed code in every spelling that was seen, and pages that only look as if
 * they carried it. The siteId of the portal is 227 everywhere.
 */
export interface PageCase {
  page: string;
  siteIds: string[];
  queue?: boolean;
  collectors?: string[];
  tagManagers?: string[];
}

const FIELD = 'f-emc.ngsp.gov.vn';
const { deployed, oneLine, noscript } = snippetOf(227, 'https://emc.example.gov.vn', '/tracking');

const html = (head: string, body = ''): string =>
  `<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>Cổng dịch vụ công</title>${head}</head><body><h1>Tỉnh</h1>${body}</body></html>`;

/** The deployed code, with parts that a case may spell otherwise. */
const code = ({ id = `'227'`, base = `https://${FIELD}` } = {}): string => `<script type="text/javascript">
  var _govaq = window._govaq || [];
  _govaq.push(['trackPageView']);
  _govaq.push(['enableLinkTracking']);
  (function() {
    _govaq.push(['setTrackerUrl', '${base}/tracking']);
    _govaq.push(['setSiteId', ${id}]);
    var d=document, g=d.createElement('script'), s=d.getElementsByTagName('script')[0];
    g.type='text/javascript'; g.async=true; g.defer=true; g.src='${base}/embed/gov-tracking.min.js'; s.parentNode.insertBefore(g,s);
  })();
</script>`;

const ours = { siteIds: ['227'], queue: true, collectors: [FIELD] };
const nothing = { siteIds: [], queue: false, collectors: [] };

export const PAGES: Record<string, PageCase> = {
  'deployed form': { page: html(code()), ...ours },
  'deployed form of this system': { page: html(deployed), ...ours, collectors: ['emc.example.gov.vn'] },
  'one-line form': {
    page: html(oneLine),
    siteIds: ['227'],
    queue: false,
    collectors: ['emc.example.gov.vn'],
  },
  'one-line form, attributes in another order and case': {
    page: html(`<SCRIPT DATA-SITE-ID=227 defer SRC='//${FIELD}/embed/gov-tracking.js'></SCRIPT>`),
    siteIds: ['227'],
    queue: false,
    collectors: [FIELD],
  },
  'over http': { page: html(code({ base: `http://${FIELD}` })), ...ours },
  'without scheme': { page: html(code({ base: `//${FIELD}` })), ...ours },
  'double quotes': { page: html(code().replaceAll("'", '"')), ...ours },
  'template quotes': { page: html(code().replaceAll("'", '`')), ...ours },
  'id as a number': { page: html(code({ id: '227' })), ...ours },
  minified: {
    page: html(code().replaceAll('\n', '').replaceAll(/ {2,}/g, '')),
    ...ours,
  },
  'minified with the id in a variable of one letter': {
    page: html(
      `<script>!function(){var e="227",t=window._govaq=window._govaq||[];t.push(["trackPageView"]),t.push(["setTrackerUrl","https://${FIELD}/tracking"]),t.push(["setSiteId",e]);var n=document.createElement("script");n.async=!0,n.src="https://${FIELD}/embed/gov-tracking.min.js",document.head.appendChild(n)}();</script>`,
    ),
    ...ours,
  },
  'id in a variable': { page: html(`<script>var siteId = '227';</script>${code({ id: 'siteId' })}`), ...ours },
  'id in a const of a later script': {
    page: html(code({ id: 'EMC_SITE' }), '<script>const EMC_SITE=227;</script>'),
    ...ours,
  },
  'id as a field of a settings object': {
    page: html(
      `<script>window.config = {"theme": "xanh", "emcSiteId": "227", "max": 10};</script>${code({ id: 'window.config.emcSiteId' })}`,
    ),
    ...ours,
  },
  'id made a string': { page: html(`<script>let govSite = 227</script>${code({ id: 'String(govSite)' })}`), ...ours },
  'id made a string by adding': {
    page: html(`<script>let govSite = 227</script>${code({ id: "'' + govSite" })}`),
    ...ours,
  },
  'id made a string by its method': {
    page: html(`<script>let govSite = 227</script>${code({ id: 'govSite.toString()' })}`),
    ...ours,
  },
  'id in a template': { page: html(`<script>let govSite = 227</script>${code({ id: '`${govSite}`' })}`), ...ours },
  'address put together by the script': {
    page: html(
      `<script>var _govaq = window._govaq || []; (function(){ var u="//${FIELD}/"; _govaq.push(["setTrackerUrl", u+"tracking"]); _govaq.push(["setSiteId", "227"]); })();</script>`,
    ),
    ...ours,
    collectors: [],
  },
  'queue and script in elements of their own': {
    page: html(
      `<script>window._govaq=window._govaq||[];_govaq.push(['setSiteId','227'])</script><script async src="https://${FIELD}/embed/gov-tracking.min.js"></script>`,
    ),
    ...ours,
    collectors: [],
  },
  'module script': { page: html(code().replace('text/javascript', 'module')), ...ours },
  'script at the end of the body, with a type in capitals': {
    page: html('', code().replace('text/javascript', 'TEXT/JavaScript')),
    ...ours,
  },
  'written by PHP, with CDATA marks': {
    page: html(code().replace('javascript">', 'javascript">\n//<![CDATA[').replace('</script>', '\n//]]></script>')),
    ...ours,
  },
  'written by React, in the state that the server sends': {
    page: html(
      String.raw`<script>self.__next_f.push([1,"<script>var _govaq = window._govaq || [];\n_govaq.push([\"setTrackerUrl\", \"https://${FIELD}/tracking\"]);\n_govaq.push([\"setSiteId\", \"227\"]);\u003c/script\u003e"])</script>`,
    ),
    ...ours,
  },
  'a page that is not well formed': {
    page: `<div><p>Tỉnh<script>if (a < b && "</div>") {}</script>${code()}<td></section>`,
    ...ours,
  },
  'comments and addresses around the code': {
    page: html(code().replace('var _govaq', '/* EMC */ var home = "https://tinh.gov.vn"; // mã giám sát\n var _govaq')),
    ...ours,
  },
  'a regular expression with a quote before the code': {
    page: html(code().replace('var _govaq', `var q = /['"]/g, p = a / b;\n var _govaq`)),
    ...ours,
  },
  'code of another portal': { page: html(code({ id: "'33'" })), ...ours, siteIds: ['33'] },
  'code of this portal and of another': { page: html(code() + code({ id: "'33'" })), ...ours, siteIds: ['227', '33'] },

  'no code': { page: html('<script>console.log("xin chào")</script>'), ...nothing },
  'commented out in HTML': { page: html(`<!-- ${code()} -->`), ...nothing },
  'commented out in the script': {
    page: html(code().replace('javascript">', 'javascript">/*').replace('</script>', '*/</script>')),
    ...nothing,
  },
  'commented out line by line': {
    page: html(
      code().replace('javascript">', 'javascript">//').replaceAll('\n', '\n//').replace('//</script>', '</script>'),
    ),
    ...nothing,
  },
  'the code shown as text': { page: html('', `<pre>${code().replaceAll('<', '&lt;')}</pre>`), ...nothing },
  'the code in a template of another language': {
    page: html(code().replace('text/javascript', 'text/x-handlebars')),
    ...nothing,
  },
  'only the pixel': { page: html('', noscript), ...nothing },
  'Matomo, not us': {
    page: html(
      `<script>var _paq=window._paq||[];_paq.push(['setTrackerUrl','https://${FIELD}/tracking']);_paq.push(['setSiteId','227'])</script>`,
    ),
    ...nothing,
  },
  'queue without an address': {
    page: html(`<script>var _govaq=[];_govaq.push(['setSiteId','227'])</script>`),
    ...nothing,
    queue: true,
  },
  'queue without an id': {
    page: html(code({ id: 'window.siteId' })),
    siteIds: [],
    queue: true,
    collectors: [FIELD],
  },
  'id that a template left unfilled': { page: html(code({ id: "'{{ SITE_ID }}'" })), ...ours, siteIds: [] },
  'id of zero': { page: html(code({ id: "'0'" })), ...ours, siteIds: [] },
  'Google Tag Manager': {
    page: html(
      `<script>(function(w,d,s,l,i){var j=d.createElement(s);j.src='https://www.googletagmanager.com/gtm.js?id='+i;})(window,document,'script','dataLayer','GTM-ABC123');</script>`,
      '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-ABC123"></iframe></noscript>',
    ),
    ...nothing,
    tagManagers: ['Google Tag Manager'],
  },
  'Matomo Tag Manager': {
    page: html('<script src="https://thongke.tinh.gov.vn/js/container_AbCd1234.js"></script>'),
    ...nothing,
    tagManagers: ['Matomo Tag Manager'],
  },
  'an empty page': { page: '', ...nothing },
};
