import { expect, test } from 'vitest';
import { snippetOf } from '../src/snippet.ts';

test('the deployed form pushes to _govaq what government portals push today', () => {
  const pushed: unknown[][] = [];
  const inserted: { src: string }[] = [];
  const script = { parentNode: { insertBefore: (element: { src: string }) => inserted.push(element) } };
  const document = { createElement: () => ({ src: '' }), getElementsByTagName: () => [script] };
  const { deployed } = snippetOf(227, 'https://emc.example.gov.vn/', '/tracking');
  const code = deployed.replace(/^<script[^>]*>|<\/script>$/g, '');
  // oxlint-disable-next-line no-new-func, no-implied-eval -- the code that portals paste, run as a browser would
  new Function('window', 'document', code)({ _govaq: pushed }, document);
  expect(pushed).toEqual([
    ['trackPageView'],
    ['enableLinkTracking'],
    ['setTrackerUrl', 'https://emc.example.gov.vn/tracking'],
    ['setSiteId', '227'],
  ]);
  expect(inserted.map(({ src }) => src)).toEqual(['https://emc.example.gov.vn/embed/gov-tracking.min.js']);
});

test('the one-line and the no-script form are what a portal pastes', () => {
  const { oneLine, noscript } = snippetOf(227, 'https://emc.example.gov.vn', '/tracking');
  expect(oneLine).toBe(
    '<script async src="https://emc.example.gov.vn/embed/gov-tracking.min.js" data-site-id="227"></script>',
  );
  expect(noscript).toBe(
    '<noscript><img src="https://emc.example.gov.vn/tracking?idsite=227&amp;rec=1" alt="" style="border:0"></noscript>',
  );
});
