import { dayOf, localIso, startOfDay } from '@emc/contract';
import {
  authenticatorCode,
  clearOfMidnight,
  eventually,
  freshDirectory,
  openBrowser,
  startPortalSite,
  startProgram,
  type PortalSite,
  type Program,
} from '@emc/test-kit';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** One day from end to end, as people live it: each test stands on the one before. */
const PATIENCE_MS = 60_000;
const HOST = 'dichvucong.thanhhoa.gov.vn';
const SENDER = '203.0.113.7';
const EMAIL = 'van-hanh@example.gov.vn';
const PASSWORD = 'mat khau rieng cua don vi van hanh';
const CATALOGUE = [
  'ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,thoi_han_ngay',
  '1.000123,Đăng ký khai sinh,Hộ tịch,toàn trình,không,không,5',
  '1.000124,Đăng ký kết hôn,Hộ tịch,một phần,có,có,10',
  '1.000125,Cấp bản sao trích lục,Hộ tịch,cung cấp thông tin,không,không,1',
].join('\n');

interface IndicatorAnswer {
  id: string;
  value: number | null;
  points: number | null;
  measures: { id: string; value: number | null; source: string }[];
}
interface Card {
  result: { status: string; score: number; rank: number; indicators: IndicatorAnswer[] };
}

const directory = freshDirectory();
let program: Program;
let site: PortalSite;
let browser: { context: BrowserContext; close: () => Promise<void> };
let page: Page;
let firstPassword: string;
let totpUri: string;
let siteId: number;
let key: string;
const pages: Record<string, string> = {};

beforeAll(async () => {
  await clearOfMidnight();
  program = await startProgram({ dataDir: directory.path, env: { EMC_TRUSTED_PROXIES: '127.0.0.1' } });
  const account = { email: EMAIL, name: 'Đơn vị vận hành', role: 'operator' };
  ({ password: firstPassword } = (await program.api('POST', '/accounts', account)) as { password: string });
  site = await startPortalSite(pages, HOST);
  browser = await openBrowser({ hosts: [HOST] });
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await program?.stop();
  directory.remove();
});

const field = (name: string) => page.getByLabel(name, { exact: false });
const button = (name: string) => page.getByRole('button', { name, exact: true });

/** What a system posts to the national format; answers `error_code`. */
async function post(service: string, data: object[]): Promise<string> {
  const answer = await fetch(`${program.url}/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session: key, madonvi: '000.00.00.H56', service, isUpdating: 'False', data }),
  });
  return ((await answer.json()) as { error_code: string }).error_code;
}

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh, so many minutes ago, but not before today: figures begin with the month, which may begin today. */
const stamp = (minutesAgo: number): string => {
  const at_ms = Math.max(startOfDay(dayOf(Date.now())), Date.now() - minutesAgo * 60_000);
  return localIso(at_ms).replaceAll(/\D/g, '').slice(0, 14);
};

const record = (number: number, more: object) => ({
  MaHoSo: `H56-${stamp(0).slice(2, 8)}-${String(number).padStart(4, '0')}`,
  MaTTHC: '1.000123.000.00.00.H56',
  ChuHoSo: 'Nguyễn Văn An',
  SoGiayToChuHoSo: '038099001234',
  KenhThucHien: '2',
  NgayNopHoSo: stamp(50),
  NgayTiepNhan: stamp(50),
  NgayHenTra: stamp(-60 * 24),
  TrangThaiHoSo: '4',
  HinhThuc: '1',
  ...more,
});

/** Five dossiers from a number on: three online, of which two are full-online; two at the desk, one of them by TrackingMCDT alone. */
async function sendFive(first: number): Promise<void> {
  const number = (offset: number) => first + offset;
  const posted = [
    await post('DongBoHoSoMC', [
      record(number(0), {}),
      record(number(1), { TrangThaiHoSo: '10', NgayKetThucXuLy: stamp(5) }),
    ]),
    await post('DongBoHoSoMC', [
      record(number(2), { MaTTHC: '1.000124', DuocThanhToanTrucTuyen: '1', DanhSachLePhi: [{ Gia: '50000' }] }),
    ]),
    await post('DongBoHoSoMC', [record(number(3), { MaTTHC: '1.000125', KenhThucHien: '1' })]),
    await post('CapNhatTienDoHoSoMC', [
      { MaHoSo: record(number(0), {}).MaHoSo, TrangThai: '9', ThoiDiemXuLy: stamp(2), NguoiXuLy: 'Trần Thị Bình' },
    ]),
  ];
  expect(posted).toEqual(['0', '0', '0', '0']);
  const tracking = await fetch(`${program.url}/TrackingMCDT`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': SENDER },
    body: `siteId=${siteId}&codeProfile=${record(number(4), {}).MaHoSo}&codeTTHC=1.000125&nameTTHC=Cấp bản sao&status=1&formsReception=2&formsPayments=0&level=3&user=038099001234`,
  });
  expect(tracking.status).toBe(204);
}

const card = async (): Promise<Card> => (await program.api('GET', '/evaluations/emc-2024/H56')) as Card;

describe('one day of the whole flow', () => {
  test('the operator signs in for the first time, changes the password and sets up the second factor', async () => {
    await page.goto(`${program.url}/dang-nhap`);
    await field('Địa chỉ thư điện tử').fill(EMAIL);
    await field('Mật khẩu').fill(firstPassword);
    await button('Đăng nhập').click();
    await field('Mật khẩu lần đầu được cấp').fill(firstPassword);
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(PASSWORD);
    await field('Nhập lại mật khẩu mới').fill(PASSWORD);
    await button('Đổi mật khẩu').click();
    await button('Tạo mã QR').waitFor();
    await page.getByLabel('Mật khẩu', { exact: false }).last().fill(PASSWORD);
    await button('Tạo mã QR').click();
    const secret = (await page.locator('code.secret').innerText()).replaceAll(/\s/g, '');
    totpUri = `otpauth://totp/EMC?secret=${secret}`;
    await page.getByRole('checkbox').check();
    await field('Nhập mã đang hiện trong ứng dụng').fill(authenticatorCode(totpUri));
    await button('Bật xác thực hai lớp').click();
    await eventually(async () => {
      const me = await page.evaluate(async () => (await fetch('/api/v1/me')).json() as Promise<unknown>);
      expect(me).toMatchObject({ signedIn: true, mustSetSecondFactor: false, account: { role: 'operator' } });
    }, PATIENCE_MS);
  });

  test('a body of which nothing is registered is not connected, and not evaluated rather than zero', async () => {
    const { result } = await card();
    expect(result).toMatchObject({ status: 'not-evaluated', score: null, rank: null });
    await page.goto(`${program.url}/co-quan/h56/phieu-diem`);
    await page.getByText('Không đánh giá trong kỳ này').first().waitFor();
  });

  test('the operator registers the body’s portal and its procedure system, and imports its procedures after a dry run', async () => {
    await page.goto(`${program.url}/van-hanh/dang-ky`);
    await page.getByRole('combobox', { name: 'Cơ quan' }).fill('H56');
    await page.getByRole('option').first().click();
    await page.getByRole('radio', { name: 'Cổng dịch vụ công' }).check();
    await field('Tên cổng').fill('Cổng dịch vụ công tỉnh Thanh Hóa');
    await page.getByLabel('Địa chỉ', { exact: true }).fill(`http://${HOST}/`);
    await button('Đăng ký').click();
    const done = await page.getByText(/siteId là \d+/).innerText();
    siteId = Number(/siteId là (\d+)/.exec(done)![1]);

    await page.goto(`${program.url}/co-quan/h56/he-thong`);
    await button('Đăng ký hệ thống').first().click();
    await field('Tên hệ thống').fill('Hệ thống một cửa điện tử tỉnh Thanh Hóa');
    await field('siteId gửi trong TrackingMCDT').fill(String(siteId));
    await field('Địa chỉ mạng được gửi TrackingMCDT').fill(SENDER);
    await button('Đăng ký và nhận khóa').click();
    key = await page.locator('.once-secret code').innerText();
    expect(key).toMatch(/^emc-system-/);

    await page.goto(`${program.url}/co-quan/h56/thu-tuc/nhap`);
    await field('Hoặc dán nội dung').fill(CATALOGUE.replace('toàn trình', 'mức 9'));
    await button('Chạy thử').click();
    const problem = page.locator('.import-result table tbody tr').first();
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(/2[\s\S]*muc_do/);
    await field('Hoặc dán nội dung').fill(CATALOGUE);
    await button('Chạy thử').click();
    await page.getByText('Không có lỗi. Có thể nhập vào danh mục.').waitFor();
    await button('Nhập vào danh mục').click();
    await page.getByRole('link', { name: 'Xem danh mục' }).waitFor();
  });

  test('the portal’s page sends, and dossiers arrive by both feeds', async () => {
    const portal = (await program.api('GET', `/portals/${siteId}`)) as { snippet: { oneLine: string } };
    pages['/'] =
      `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang chủ</title>${portal.snippet.oneLine}</head><body><h1>Cổng</h1></body></html>`;
    const visitor = await browser.context.newPage();
    const sent = visitor.waitForResponse((response) => response.url().includes('/tracking?'));
    await visitor.goto(`http://${HOST}:${site.httpPort}/`);
    expect((await sent).status()).toBe(204);
    await visitor.close();

    await sendFive(1);
    await eventually(async () => {
      const { totals } = (await program.api('GET', '/bodies/H56/dossiers')) as { totals: Record<string, number> };
      expect(totals).toMatchObject({
        received: 5,
        receivedOnline: 3,
        receivedDirect: 2,
        fullOnline: 2,
        finished: 2,
        onTime: 2,
        withFee: 1,
        paidOnline: 1,
      });
    }, PATIENCE_MS);
  });

  test('the body turns fully connected, on its page and on the board', async () => {
    await eventually(async () => {
      const { body } = (await program.api('GET', '/bodies/H56/connection')) as { body: { state: string } };
      expect(body.state).toBe('connected');
    }, PATIENCE_MS);
    await page.goto(`${program.url}/co-quan/h56/ket-noi`);
    await page.getByText('Đã kết nối đầy đủ').first().waitFor();
    await page.goto(`${program.url}/ket-noi`);
    await page
      .getByText(/^1 trên \d+ cơ quan đã kết nối đầy đủ/)
      .first()
      .waitFor();
  });

  test('five dossiers give it points, but no place and no grade, on its card, in the ranking and in the open data', async () => {
    await eventually(async () => expect((await card()).result.status).toBe('evaluated'), PATIENCE_MS);
    const { result } = await card();
    expect(result).toMatchObject({ score: null, rank: null, grade: null, reasonCodes: ['too-few-dossiers'] });
    await page.goto(`${program.url}/co-quan/h56/phieu-diem`);
    await page.getByText('Không xếp hạng trong kỳ này').first().waitFor();
    await page.getByText('Tiếp nhận 5 hồ sơ trong kỳ; dưới 30 hồ sơ thì không xếp hạng.').waitFor();
    await page.goto(`${program.url}/xep-hang`);
    await page.getByRole('heading', { name: 'Không xếp hạng' }).waitFor();
    expect(await page.locator('.rank-table').count()).toBe(0);
    const csv = await (await fetch(`${program.url}/api/v1/open-data/rankings.csv`)).text();
    const [head, ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
    const row = lines.find((line) => line.includes('H56'))!.split(',');
    const cell = (name: string): string => row[head!.split(',').indexOf(name)]!;
    expect([cell('score'), cell('rank'), cell('grade'), cell('reason_codes')]).toEqual([
      '',
      '',
      '',
      'too-few-dossiers',
    ]);
  });

  test('with thirty its rank appears, with an explanation that opens down to the numbers and their sources', async () => {
    for (const first of [11, 21, 31, 41, 51]) await sendFive(first);
    await eventually(async () => expect((await card()).result.rank).toBe(1), PATIENCE_MS);
    const { result } = await card();
    const online = result.indicators.find(({ id }) => id === 'online-rate')!;
    expect(online.value).toBe(18 / 30);
    const full = result.indicators.find(({ id }) => id === 'full-online-rate')!;
    expect(full.value).toBe(12 / 30);

    await page.goto(`${program.url}/xep-hang`);
    await page.getByRole('link', { name: 'Tỉnh Thanh Hóa' }).first().waitFor();
    await page.goto(`${program.url}/co-quan/h56/phieu-diem`);
    const shown = result.score.toFixed(2).replace('.', ',');
    await page.getByText(shown, { exact: true }).first().waitFor();
    const indicator = page.locator('#online-rate');
    expect(await indicator.locator('.formula').innerText()).toMatch(/18\].*30\].*60%/);
    const link = await indicator.locator('.numbers a').first().getAttribute('href');
    const source = (await (await fetch(new URL(link!, program.url))).json()) as { totals: { receivedOnline: number } };
    expect(source.totals.receivedOnline).toBe(18);
  });

  test('the public page and the open data show the same figures, to somebody who is not signed in', async () => {
    const { result } = await card();
    const stranger = await openBrowser();
    const seen = await stranger.context.newPage();
    await seen.goto(`${program.url}/`);
    await seen.getByText('60%', { exact: false }).first().waitFor({ timeout: PATIENCE_MS });
    await seen.getByRole('link', { name: 'Tỉnh Thanh Hóa' }).first().waitFor();
    await stranger.close();

    const csv = await (await fetch(`${program.url}/api/v1/open-data/rankings.csv`)).text();
    const [head, ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
    const row = lines.find((line) => line.includes('H56'))!.split(',');
    const cell = (name: string): string => row[head!.split(',').indexOf(name)]!;
    expect([Number(cell('score')), Number(cell('rank'))]).toEqual([result.score, 1]);

    const dossiers = (await (await fetch(`${program.url}/api/v1/open-data/dossiers.json`)).json()) as {
      rows: Record<string, number | null>[];
    };
    const own = dossiers.rows.find((one) => (one['body_code'] as unknown) === 'H56')!;
    expect([own['received'], own['received_online'], own['full_online'], own['online_rate']]).toEqual([
      30, 18, 12, 0.6,
    ]);
    const country = (await program.api('GET', '/dossiers')) as { totals: { received: number } };
    expect(country.totals.received).toBe(dossiers.rows.reduce((sum, one) => sum + (one['received'] ?? 0), 0));
  });

  test('everything the operator did is in the audit log, whose chain holds, and nothing of an applicant is anywhere', async () => {
    const check = (await program.api('GET', '/audit/check')) as { intact: boolean; entries: number };
    expect(check.intact).toBe(true);
    const log = JSON.stringify(await program.api('GET', '/audit?limit=100'));
    for (const action of ['addPortal', 'addSystem', 'importProcedures']) expect(log).toContain(action);
    expect(log).toContain(EMAIL);
    expect(log + program.output()).not.toMatch(/Nguyễn Văn An|Trần Thị Bình|038099001234|mat khau rieng/);
    expect(log).not.toContain(key);
  });
});
