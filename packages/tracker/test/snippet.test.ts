import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, byText, deployedSnippet, html, oneLine } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

/** Opens a page with this head at `/trang` and waits for so many hits. */
async function visit(head: string, count: number, path = '/trang', body = '') {
  const page = await stage.visitor();
  stage.pages['/trang'] = html(head, body);
  await page.goto(stage.portal + path);
  const hits = await stage.heard(count);
  return { page, hits, parameters: hits[0]?.parameters ?? {} };
}

test('the snippet deployed today sends one page view, by an empty POST with everything in the address', async () => {
  const { page, hits, parameters } = await visit(deployedSnippet(stage.tracker), 1);
  expect(hits[0]).toMatchObject({ method: 'POST', path: '/tracking' });
  expect(parameters).toMatchObject({
    idsite: '227',
    rec: '1',
    send_image: '0',
    url: `${stage.portal}/trang`,
    action_name: 'Trang chủ',
  });
  expect(parameters['pv_id']).toMatch(/^[0-9a-z]{6}$/);
  expect(Number(parameters['pf_srv'])).toBeLessThan(60_000);
  expect(page.errors).toEqual([]);
  expect(stage.loaded).toEqual(['/embed/gov-tracking.min.js']);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

test('minified, with double quotes and the id in a variable, the snippet does the same', async () => {
  const minified = `<script>var siteId=4064,_govaq=window._govaq||[];_govaq.push(["trackPageView"]),_govaq.push(["enableLinkTracking"]),function(){var a="${stage.tracker}/";_govaq.push(["setTrackerUrl",a+"tracking"]),_govaq.push(["setSiteId",siteId]);var e=document,t=e.createElement("script"),r=e.getElementsByTagName("script")[0];t.async=!0,t.src=a+"embed/gov-tracking.min.js",r.parentNode.insertBefore(t,r)}();</script>`;
  const { page, parameters } = await visit(minified, 1);
  expect(parameters).toMatchObject({ idsite: '4064', action_name: 'Trang chủ' });
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('the one-line script derives the collector from its own address and reports page and links by itself', async () => {
  const { page, hits } = await visit(
    oneLine(stage.tracker),
    1,
    '/trang',
    '<a href="/mau-don.docx" download>Mẫu đơn</a>',
  );
  expect(hits[0]).toMatchObject({ path: '/tracking', parameters: { idsite: '227', url: `${stage.portal}/trang` } });
  await page.click('a');
  expect((await stage.heard(2))[1]!.parameters).toMatchObject({ download: `${stage.portal}/mau-don.docx` });
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('a page that holds the one-line script twice, or beside a snippet, is counted once', async () => {
  const twice = await visit(oneLine(stage.tracker) + oneLine(stage.tracker), 1);
  await twice.page.context().close();
  const beside = await visit(
    deployedSnippet(stage.tracker) + deployedSnippet(stage.tracker).replace(/_govaq.push\(\['trackPageView'\]\);/, ''),
    1,
  );
  await beside.page.context().close();
});

test('a query string stays in the browser except campaign parameters, and so does a fragment that is no route', async () => {
  const { page, parameters } = await visit(
    deployedSnippet(stage.tracker),
    1,
    '/trang?hoten=NguyenVanA&utm_source=zalo&cccd=012345678901&mtm_campaign=tet#muc-3',
  );
  expect(parameters['url']).toBe(`${stage.portal}/trang?utm_source=zalo&mtm_campaign=tet`);
  expect(stage.hits[0]!.raw).not.toMatch(/NguyenVanA|012345678901|muc-3/);
  await page.context().close();
});

test('the referrer is sent without its query string', async () => {
  const page = await stage.visitor();
  stage.pages['/tim'] = html('', '<a href="/trang">trang</a>');
  stage.pages['/trang'] = html(deployedSnippet(stage.tracker));
  await page.goto(`${stage.portal}/tim?q=benh-an`);
  await page.click('a');
  expect((await stage.heard(1))[0]!.parameters['urlref']).toBe(`${stage.portal}/tim`);
  await page.context().close();
});

test('commands pushed before and after loading are run in their order, and pushed functions are called', async () => {
  const { page } = await visit(
    deployedSnippet(
      stage.tracker,
      '227',
      "_govaq.push(['setDocumentTitle', 'Đặt tên']); _govaq.push(['setCustomUrl', '/rieng?x=1']);",
    ),
    1,
  );
  await page.evaluate(() => {
    const queue = (window as unknown as { _govaq: unknown[] })._govaq;
    queue.push(['trackEvent', 'Biểu mẫu', 'gửi', 'bước 1', 0], ['trackSiteSearch', 'khai sinh', false, 12]);
    queue.push(() => document.body.setAttribute('data-called', 'yes'), [(x: string) => (document.title = x), 'gọi']);
    queue.push(['trackPageView', 'Tên riêng']);
  });
  const hits = await stage.heard(4);
  expect(hits[0]!.parameters).toMatchObject({ action_name: 'Đặt tên', url: `${stage.portal}/rieng` });
  expect(hits[1]!.parameters).toMatchObject({ e_c: 'Biểu mẫu', e_a: 'gửi', e_n: 'bước 1', e_v: '0' });
  expect(hits[2]!.parameters).toMatchObject({ search: 'khai sinh', search_count: '12' });
  expect(hits[2]!.parameters).not.toHaveProperty('search_cat');
  expect(hits[3]!.parameters).toMatchObject({ action_name: 'Tên riêng' });
  expect(await page.evaluate(() => [document.body.dataset['called'], document.title])).toEqual(['yes', 'gọi']);
  await page.context().close();
});

test('both queues on one page are served, each for its own site; one that names none speaks for the other', async () => {
  const paq = `<script>var _paq = window._paq = window._paq || []; _paq.push(['trackPageView'], ['setTrackerUrl', '${stage.tracker}/matomo.php'], ['setSiteId', 8]);</script>`;
  const own = await visit(paq + deployedSnippet(stage.tracker), 2);
  expect(own.hits.map((hit) => [hit.path, hit.parameters['idsite']]).sort(byText)).toEqual([
    ['/matomo.php', '8'],
    ['/tracking', '227'],
  ]);
  await own.page.context().close();
  const shared = await visit(deployedSnippet(stage.tracker), 1);
  await shared.page.evaluate(() => {
    const page = window as unknown as { _paq: unknown[] };
    page._paq = page._paq || [];
    page._paq.push(['trackEvent', 'a', 'b']);
  });
  expect((await stage.heard(2))[1]!.parameters).toMatchObject({ idsite: '227', e_c: 'a' });
  await shared.page.context().close();
});

test("a portal's own Matomo keeps its queue", async () => {
  const theirs = `<script>var _paq = window._paq = window._paq || []; _paq.push(['requireConsent'], ['trackPageView'], ['setTrackerUrl', 'https://matomo.portal.example/matomo.php'], ['setSiteId', 1]);</script>`;
  const { page, parameters } = await visit(theirs + deployedSnippet(stage.tracker), 1);
  expect(parameters['idsite']).toBe('227');
  expect(await page.evaluate(() => [(window as never as { _paq: unknown[] })._paq.length, 'Matomo' in window])).toEqual(
    [4, false],
  );
  await page.context().close();
});

test('trackDVC sends the service and its state, and of its custom data not a letter', async () => {
  const { page } = await visit(deployedSnippet(stage.tracker), 1);
  await page.evaluate(() => {
    const queue = (window as unknown as { _govaq: unknown[] })._govaq;
    queue.push(['trackDVC', '1.000123.000.00.00.H56', '-1', 'HS-CANARY;22112026;NGUYEN VAN CANARY;001099CANARY']);
    queue.push(['trackDVC', '1.000123', 1, { dossierId: 'CANARY' }]);
    queue.push(['trackDVC', '1.000123', '0', ['CANARY']]);
  });
  const hits = await stage.heard(4);
  expect(hits.slice(1).map((hit) => [hit.parameters['gov_dvc'], hit.parameters['gov_dvc_state']])).toEqual([
    ['1.000123.000.00.00.H56', '-1'],
    ['1.000123', '1'],
    ['1.000123', '0'],
  ]);
  expect(hits.some((hit) => /canary/i.test(hit.raw))).toBe(false);
  await page.context().close();
});
