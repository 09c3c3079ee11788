import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, deployedSnippet, html, oneLine, pause } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

test('the heart beats while the page is seen and touched, and no faster than every five seconds', async () => {
  const page = await stage.visitor();
  await page.clock.install();
  stage.pages['/'] = html(deployedSnippet(stage.tracker, '227', "_govaq.push(['enableHeartBeatTimer', 1]);"));
  await page.goto(stage.portal);
  await page.clock.runFor(500);
  await stage.heard(1);
  await page.clock.runFor(11_000);
  const hits = await stage.heard(3);
  expect(hits[1]!.parameters).toMatchObject({ ping: '1', idsite: '227', pv_id: hits[0]!.parameters['pv_id'] });
  await page.clock.runFor(20 * 60_000);
  for (let known = -1; known !== stage.hits.length; await pause(500)) known = stage.hits.length; // until none comes any more
  expect(stage.hits.length).toBeLessThan(125);
  await page.context().close();
});

test('loaded as matomo.js, the tracker names the objects that wrappers wait for', async () => {
  const page = await stage.visitor();
  stage.pages['/'] = html(
    `<script>window._paq = [['setTrackerUrl', '${stage.tracker}/matomo.php'], ['setSiteId', 5]];</script><script async src="${stage.tracker}/matomo.js"></script>`,
  );
  await page.goto(stage.portal);
  await page.waitForFunction('window.Piwik');
  await page.evaluate(async () => {
    const tracker = (
      window as never as { Piwik: { getAsyncTracker(): Record<string, (...args: unknown[]) => void> } }
    ).Piwik.getAsyncTracker();
    await Promise.resolve(tracker);
    tracker['setReferrerUrl']!('https://truoc.example/?a=1');
    tracker['setCustomUrl']!(`${location.origin}/tuyen`);
    tracker['trackPageView']!('Tuyến');
  });
  expect((await stage.heard(1))[0]).toMatchObject({
    path: '/matomo.php',
    parameters: { idsite: '5', url: `${stage.portal}/tuyen`, urlref: 'https://truoc.example/', action_name: 'Tuyến' },
  });
  expect(page.errors).toEqual([]);
  await page.context().close();
});

/** What version 0.5.1 of @datapunt/matomo-tracker-js and version 1.11 of @socialgouv/matomo-next push. */
test('the commands that wrapper packages push are understood without a warning', async () => {
  const page = await stage.visitor();
  stage.pages['/'] = html(
    `<script>window._paq = []; _paq.push(['setTrackerUrl', '${stage.tracker}/matomo.php']); _paq.push(['setSiteId', 5]); _paq.push(['disableCookies']); _paq.push(['enableHeartBeatTimer', 15]); _paq.push(['enableLinkTracking', true]);</script><script async defer src="${stage.tracker}/matomo.js"></script>`,
  );
  await page.goto(stage.portal);
  await page.evaluate(() => {
    const queue = (window as never as { _paq: unknown[] })._paq;
    const track = (href: string, title: string, ...data: unknown[]) => {
      queue.push(['setCustomUrl', href]);
      queue.push(['setDocumentTitle', title]);
      queue.push(data);
    };
    track(location.href, 'Một', 'trackPageView');
    history.pushState({}, '', '/hai');
    track(location.href, 'Hai', 'trackPageView');
    track(location.href, 'Hai', 'trackEvent', 'c', 'a', undefined, undefined);
  });
  const hits = await stage.heard(3);
  expect(hits.map((hit) => [hit.parameters['url'], hit.parameters['action_name'] ?? hit.parameters['e_c']])).toEqual([
    [`${stage.portal}/`, 'Một'],
    [`${stage.portal}/hai`, 'Hai'],
    [`${stage.portal}/hai`, 'c'],
  ]);
  expect(page.warnings).toEqual([]);
  await page.context().close();
});

test('the badge stands in the flow of the page where the portal asks for it, once, and is not printed', async () => {
  const page = await stage.visitor();
  stage.headers['content-security-policy'] = `style-src 'self'; script-src ${stage.tracker}`;
  stage.pages['/'] = html(
    oneLine(stage.tracker, 'data-badge') + `<script async src="${stage.tracker}/embed/gov-badge.min.js"></script>`,
  );
  await page.goto(stage.portal);
  const badge = page.locator('.yhy-append-wrap #btnEMC');
  await badge.waitFor();
  await stage.heard(1);
  expect(await page.locator('#btnEMC').count()).toBe(1);
  expect(await badge.innerText()).toContain('Đã kết nối EMC');
  expect(await badge.evaluate((node) => getComputedStyle(node).position)).toBe('static');
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => badge.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => badge.isVisible()).toBe(true);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('without being asked for, the badge is not loaded', async () => {
  const page = await stage.visitor();
  stage.pages['/'] = html(deployedSnippet(stage.tracker));
  await page.goto(stage.portal);
  await stage.heard(1);
  expect(stage.loaded).toEqual(['/embed/gov-tracking.min.js']);
  expect(await page.locator('#btnEMC').count()).toBe(0);
  await page.context().close();
});
