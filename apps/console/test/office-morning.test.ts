import { axeFaults } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { madeUpHealth } from '../dev/made-up-morning.ts';
import { startOffice, type Office } from './office-console.ts';

let office: Office;

beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office?.stop());

describe('the morning', () => {
  test('answers each question with a number that leads to what it counts', async () => {
    const { page } = await office.open('/dieu-hanh', 'operator');
    const answers = page.getByRole('list', { name: 'Tóm tắt' });
    for (const [words, heading] of [
      ['cổng, hệ thống mới gián đoạn', 'Gián đoạn từ hôm qua'],
      ['đề xuất chờ quyết định', 'Chờ quyết định'],
      ['nguồn có dữ liệu bị từ chối', 'Dữ liệu bị từ chối từ hôm qua'],
      ['sự cố của hệ thống EMC', 'Sự cố của hệ thống EMC'],
    ] as const) {
      const answer = answers.getByRole('link', { name: words });
      expect(await answer.innerText()).toMatch(/^[1-9]/);
      await answer.click();
      expect(await page.getByRole('heading', { name: heading, exact: true }).getAttribute('id')).toBe(
        new URL(page.url()).hash.slice(1),
      );
    }
    await page.getByText('1 đoạn dữ liệu không nạp được').waitFor();
  });

  test('says what of EMC is down, not only that it is; and where nothing answers, that', async () => {
    const { page } = await office.open('/dieu-hanh', 'operator');
    const away = { ok: false, detail: 'it does not answer' };
    const health = { ...madeUpHealth(Date.now()), status: 'down' };
    const stores = { ...health.stores, events: away };
    const spool = { ...health.spool, accepting: false };
    const since = new Date().toISOString();
    const day = { from: '2026-11-21', to: '2026-11-21', since, accepted: false };
    const damage = [
      { ...day, table: 'hits', kind: 'rows-missing', missingRows: 1234 },
      { ...day, table: 'site_hours', kind: 'differs', missingRows: null },
    ];
    await page.route('**/api/v1/health', (route) =>
      route.fulfill({ status: 503, json: { ...health, stores, readers: away, spool, damage } }),
    );
    await page.reload();
    const wrong = page.getByRole('region', { name: 'Sự cố của hệ thống EMC' });
    await wrong.getByText('Kho sự kiện (ClickHouse) không trả lời.').waitFor();
    await wrong.getByText('Tiến trình trả lời người đọc').waitFor();
    await wrong.getByText('Đang từ chối nhận dữ liệu').waitFor();
    await wrong.getByText('Bảng hits thiếu 1.234 dòng đã nhận, 21/11/2026').waitFor();
    await wrong.getByText('Dữ liệu bảng site_hours bị hỏng, 21/11/2026').waitFor();
    expect(await wrong.getByText('Kho danh mục').count()).toBe(0);
    await page.unroute('**/api/v1/health');
    const contentType = 'application/problem+json';
    await page.route('**/api/v1/health', (route) => route.fulfill({ status: 503, contentType, body: '{}' }));
    await page.reload();
    await wrong.getByText('Hệ thống báo không hoạt động, hoặc không trả lời.').waitFor();
  });

  test('names the host that sends with a siteId that nobody registered', async () => {
    const { page } = await office.open('/dieu-hanh', 'operator');
    const row = page.getByRole('row', { name: /^trang-la\.example\.vn/ });
    expect(await row.innerText()).toContain('Mang siteId chưa đăng ký');
  });

  test('is where the committee begins too, without anything to change', async () => {
    const { page } = await office.open('/dieu-hanh', 'committee');
    await page.getByRole('list', { name: 'Tóm tắt' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});

describe('the systems of all bodies', () => {
  test('stand with those that ask for somebody first, and are found and put in order by an address that can be sent', async () => {
    const { page } = await office.open('/dieu-hanh/he-thong', 'committee');
    const names = () => page.locator('tbody th').allInnerTexts();
    expect((await names())[0]).toContain('Sở Tư pháp');
    await page.getByRole('button', { name: 'Cơ quan' }).click();
    await page.waitForURL('**/he-thong?sort=body');
    expect((await names())[0]).toContain('Đà Nẵng');
    expect(await page.getByRole('columnheader', { name: 'Cơ quan' }).getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('button', { name: 'Cơ quan' }).click();
    await page.waitForURL('**/he-thong?sort=-body');
    expect((await names()).at(-1)).toContain('Đà Nẵng');
    await page.getByRole('searchbox').fill('da nang');
    await page.getByRole('row', { name: /Sở Tư pháp/ }).waitFor({ state: 'detached' });
    expect(await names()).toHaveLength(1);
  });
});

describe('a body’s own page', () => {
  test('tells what was refused since yesterday or within a week, with why and what to do, and nothing of others', async () => {
    const { page } = await office.open('/co-quan/h56/viec-cua-co-quan', 'body');
    const row = page.getByRole('row', { name: /bad-time/ });
    await row.waitFor();
    expect(await row.innerText()).toContain('3');
    expect(await page.getByText('trang-la.example.vn').count()).toBe(0);
    await page.getByRole('radio', { name: '7 ngày qua' }).check();
    await page.waitForURL('**/viec-cua-co-quan?back=168');
    await row.getByText('96').waitFor();
  });

  test('tells which written limits concern it, and what is proposed about it', async () => {
    const { page } = await office.open('/co-quan/h56/viec-cua-co-quan', 'body');
    const campaigns = page.getByRole('region', { name: 'Thời hạn theo văn bản và quyết định' });
    await campaigns.getByRole('heading', { name: 'Hoàn thành kết nối quý III' }).waitFor();
    expect(await campaigns.getByRole('listitem').count()).toBe(2);
  });
});
