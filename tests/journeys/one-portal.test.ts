import {
  clearOfMidnight,
  eventually,
  freshDirectory,
  openBrowser,
  startPortalSite,
  startProgram,
  type PortalSite,
  type Program,
} from '@emc/test-kit';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What is seen within 2 seconds is what the product promises; the wait is longer only so that a busy machine fails no test. */
const PATIENCE_MS = 60_000;
const HOST = 'dichvucong.thanhhoa.gov.vn';

interface Registered {
  siteId: number;
  snippet: { deployed: string; oneLine: string; noscript: string };
}
interface Totals {
  pageViews: number;
  visits: number;
  visitors: number;
  bounceRate: number | null;
  downloads: number;
  outlinks: number;
  events: number;
  serviceViews: number;
  serviceSubmissions: number;
}
interface UsageAnswer {
  totals: Totals;
  services: { code: string; views: number; submissions: number }[];
  downloads: { value: string; count: number }[];
  pages: { path: string; pageViews: number }[];
}

interface Series extends UsageAnswer {
  series: { values: Totals | null }[];
}

const directory = freshDirectory();
let program: Program;
let site: PortalSite;
let browser: { context: BrowserContext; close: () => Promise<void> };
let registered: Registered;
const pages: Record<string, string> = {};

const html = (title: string, head: string, body = ''): string =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}${head}</body></html>`;

beforeAll(async () => {
  await clearOfMidnight();
  program = await startProgram({ dataDir: directory.path });
  registered = (await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Cổng dịch vụ công tỉnh Thanh Hóa',
    kind: 'public-service-portal',
    url: `https://${HOST}`,
    liveOn: '2026-01-01',
  })) as Registered;
  site = await startPortalSite(pages, HOST);
  browser = await openBrowser({ hosts: [HOST, 'www.chinhphu.vn'] });
  const { deployed } = registered.snippet;
  pages['/'] = html(
    'Trang chủ',
    deployed,
    '<a id="file" href="/van-ban/quyet-dinh.pdf?ma=123">Quyết định</a> <a id="out" href="http://www.chinhphu.vn/x?token=secret" target="_blank">Chính phủ</a>',
  );
  pages['/rut-gon'] = html('Rút gọn', deployed.replaceAll('\n', '').replaceAll(/ {2,}/g, ''));
  pages['/bien'] = html(
    'Mã trong biến',
    deployed
      .replace(/'setSiteId', '(\d+)'/, `'setSiteId', maCong`)
      .replace('<script', '<script>var maCong="' + registered.siteId + '";</script><script'),
  );
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await program?.stop();
  directory.remove();
});

const hit = (place: string): Promise<Response> =>
  fetch(
    `${program.url}/tracking?idsite=${registered.siteId}&rec=1&url=${encodeURIComponent(`https://${HOST}${place}`)}`,
    {
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    },
  );

const usage = async (): Promise<UsageAnswer> =>
  (await program.api('GET', `/portals/${registered.siteId}/usage`)) as UsageAnswer;

describe('one portal is connected, counted and seen', () => {
  test('the deployed snippet over http, https, minified and with its id in a variable counts a page view each', async () => {
    const page = await browser.context.newPage();
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(String(error)));
    for (const address of [
      `http://${HOST}:${site.httpPort}/`,
      `https://${HOST}:${site.httpsPort}/`,
      `http://${HOST}:${site.httpPort}/rut-gon`,
      `http://${HOST}:${site.httpPort}/bien`,
    ]) {
      const sent = page.waitForResponse((response) => response.url().includes('/tracking?'));
      await page.goto(address);
      expect((await sent).status(), address).toBe(204);
    }
    const { value } = await eventually(async () => {
      const { totals } = await usage();
      expect(totals).toMatchObject({ pageViews: 4, visits: 1, visitors: 1, bounceRate: 0 });
      return totals;
    }, PATIENCE_MS);
    expect(value.events).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  test('single-page navigation, a download, an outgoing link and trackDVC are each counted as what they are', async () => {
    const before = (await usage()).totals;
    const page = await browser.context.newPage();
    const loaded = page.waitForResponse((response) => response.url().includes('/tracking?'));
    await page.goto(`http://${HOST}:${site.httpPort}/`);
    await loaded;
    await page.evaluate(() => history.pushState({}, '', '/thu-tuc/1.000123'));
    await page.evaluate(() =>
      (globalThis as unknown as { _govaq: unknown[] })._govaq.push([
        'trackDVC',
        '1.000123.000.00.00.H56',
        '-1',
        'HS01;22112026;Nguyễn Văn An;038099001234',
      ]),
    );
    await page.evaluate(() =>
      (globalThis as unknown as { _govaq: unknown[] })._govaq.push([
        'trackDVC',
        '1.000123.000.00.00.H56',
        '1',
        'HS01;22112026;Nguyễn Văn An;038099001234',
      ]),
    );
    await Promise.all([page.waitForEvent('download'), page.click('#file')]);
    await page.click('#out');
    await eventually(async () => {
      const { totals } = await usage();
      expect({
        pageViews: totals.pageViews - before.pageViews,
        downloads: totals.downloads - before.downloads,
        outlinks: totals.outlinks - before.outlinks,
        serviceViews: totals.serviceViews - before.serviceViews,
        serviceSubmissions: totals.serviceSubmissions - before.serviceSubmissions,
        events: totals.events - before.events,
      }).toEqual({ pageViews: 2, downloads: 1, outlinks: 1, serviceViews: 1, serviceSubmissions: 1, events: 0 });
    }, PATIENCE_MS);
    // The lists come from other tables than the totals, which may be there some milliseconds earlier.
    const { value: answer } = await eventually(async () => {
      const settled = await usage();
      expect(settled.pages.map((one) => one.path)).toContain('/thu-tuc/1.000123');
      expect(settled.services[0]).toMatchObject({ views: 1, submissions: 1 });
      expect(settled.downloads).toHaveLength(1);
      return settled;
    }, PATIENCE_MS);
    expect(answer.downloads[0]!.value).not.toContain('ma=123');
    expect(answer.services).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toMatch(/Nguyễn Văn An|038099001234|secret/);
    await page.close();
  });

  test('the body and the country show the same figures as the portal', async () => {
    await eventually(async () => {
      const { totals } = await usage();
      expect(((await program.api('GET', '/bodies/H56/usage')) as UsageAnswer).totals).toEqual(totals);
      expect(((await program.api('GET', '/usage')) as UsageAnswer).totals).toEqual(totals);
    }, PATIENCE_MS);
  });

  test('an open page of the portal and an open page of the country show a new hit by themselves', async () => {
    const { totals } = await usage();
    const portalPage = await browser.context.newPage();
    await portalPage.goto(`${program.url}/cong/${registered.siteId}`);
    const country = await browser.context.newPage();
    await country.goto(program.url);
    const views = country.locator('.big-pair > div', { hasText: 'lượt xem' }).locator('dd');
    await eventually(async () => expect(Number(await views.innerText())).toBeGreaterThan(0), PATIENCE_MS);
    const seen = Number(await views.innerText());
    const newest = portalPage.locator('.recent-table tbody tr').first();
    const before = await newest.innerText();
    const place = '/tin-vua-dang';
    expect((await hit(place)).status).toBe(200);
    const sent = performance.now();
    await eventually(async () => expect(Number(await views.innerText())).toBe(seen + 1), PATIENCE_MS);
    console.log(`on the open national page ${Math.round(performance.now() - sent)} ms after the acknowledgement`);
    await eventually(async () => expect(await newest.innerText()).not.toBe(before), PATIENCE_MS);
    // Of which page it was, everybody's pages do not say.
    expect(await country.locator('.ticker').innerText()).not.toContain(place);
    expect(await portalPage.locator('.recent').innerText()).not.toContain(place);
    await portalPage.reload();
    const tile = portalPage.getByRole('button', { name: /^Lượt xem trang/ }).first();
    await eventually(async () => expect(await tile.innerText()).toContain(String(totals.pageViews + 1)), PATIENCE_MS);
    await portalPage.close();
    await country.close();
  });

  test('the page of a body that is no more shows its last days and its successor, and asks for nothing that is refused', async () => {
    const page = await browser.context.newPage();
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${program.url}/co-quan/g04`);
    await page.getByText('Số liệu tính đến hết ngày 28/02/2025').waitFor();
    await page.getByRole('button', { name: /^Lượt xem trang/ }).waitFor();
    expect(await page.locator('.panel').getByRole('link', { name: 'Bộ Xây dựng' }).getAttribute('href')).toBe(
      '/co-quan/g17',
    );
    expect(refused).toEqual([]);
    await page.close();
  });

  test('a browser without scripts is counted by the pixel', async () => {
    const before = (await usage()).totals.pageViews;
    pages['/khong-script'] = html('Không script', registered.snippet.noscript);
    const plain = await openBrowser({ hosts: [HOST], javaScriptEnabled: false });
    const page = await plain.context.newPage();
    await page.goto(`http://${HOST}:${site.httpPort}/khong-script`);
    await eventually(async () => expect((await usage()).totals.pageViews).toBe(before + 1), PATIENCE_MS);
    await plain.close();
  });

  test('the live stream shows a hit to all who follow, and not of which page it was', async () => {
    const place = '/truc-tiep';
    const stream = await fetch(`${program.url}/api/v1/live`, { headers: { accept: 'text/event-stream' } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    let isSent = false;
    const views = (): number[] =>
      [...heard.matchAll(/"last5Minutes":\{"visitors":\d+,"pageViews":(\d+)\}/g)].map(([, count]) => Number(count));
    const deadline = Date.now() + PATIENCE_MS;
    for await (const chunk of stream.body!) {
      heard += new TextDecoder().decode(chunk);
      if (!isSent && views().length > 0) {
        isSent = true;
        await hit(place);
      }
      if (views().at(-1)! > views()[0]! || Date.now() > deadline) break;
    }
    expect(views().at(-1)).toBeGreaterThan(views()[0]!);
    expect(heard).not.toContain(place);
  });

  test('hours and months add up to the days, for the unit as for its portal', async () => {
    const unit = (await program.api('POST', '/bodies/H56/units', { nameVi: 'Văn phòng Ủy ban nhân dân tỉnh' })) as {
      id: number;
    };
    await program.api('PATCH', `/portals/${registered.siteId}`, { unitId: unit.id });
    // Visits follow their hits within a second or two; the figures are compared when they have.
    await eventually(async () => {
      const { totals } = await usage();
      for (const subject of [`/portals/${registered.siteId}`, `/units/${unit.id}`]) {
        for (const interval of ['hour', 'day', 'month']) {
          const answer = (await program.api('GET', `${subject}/usage?interval=${interval}`)) as Series;
          const sum = (figure: 'pageViews' | 'visits'): number =>
            answer.series.reduce((before, { values }) => before + (values?.[figure] ?? 0), 0);
          expect(answer.totals, `${subject} ${interval}`).toEqual(totals);
          expect([sum('pageViews'), sum('visits')]).toEqual([totals.pageViews, totals.visits]);
        }
      }
    }, PATIENCE_MS);
  });

  test('a hit from a host that is not the portal’s is dropped, and the portal’s owner sees why', async () => {
    const before = (await usage()).totals.pageViews;
    const answer = await fetch(
      `${program.url}/tracking?idsite=${registered.siteId}&rec=1&url=${encodeURIComponent('https://ban-sao.example.com/')}`,
      {
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-emc-reason')).toMatch(/^wrong-host/);
    await eventually(async () => {
      const recent = (await program.api('GET', `/portals/${registered.siteId}/recent/pages`)) as {
        drops: { reason: string; sampleHost: string }[];
      };
      expect(recent.drops).toContainEqual(
        expect.objectContaining({ reason: 'wrong-host', sampleHost: 'ban-sao.example.com' }),
      );
    }, PATIENCE_MS);
    expect((await usage()).totals.pageViews).toBe(before);
  });

  test('an address of the collector in another spelling is the collector; what is unknown below it is never the page of the console', async () => {
    const before = (await usage()).totals.pageViews;
    const ask = (path: string): Promise<Response> =>
      fetch(
        `${program.url}${path}?idsite=${registered.siteId}&rec=1&url=${encodeURIComponent(`https://${HOST}/kieu-khac`)}`,
        { headers: { accept: 'text/html,*/*;q=0.8', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' } },
      );
    const taken = ['//matomo.php', '/tracking//matomo.php', '/matomo.php/', '/Matomo.php', '/TRACKING/'];
    for (const path of taken) {
      const answer = await ask(path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'image/gif']);
    }
    for (const path of ['/Tracking/x', '/matomo.php/x', '/TrackingMCDT/x', '/EMBED/']) {
      const answer = await ask(path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        expect.stringMatching(/^application\/problem\+json/),
      ]);
    }
    await eventually(async () => expect((await usage()).totals.pageViews).toBe(before + taken.length), PATIENCE_MS);
  });
});
