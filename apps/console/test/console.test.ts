import { axeFaults, launchBrowser } from '@emc/test-kit';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MADE_UP_KEY } from '../dev/made-up-api.ts';
import { serveBuilt } from '../dev/serve-built.ts';
import { BUILT_CONSOLE } from './built-console.ts';
import { openWindow, settled, sidewaysScroll, type Window } from './window.ts';

const PAGES = {
  country: { vi: '/', en: '/en' },
  'country of January 2024': { vi: '/?period=2024-01&headline=on-time', en: '/en?period=2024-01&headline=on-time' },
  'usage by month': { vi: '/su-dung?range=12m&measure=bounceRate', en: '/en/usage?range=12m&measure=bounceRate' },
  connection: { vi: '/ket-noi', en: '/en/connection' },
  'connection in January 2024': {
    vi: '/ket-noi?asOf=2024-01-18&state=gaps&group=ministries',
    en: '/en/connection?asOf=2024-01-18&state=gaps',
  },
  'connection of a body': { vi: '/co-quan/h56/ket-noi', en: '/en/bodies/h49/connection' },
  dossiers: { vi: '/ho-so', en: '/en/dossiers?period=2024-Q1' },
  'dossiers of a body': { vi: '/co-quan/h56/ho-so?dossier=online', en: '/en/bodies/h56/dossiers?dossier=processing' },
  'dossiers of a body that never sent any': { vi: '/co-quan/h18/ho-so', en: '/en/bodies/h18/dossiers' },
  procedures: { vi: '/co-quan/h56/thu-tuc', en: '/en/bodies/h56/procedures?level=full&q=x' },
  decisions: { vi: '/quyet-dinh', en: '/en/decisions' },
  'decisions before there were any': { vi: '/quyet-dinh?asOf=2026-10-01', en: '/en/decisions?asOf=2026-10-01' },
  rankings: { vi: '/xep-hang', en: '/en/rankings?set=decision-766-2022&period=2024-01-01..2024-01-18' },
  'report card': { vi: '/co-quan/h42/phieu-diem', en: '/en/bodies/h42/report-card?set=decision-766-2022' },
  'report card of a body that is not evaluated': {
    vi: '/co-quan/h56/phieu-diem',
    en: '/en/bodies/h18/report-card',
  },
  'indicator sets': { vi: '/bo-chi-so', en: '/en/indicator-sets' },
  'indicator set': { vi: '/bo-chi-so/emc-2024', en: '/en/indicator-sets/decision-766-2022' },
  indicator: { vi: '/bo-chi-so/emc-2024/substantial', en: '/en/indicator-sets/decision-766-2022/satisfaction' },
  'open data': { vi: '/du-lieu-mo', en: '/en/open-data' },
  bodies: { vi: '/co-quan', en: '/en/bodies' },
  'bodies before the mergers': {
    vi: '/co-quan?asOf=2025-01-01&state=gaps',
    en: '/en/bodies?asOf=2025-01-01&state=gaps',
  },
  body: { vi: '/co-quan/h56', en: '/en/bodies/h56' },
  'dissolved body': { vi: '/co-quan/h22', en: '/en/bodies/h22' },
  unit: { vi: '/co-quan/h56/don-vi/12', en: '/en/bodies/h56/units/12' },
  portals: { vi: '/cong?state=interrupted', en: '/en/portals?state=silent' },
  portal: { vi: '/cong/227?from=2026-11-01&to=2026-11-10', en: '/en/portals/227' },
  'portal that never sent': { vi: '/cong/990', en: '/en/portals/990' },
  register: { vi: '/van-hanh/dang-ky', en: '/en/operate/register' },
  wall: { vi: '/man-hinh', en: '/en/wall' },
  definitions: { vi: '/dinh-nghia', en: '/en/definitions' },
  'no such page': { vi: '/khong-co', en: '/en/nowhere' },
};

/** Every page in several looks, on a machine that other tests share. */
const PATIENCE_MS = 240_000;

let browser: Browser;
let desk: Window;
let server: Awaited<ReturnType<typeof serveBuilt>>;
let now_ms = Date.parse('2026-11-22T03:00:00Z');

beforeAll(async () => {
  server = await serveBuilt(() => now_ms, BUILT_CONSOLE);
  browser = await launchBrowser();
  desk = await openWindow(browser);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page in the window of all tests that are about one thing, which has forgotten the test before. */
async function open(address: string, { key }: { key?: string } = {}): Promise<Window> {
  await desk.forget(server.url);
  if (key !== undefined) await desk.page.evaluate((held) => sessionStorage.setItem('emc-operator-key', held), key);
  await desk.go(server.url + address);
  return desk;
}

/** Presses Tab until the link has the focus, then Enter. */
async function enter(page: Page, link: Locator): Promise<void> {
  const wanted = await link.elementHandle();
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((element) => document.activeElement === element, wanted)) break;
  }
  expect(await page.evaluate((element) => document.activeElement === element, wanted)).toBe(true);
  await page.keyboard.press('Enter');
}

describe('every page', () => {
  const looks = { vi: { width: 360 }, en: { dark: true } };
  let windows: Record<keyof typeof looks, Window>;
  beforeAll(async () => {
    windows = { vi: await openWindow(browser, looks.vi), en: await openWindow(browser, looks.en) };
  });

  for (const [name, at] of Object.entries(PAGES)) {
    test(
      `${name}: axe finds nothing, nothing scrolls sideways and nothing is reported, from telephone to desk, light and dark, in both languages`,
      async () => {
        for (const language of ['vi', 'en'] as const) {
          const address = at[language];
          const { page, trouble, go } = windows[language];
          await go(server.url + address);
          expect(await axeFaults(page), address).toEqual([]);
          expect(await sidewaysScroll(page), address).toBeLessThanOrEqual(0);
          await page.setViewportSize({ width: 768, height: 900 });
          // A chart is drawn anew after its place has changed.
          await expect.poll(() => sidewaysScroll(page), { message: `${address} at 768` }).toBeLessThanOrEqual(0);
          expect(trouble, address).toEqual([]);
          expect(await page.getAttribute('html', 'lang')).toBe(language);
          expect(await page.locator('.simulated').count(), 'simulated data are marked').toBe(1);
        }
      },
      PATIENCE_MS,
    );
  }
});

describe('by keyboard', () => {
  for (const address of ['/', '/ket-noi', '/xep-hang', '/co-quan/h56/phieu-diem', '/cong/227', '/van-hanh/dang-ky']) {
    test(`${address}: everything that can be pressed is reached with Tab`, async () => {
      const { page } = await open(address, { key: MADE_UP_KEY });
      for (let step = 0; step < 400; step += 1) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => {
          const { activeElement } = document;
          if (activeElement === null || activeElement === document.body || activeElement.hasAttribute('data-reached'))
            return true;
          activeElement.setAttribute('data-reached', '');
          return false;
        });
        if (seen) break;
      }
      const missed = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex="0"]',
          ),
        ]
          .filter(
            (element) =>
              !element.hasAttribute('data-reached') &&
              element.tabIndex >= 0 &&
              element.checkVisibility() &&
              // Its links are new every second.
              element.closest('.ticker-list') === null &&
              element.closest('details:not([open]) > :not(summary)') === null,
          )
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect(missed).toEqual([]);
    });
  }

  test('the way from the country to a body, its report card and the source of a number is walked with Tab and Enter', async () => {
    const { page } = await open('/');
    await enter(page, page.locator('.not-connected a').last());
    await page.waitForURL('**/co-quan/*/ket-noi');
    await settled(page);
    await enter(page, page.locator('.body-nav a').first());
    await page.locator('#score').waitFor();
    await settled(page);
    await enter(page, page.locator('.body-nav').getByRole('link', { name: 'Phiếu điểm' }));
    await page.getByRole('heading', { level: 1, name: /^Phiếu điểm: / }).waitFor();
    await settled(page);
    const number = page.locator('.numbers a').first();
    const source = await number.getAttribute('href');
    const shown = await number.innerText();
    await enter(page, number);
    await page.waitForURL(`**${source}`);
    const figures = JSON.parse(await page.locator('body').innerText()) as { totals: { receivedOnline: number } };
    expect(figures.totals.receivedOnline.toLocaleString('vi-VN')).toBe(shown);
  });

  test('every body on the line is reached with the arrow keys, says its name and value, and opens its report card', async () => {
    const { page } = await open('/');
    const dots = await page.locator('.dot-line a').count();
    await page.locator('.dot-line a[tabindex="0"]').focus();
    const seen = new Set<string>();
    for (let step = 0; step < dots; step += 1) {
      const [key, name] = await page.evaluate(() => [
        document.activeElement?.getAttribute('data-key') ?? '',
        document.activeElement?.getAttribute('aria-label') ?? '',
      ]);
      expect(name).toMatch(/: \d+,\d%$/);
      seen.add(key ?? '');
      if (step < dots - 1) await page.keyboard.press('ArrowRight');
    }
    expect(seen.size).toBe(dots);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/phieu-diem');
  });

  test('the first Tab offers to skip to the content', async () => {
    const { page } = await open('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  });
});

describe('the operator', () => {
  test('registers a portal, is told of mistakes beside the fields, gets the code, and sees the first hit arrive by itself', async () => {
    const { page } = await open('/van-hanh/dang-ky');
    await page.getByLabel('Khóa', { exact: true }).fill('sai');
    await page.getByRole('button', { name: 'Dùng khóa này' }).click();
    await page.getByRole('combobox', { name: 'Cơ quan' }).fill('thanh hoa');
    await page.getByRole('option', { name: /Thanh Hóa/ }).click();
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByText('Tên dài từ 2 đến 300 ký tự.').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('Tên cổng').fill('Cổng thử nghiệm');
    await page.getByLabel('Địa chỉ').fill('https://thunghiem.thanhhoa.gov.vn/');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByText('Khóa của đơn vị vận hành không đúng').waitFor();
    await page.getByLabel('Khóa', { exact: true }).fill(MADE_UP_KEY);
    await page.getByRole('button', { name: 'Dùng khóa này' }).click();
    await page.getByRole('combobox', { name: 'Cơ quan' }).fill('h56');
    await page.getByRole('option', { name: /Thanh Hóa/ }).click();
    await page.getByLabel('Tên cổng').fill('Cổng thử nghiệm');
    await page.getByLabel('Địa chỉ').fill('https://dichvucong.thanhhoa.gov.vn/');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByText('đã được đăng ký').waitFor();
    await page.getByLabel('Địa chỉ').fill('https://thunghiem.thanhhoa.gov.vn/');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByText('Đang chờ lượt đầu tiên…').waitFor();
    const siteId = /siteId là (\d+)/.exec(await page.locator('main').innerText())?.[1];
    expect(await page.locator('pre').first().innerText()).toContain(`'${siteId}'`);
    expect(await axeFaults(page)).toEqual([]);
    now_ms += 10_000;
    await page.getByText('Đã nhận lượt đầu tiên.').waitFor();
  });

  test('changes a portal and retires it from its page', async () => {
    const { page } = await open('/cong/1441', { key: MADE_UP_KEY });
    await page.getByRole('button', { name: 'Sửa thông tin' }).click();
    await page.getByLabel('Tên cổng').fill('Tên đã sửa');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tên đã sửa' }).waitFor();
    await page.getByRole('button', { name: 'Ngừng theo dõi' }).click();
    await page.locator('.confirm .is-grave').click();
    await page.getByText(/Đã ngừng theo dõi từ/).waitFor();
  });
});

describe('an address', () => {
  test('holds the filters, and the language switch keeps them and is remembered', async () => {
    const { page } = await open('/su-dung');
    await page.getByRole('radio', { name: '90 ngày' }).check();
    await page.getByRole('button', { name: /^Lượt xem trang/ }).click();
    await page.waitForURL('**/su-dung?range=90d&measure=pageViews');
    await page.getByRole('link', { name: 'English' }).click();
    await page.waitForURL('**/en/usage?range=90d&measure=pageViews');
    await page.getByRole('heading', { name: 'Page views by day', exact: false }).waitFor();
    await page.goto(`${server.url}/`);
    await page.waitForURL('**/en');
  });

  test('with made-up filters still shows a page', async () => {
    for (const [address, heading] of [
      ['/su-dung?range=nonsense&from=2026-13-01&interval=week&measure=x', 'Mức độ sử dụng trên cả nước'],
      ['/?period=2026-13&headline=x', 'Chính phủ số trên cả nước'],
      ['/xep-hang?period=2026-11-10..2026-11-01&group=x', 'Xếp hạng'],
      ['/ket-noi?asOf=2026-02-30&state=x', 'Kết nối của các cơ quan'],
    ] as const) {
      const { page, trouble } = await open(address);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      expect(trouble, address).toEqual([]);
    }
  });

  test('that led to usage over time on the page of the country still does', async () => {
    const { page } = await open('/?range=90d&measure=pageViews');
    await page.waitForURL('**/su-dung?range=90d&measure=pageViews');
  });
});

describe('a figure', () => {
  test('of dossiers is never alone: it stands beside the period before, and the page says which days that is', async () => {
    const { page } = await open('/co-quan/h42/ho-so');
    await page.getByText('So với kỳ trước cùng số ngày, từ 10/10/2026 đến 31/10/2026.').waitFor();
    const tiles = await page.locator('.headline-tile').allInnerTexts();
    expect(tiles).toHaveLength(7);
    for (const tile of tiles) expect(tile).toMatch(/(điểm %|%|ngày|giữ nguyên), kỳ trước [\d.,]+/);
    await page.goto(`${server.url}/ho-so`);
    await page.getByText('Kỳ trước thiếu ít nhất 100 nguồn: mức tăng có thể chỉ do kết nối mới.').waitFor();
    await page.goto(`${server.url}/co-quan/h42`);
    await page.locator('#dossiers ~ .facts dd small').first().waitFor();
    expect(await page.locator('#dossiers ~ .facts dd small').allInnerTexts()).toHaveLength(5);
  });

  test('of usage says with which days it is compared, and a share differs by points', async () => {
    const { page } = await open('/en/usage?range=7d');
    await page.getByText('Compared with as many days before, from 9 Nov 2026 to 15 Nov 2026.').first().waitFor();
    expect(await page.locator('.tile', { hasText: 'Bounce rate' }).innerText()).toMatch(/percentage points/);
  });

  test('of a body that is not evaluated is not said to have lost no points', async () => {
    const { page } = await open('/co-quan/h56/phieu-diem');
    const raise = page.getByRole('region', { name: 'Điều gì nâng điểm nhiều nhất' });
    expect(await raise.innerText()).toContain('không được đánh giá');
    await raise.getByRole('link').click();
    await page.waitForURL('**/co-quan/h56/ket-noi?asOf=*');
  });
});

describe('decisions', () => {
  test('are there for everybody with letter, limit and reason, as of a day', async () => {
    const { page } = await open('/quyet-dinh');
    const row = page.getByRole('row', { name: /Thanh Hóa/ });
    expect(await row.innerText()).toMatch(
      /Không chấp nhận đề xuất[^]*giải trình[^]*1234\/CĐSQG[^]*31\/10\/2026[^]*03\/11\/2026/,
    );
    await page.goto(`${server.url}/quyet-dinh?asOf=2026-10-30`);
    await page.getByText('Đến ngày 30/10/2026 chưa có quyết định nào.').waitFor();
  });
});

describe('names in Vietnamese', () => {
  test('on English pages are marked as such and explained', async () => {
    const { page } = await open('/en/bodies/h56/dossiers');
    await page.getByText('Procedures and fields are named in Vietnamese').waitFor();
    expect(await page.locator('#by-procedure ~ table th[scope=row] > span[lang=vi]').count()).toBe(20);
  });
});

describe('missing', () => {
  test('is never written as 0: a body without dossiers has dashes, gaps are hatched, and who is not evaluated has no score', async () => {
    const { page } = await open('/co-quan/h18/ho-so');
    expect(await page.locator('.headline-tile .tile-value').allInnerTexts()).toEqual(
      Array.from({ length: 7 }, () => '–'),
    );
    await page.goto(`${server.url}/co-quan/h56/ho-so`);
    await settled(page);
    expect(await page.locator('.time-chart rect[fill^="url"]').count()).toBe(1);
    await page.goto(`${server.url}/xep-hang`);
    await settled(page);
    expect(await page.locator('.rank-table').getByRole('link', { name: 'Thanh Hóa' }).count()).toBe(0);
    expect(await page.locator('.reason-rows li', { hasText: 'Thanh Hóa' }).innerText()).toContain(
      'Chưa kết nối đầy đủ',
    );
    await page.goto(`${server.url}/co-quan/h42/phieu-diem?set=decision-766-2022`);
    await settled(page);
    expect(await page.locator('.indicator-card.is-left-out').count()).toBe(3);
    expect(await page.locator('.is-left-out .indicator-points').allInnerTexts()).not.toContain('0');
  });
});

describe('when something is away', () => {
  test('a part that cannot be loaded says so and can be tried again in place', async () => {
    const { page } = await open('/');
    await page.route('**/api/v1/portals/227', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          title: 'Kho dữ liệu tạm thời không trả lời',
          status: 503,
          detail: '',
          code: 'store-unavailable',
        }),
      }),
    );
    await page.goto(`${server.url}/cong/227`);
    await page.getByRole('alert').getByText('Kho dữ liệu tạm thời không trả lời').waitFor();
    await page.unroute('**/api/v1/portals/227');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByRole('heading', { level: 1, name: /Thanh Hóa/ }).waitFor();
  });

  test('the wall says loudly that it no longer hears the server, and shows no count as 0', async () => {
    const { page } = await open('/man-hinh');
    await page.route('**/api/v1/live', (route) => route.abort());
    await page.reload();
    await page.locator('.wall .live-line.is-lost').waitFor();
    expect(await page.locator('.wall-now strong').allInnerTexts()).toEqual(['–', '–']);
    expect(await axeFaults(page)).toEqual([]);
    await page.unroute('**/api/v1/live');
    await page.locator('.wall .live-line.is-open').waitFor();
    await expect.poll(() => page.locator('.wall-now strong').first().innerText()).toMatch(/^\d/);
    await page.locator('.wall-today', { hasText: 'mục tiêu 70%' }).waitFor();
  });

  test('a page that is asked to ask by itself shows the figures as before, and follows again later', async () => {
    // A clock that a test moves cannot be put back.
    const { page, go } = await openWindow(browser);
    await go(`${server.url}/dinh-nghia`);
    const live = await page.evaluate(async () => (await fetch('/api/v1/live?once=true')).text());
    let asked = 0;
    page.on('request', (request) => void (asked += request.url().endsWith('/live?once=true') ? 1 : 0));
    await page.route('**/api/v1/live', (route) =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: `event: live\ndata: ${live}\n\nevent: poll\ndata: {"everySeconds":10}\n\n`,
      }),
    );
    await page.clock.install();
    await page.reload();
    await page.locator('.live-line.is-open').waitFor();
    for (let turn = 1; turn <= 3; turn++) {
      await page.clock.runFor(10_000);
      await expect.poll(() => asked).toBe(turn);
    }
    expect(await page.locator('.live-line.is-open').count()).toBe(1);
    await page.unroute('**/api/v1/live');
    let follows = false;
    page.on('request', (request) => void (follows ||= request.url().endsWith('/api/v1/live')));
    await expect
      .poll(async () => {
        await page.clock.runFor(100_000);
        return follows;
      })
      .toBe(true);
    await page.locator('.live-line.is-open').waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  test('a lost line is stated, and comes back by itself', async () => {
    const { page } = await open('/dinh-nghia');
    await page.route('**/api/v1/live', (route) => route.abort());
    await page.reload();
    await page.locator('.live-line').getByText('Mất kết nối, đang nối lại').first().waitFor();
    await page.unroute('**/api/v1/live');
    await page.locator('.live-line').getByText('Trực tiếp').waitFor();
  });
});
