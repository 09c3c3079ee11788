import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, byText, deployedSnippet, html, pause } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

type Queue = { push(...commands: unknown[]): void };
declare const _govaq: Queue;
declare const _paq: Queue;

/** A page with the deployed snippet whose first page view has arrived. */
async function portal(head = deployedSnippet(stage.tracker), count = 1) {
  const page = await stage.visitor();
  for (const path of ['/', '/a', '/b', '/c'])
    stage.pages[path] = html(head, '<a id="h" href="#/tra-cuu?q=bi-mat">x</a>');
  await page.goto(`${stage.portal}/`);
  await stage.heard(count, 100);
  return page;
}
const urls = () => stage.hits.map((hit) => hit.parameters['url']!.replace(stage.portal, ''));

test('a new address in a single-page application is a page view with its title, and the page before as referrer', async () => {
  const page = await portal();
  await page.evaluate(() => {
    history.pushState({}, '', '/a?ten=Canary');
    document.title = 'Trang A';
  });
  const hits = await stage.heard(2);
  expect(hits[1]!.parameters).toMatchObject({
    url: `${stage.portal}/a`,
    urlref: `${stage.portal}/`,
    action_name: 'Trang A',
  });
  expect(hits[1]!.parameters['pv_id']).not.toBe(hits[0]!.parameters['pv_id']);
  expect(hits[1]!.parameters).not.toHaveProperty('pf_srv');
  await page.goBack();
  await stage.heard(3);
  await page.evaluate(() => history.replaceState({}, '', '/c'));
  await stage.heard(4);
  expect(urls()).toEqual(['/', '/a', '/', '/c']);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('the same address, a query or a plain fragment is no page view; a route in the fragment is, without its query', async () => {
  const page = await portal();
  await page.evaluate(() => {
    history.pushState({}, '', '/');
    history.replaceState({}, '', '/?trang=2');
    location.hash = 'muc-1';
  });
  await pause(400);
  expect(urls()).toEqual(['/']);
  await page.click('#h');
  await stage.heard(2);
  expect(urls()).toEqual(['/', '/#/tra-cuu']);
  await page.context().close();
});

test('pages left within a moment are counted, an address that is replaced within a moment is not', async () => {
  const page = await portal();
  await page.evaluate(() => {
    history.pushState({}, '', '/a');
    history.pushState({}, '', '/b');
    history.replaceState({}, '', '/c');
  });
  await stage.heard(3);
  expect(urls()).toEqual(['/', '/a', '/c']);
  await page.evaluate(() => {
    history.pushState({}, '', '/b');
    location.href = '/a';
  });
  await stage.heard(5);
  expect(urls().sort(byText)).toEqual(['/', '/a', '/a', '/b', '/c']);
  await page.context().close();
});

test('a portal that reports its routes itself is counted once, whether it does so before, with or after the change', async () => {
  const page = await portal();
  const go = (path: string, before_ms: number | null, after_ms: number) =>
    page.evaluate(
      async ([to, before, after]) => {
        const report = () =>
          _govaq.push(['setCustomUrl', location.origin + to], ['setDocumentTitle', `T ${to}`], ['trackPageView']);
        if (before !== null) report();
        history.pushState({}, '', to);
        if (before !== null) return;
        if (after) await new Promise((resolve) => setTimeout(resolve, after));
        report();
      },
      [path, before_ms, after_ms] as const,
    );
  await go('/a', null, 700); // later than our own: that one counts
  await stage.heard(2);
  await go('/b', null, 900); // from now on theirs
  await stage.heard(3);
  await go('/c', null, 0);
  await stage.heard(4);
  expect(urls()).toEqual(['/', '/a', '/b', '/c']);
  expect(stage.hits[3]!.parameters['action_name']).toBe('T /c');
  await page.context().close();

  const early = await portal();
  await early.evaluate(() => {
    _govaq.push(['setCustomUrl', `${location.origin}/a`], ['trackPageView']);
    history.pushState({}, '', '/a');
  });
  await stage.heard(2);
  expect(urls()).toEqual(['/', '/a']);
  await early.context().close();
});

test('a page that a portal gave another address is not counted again when its entry is replaced by itself', async () => {
  const page = await portal(deployedSnippet(stage.tracker, '227', "_govaq.push(['setCustomUrl', '/chinh-tac']);"));
  await page.evaluate(() => history.replaceState({ key: 1 }, ''));
  await pause(500);
  expect(urls()).toEqual(['/chinh-tac']);
  await page.evaluate(() => history.pushState({}, '', '/b'));
  await stage.heard(2);
  expect(urls()).toEqual(['/chinh-tac', '/b']);
  await page.context().close();
});

test('each queue follows the routes on its own: one reports them, the other leaves them to us', async () => {
  const paq = `<script>var _paq = window._paq = []; _paq.push(['trackPageView'], ['setTrackerUrl', '${stage.tracker}/matomo.php'], ['setSiteId', 8]);</script>`;
  const page = await portal(paq + deployedSnippet(stage.tracker), 2);
  await page.evaluate(() => {
    history.pushState({}, '', '/a');
    _paq.push(['trackPageView']);
  });
  await stage.heard(4);
  expect(
    stage.hits
      .slice(2)
      .map((hit) => [hit.parameters['idsite'], hit.parameters['url']])
      .sort(byText),
  ).toEqual([
    ['227', `${stage.portal}/a`],
    ['8', `${stage.portal}/a`],
  ]);
  await page.context().close();
});

test('a page that comes back from the back-forward cache is a page view', async () => {
  const page = await portal();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await stage.heard(2);
  expect(urls()).toEqual(['/', '/']);
  await page.context().close();
});

test('a page that is rendered ahead counts when it is shown', async () => {
  const ahead = `<script>Object.defineProperty(document, 'prerendering', { configurable: true, get: () => !window.shown });</script>`;
  const page = await portal(ahead + deployedSnippet(stage.tracker), 0);
  expect(stage.loaded).toHaveLength(1);
  await page.evaluate(() => {
    (window as unknown as { shown: boolean }).shown = true;
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  await stage.heard(1);
  await page.context().close();
});
