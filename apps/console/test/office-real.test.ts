import { authenticatorCode, freshDirectory, launchBrowser, signIn, startProgram, type Program } from '@emc/test-kit';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const directory = freshDirectory();
const run = promisify(execFile);
let program: Program;
let browser: Browser;

beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  directory.remove();
});

/** A page of somebody who signed in with password and code. `trouble` gathers what must not happen. */
async function openAs(account: { email: string; name: string; role: string; bodyCode?: string }, address: string) {
  const { email, password, totpUri } = await signIn(program, account);
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  await page.goto(`${program.url}/dang-nhap?next=${encodeURIComponent(address)}`);
  await page.getByLabel('Địa chỉ thư điện tử').fill(email);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByLabel('Mã xác thực').fill(authenticatorCode(totpUri));
  await page.getByRole('button', { name: 'Xác nhận' }).click();
  await page.waitForURL(`**${address}`);
  return { page, trouble, close: () => context.close() };
}

const headline = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

describe('against the real program', () => {
  test('a body registers its system; the examples that are shown, run as they are, are taken, and the page shows them arrive by itself', async () => {
    const { page, trouble, close } = await openAs(
      { email: 'h56@example.gov.vn', name: 'Cán bộ Thanh Hóa', role: 'body', bodyCode: 'H56' },
      '/co-quan/h56/he-thong',
    );
    await page.getByRole('button', { name: 'Đăng ký hệ thống' }).click();
    await page.getByLabel('Tên hệ thống').fill('Một cửa điện tử');
    await page.getByRole('button', { name: 'Đăng ký và nhận khóa' }).click();
    await page.getByRole('heading', { name: 'Khóa của Một cửa điện tử' }).waitFor();
    const [tracking = '', synchronisation = '', progress = ''] = await page.locator('pre').allInnerTexts();
    await page.getByRole('button', { name: 'Đã chép khóa, đóng lại' }).click();
    await page.getByRole('link', { name: 'Một cửa điện tử' }).click();
    await page.getByText('Chưa từng nhận được gì.').waitFor();

    expect((await run('bash', ['-c', tracking])).stdout).toContain(' 204 ');
    for (const example of [synchronisation, progress])
      expect((await run('bash', ['-c', example])).stdout).toMatch(/"error_code":\s*"?0"?/);
    await page.getByText(/^Có\. Thay đổi gần nhất/).waitFor();
    for (const feed of ['TrackingMCDT', 'DongBoHoSoMC', 'CapNhatTienDoHoSoMC'])
      await page.getByRole('cell', { name: feed }).waitFor();

    expect(
      (await run('bash', ['-c', synchronisation.replace('1.000123"', '1.000123", "NgayHenTra": "mai"')])).stdout,
    ).not.toMatch(/"error_code":\s*"?0"?/);
    await page.getByText('bad-time').waitFor();
    await page.goto(`${program.url}/co-quan/h56/viec-cua-co-quan`);
    await headline(page, /^Việc của cơ quan: .*Thanh Hóa/);
    await page.getByRole('row', { name: /Một cửa điện tử/ }).waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  test('a body imports its catalogue: a wrong level is named by row and column, then the corrected file is taken', async () => {
    const { page, close } = await openAs(
      { email: 'h26@example.gov.vn', name: 'Cán bộ Hà Nội', role: 'body', bodyCode: 'H26' },
      '/co-quan/h26/thu-tuc/nhap',
    );
    const heading = 'ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen\n';
    const paste = page.getByLabel(/^Hoặc dán nội dung/);
    await paste.fill(`${heading}1.000123,Đăng ký khai sinh,Hộ tịch,Không rõ,Không,Không\n`);
    await page.getByRole('button', { name: 'Chạy thử' }).click();
    await page.getByRole('row', { name: /muc_do/ }).waitFor();
    await paste.fill(`${heading}1.000123,Đăng ký khai sinh,Hộ tịch,Toàn trình,Không,Không\n`);
    await page.getByRole('button', { name: 'Chạy thử' }).click();
    await page.getByRole('button', { name: 'Nhập vào danh mục' }).click();
    await page.getByRole('link', { name: 'Xem danh mục' }).click();
    await page.getByText('Đăng ký khai sinh').waitFor();
    await close();
  });

  test('an operator opens a campaign whose limit has passed, decides with a reason, and finds it in the audit log', async () => {
    const { page, trouble, close } = await openAs(
      { email: 'vanhanh@example.gov.vn', name: 'Cán bộ vận hành', role: 'operator' },
      '/dieu-hanh/dot-ket-noi',
    );
    await program.api('POST', '/campaigns', { name: 'Đợt đã hết hạn', document: '35/CĐS', limit: '2024-01-18' });
    await page.goto(`${program.url}/dieu-hanh`);
    await page.getByRole('link', { name: 'Đợt đã hết hạn' }).click();
    await page.getByRole('button', { name: /^Quyết định: .*Quảng Ninh/ }).click();
    await page.getByLabel('Lý do quyết định').fill('Chưa kết nối hệ thống nào khi hết hạn.');
    await page.getByRole('dialog').getByRole('button', { name: 'Quyết định' }).click();
    // From the morning one comes to the undecided, among whom the body now is no more.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: 'Tất cả' }).check();
    await page
      .getByRole('row', { name: /Quảng Ninh/ })
      .getByText('Chưa kết nối hệ thống nào khi hết hạn.')
      .waitFor();
    await page.goto(`${program.url}/dieu-hanh/nhat-ky?actor=vanhanh@example.gov.vn`);
    await page.getByRole('row', { name: /Quyết định đề xuất/ }).waitFor();
    await page.goto(`${program.url}/dieu-hanh/tai-khoan`);
    await page.getByRole('row', { name: /Cán bộ vận hành/ }).waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  test('a page asks to sign in again when the session has ended elsewhere', async () => {
    const { page, close } = await openAs(
      { email: 'uyban@example.gov.vn', name: 'Cán bộ Ủy ban', role: 'committee' },
      '/dieu-hanh/dot-ket-noi',
    );
    const { items } = (await program.api('GET', '/accounts')) as { items: { id: string; email: string }[] };
    const id = items.find(({ email }) => email === 'uyban@example.gov.vn')?.id;
    await program.api('PATCH', `/accounts/${id}`, { disabled: true });
    await page.reload();
    await headline(page, 'Cần đăng nhập');
    await close();
  });
});
