import { axeFaults } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOffice, type Office } from './office-console.ts';
import { settled } from './window.ts';

let office: Office;

beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office?.stop());

describe('the operator', () => {
  test('gets from the morning to a check of a broken system and to a decision in three clicks', async () => {
    const { page } = await office.open('/dieu-hanh', 'operator');
    await page.getByRole('link', { name: 'Hệ thống một cửa của Sở Tư pháp' }).click();
    await page.getByRole('heading', { name: 'Có nhận được gì từ hệ thống này không?' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Hoàn thành kết nối quý III' }).click();
    await page.getByRole('button', { name: 'Quyết định: Bộ Công Thương' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });

  test('decides a proposal with a reason only, and the decision stands beside the body with who and when', async () => {
    const { page } = await office.open('/dieu-hanh/dot-ket-noi/1', 'operator');
    await page.getByRole('button', { name: 'Quyết định: Tỉnh Quảng Ninh' }).click();
    const dialog = page.getByRole('dialog', { name: 'Quyết định về Tỉnh Quảng Ninh' });
    await dialog.getByRole('radio', { name: 'Không chấp nhận đề xuất' }).check();
    await dialog.getByLabel('Lý do quyết định').fill('ngắn');
    await dialog.getByRole('button', { name: 'Quyết định' }).click();
    await dialog.getByText('Nêu lý do, ít nhất 10 ký tự.').waitFor();
    await dialog.getByLabel('Lý do quyết định').fill('Đã có văn bản giải trình số 12/UBND.');
    await dialog.getByRole('button', { name: 'Quyết định' }).click();
    const row = page.getByRole('row', { name: /Tỉnh Quảng Ninh/ });
    await row.getByText('Đã có văn bản giải trình số 12/UBND.').waitFor();
    expect(await row.innerText()).toContain('Không chấp nhận đề xuất');
    expect(await row.innerText()).toContain('operator@example.gov.vn');
    await page.getByText(/^[12]\/16$/).waitFor();
  });

  test('decides by keyboard alone, and goes on where the dialog was opened', async () => {
    const { page } = await office.open('/dieu-hanh/dot-ket-noi/1', 'operator');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.locator('#content').focus();
    for (let step = 0; step < 100 && (await focused()) !== 'Quyết định: Bộ Ngoại giao'; step += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Quyết định: Bộ Ngoại giao');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Hoàn thành trong tuần này.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const row = page.getByRole('row', { name: /Bộ Ngoại giao/ });
    await row.getByText('Hoàn thành trong tuần này.').waitFor();
    expect(await row.innerText()).toContain('Không chấp nhận đề xuất');
    await expect.poll(focused).toBe('Quyết định lại: Bộ Ngoại giao');
  });

  test('opens a campaign for chosen bodies and is told what is missing beside the fields', async () => {
    const { page } = await office.open('/dieu-hanh/dot-ket-noi', 'operator');
    await page.getByRole('button', { name: 'Mở đợt mới' }).click();
    await page.getByRole('button', { name: 'Mở đợt', exact: true }).click();
    await page.getByText('Tên dài từ 3 đến 300 ký tự.').waitFor();
    await page.getByText('Chọn ngày hết hạn.').waitFor();
    await page.getByLabel('Tên đợt').fill('Đợt thử nghiệm');
    await page.getByLabel('Số, ngày văn bản').fill('12/CĐS ngày 22/11/2026');
    await page.getByRole('spinbutton').first().click();
    await page.keyboard.type('31122026');
    await page.getByRole('radio', { name: 'Chọn cơ quan' }).check();
    await page.getByRole('searchbox', { name: 'Tìm cơ quan' }).fill('thanh hoa');
    await page.getByRole('checkbox', { name: /Thanh Hóa/ }).check();
    await page.getByText('Đã chọn 1 cơ quan').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Mở đợt', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Đợt thử nghiệm' }).waitFor();
    expect(await page.getByRole('button', { name: /^Quyết định/ }).count(), 'nothing to decide before the limit').toBe(
      0,
    );
  });

  test('adds an account and sees its first password once; asks before a factor is removed', async () => {
    const { page } = await office.open('/dieu-hanh/tai-khoan', 'operator');
    await page.getByRole('button', { name: 'Thêm tài khoản' }).click();
    await page.getByLabel('Họ và tên').fill('Đỗ Thị Thêm');
    await page.getByLabel('Địa chỉ thư điện tử').fill('operator@example.gov.vn');
    await page.getByRole('radio', { name: 'Ủy ban' }).check();
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await page.getByRole('alert').getByText('Địa chỉ thư đã có tài khoản').waitFor();
    await page.getByLabel('Địa chỉ thư điện tử').fill('them@example.gov.vn');
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await page.getByRole('heading', { name: /Mật khẩu lần đầu của Đỗ Thị Thêm/ }).waitFor();
    await page.getByText('khoa-chi-hien-mot-lan-7Qm2').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đã trao, đóng lại' }).click();
    await page.getByText('khoa-chi-hien-mot-lan-7Qm2').waitFor({ state: 'detached' });

    const person = page.getByRole('row', { name: /Lê Thị Thanh Hóa/ });
    await person.getByRole('button', { name: /^Bỏ xác thực hai lớp/ }).click();
    await page.keyboard.press('Escape');
    expect(await person.innerText()).not.toContain('Chưa có xác thực hai lớp');
    await person.getByRole('button', { name: /^Bỏ xác thực hai lớp/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ xác thực hai lớp' }).click();
    await person.getByText('Chưa có xác thực hai lớp').waitFor();
  });

  test('retires a system, only after being asked', async () => {
    const { page } = await office.open('/he-thong/15', 'operator');
    await page.getByRole('button', { name: 'Ngừng theo dõi' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ngừng theo dõi' }).click();
    await page.getByText(/Đã ngừng theo dõi từ/).waitFor();
  });

  test('finds the entries of one person in the audit log and checks the chain', async () => {
    const { page } = await office.open('/dieu-hanh/nhat-ky', 'operator');
    await page.getByLabel('Người thực hiện').fill('operator-key');
    await page.waitForURL('**/dieu-hanh/nhat-ky?actor=operator-key');
    await page
      .getByRole('row', { name: /operator@example/ })
      .first()
      .waitFor({ state: 'detached' });
    expect(await page.getByRole('row', { name: /operator-key/ }).count()).toBe(12);
    await page.getByRole('button', { name: 'Kiểm tra tính toàn vẹn' }).click();
    await page.getByText('Nguyên vẹn: 120 mục khớp với chuỗi băm.').waitFor();
    await page.getByLabel('Head đã ghi giữ ở nơi khác').fill('f'.repeat(64));
    await page.getByRole('button', { name: 'Kiểm tra tính toàn vẹn' }).click();
    await page.getByText('từ mục số 1 trở đi, trong 120 mục, nhật ký có thể không còn như khi ghi').waitFor();
    await page.getByText('Nhật ký không có head đã ghi giữ này').waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});

describe('a body', () => {
  test('registers a system, sees its key once with examples that hold it, and finds the system in the list', async () => {
    const { page } = await office.open('/co-quan/h56/he-thong', 'body');
    await page.getByRole('button', { name: 'Đăng ký hệ thống' }).click();
    await page.getByRole('button', { name: 'Đăng ký và nhận khóa' }).click();
    await page.getByText('Tên dài từ 2 đến 300 ký tự.').waitFor();
    await page.getByLabel('Tên hệ thống').fill('Một cửa điện tử');
    await page.getByLabel(/^siteId gửi trong TrackingMCDT/).fill('227');
    await page.getByRole('button', { name: 'Đăng ký và nhận khóa' }).click();
    await page.getByRole('heading', { name: 'Khóa của Một cửa điện tử' }).waitFor();
    const examples = (await page.locator('pre').allInnerTexts()).join('\n');
    expect(examples.match(/khoa-chi-hien-mot-lan-7Qm2/g)).toHaveLength(3);
    expect(examples).toContain('siteId=227');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đã chép khóa, đóng lại' }).click();
    await page.getByText('khoa-chi-hien-mot-lan-7Qm2').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Một cửa điện tử' }).click();
    await page.getByText('Chưa từng nhận được gì.').waitFor();
  });

  test('gives a system a new key after being asked, and is not offered to retire it: that is for the operator', async () => {
    const { page } = await office.open('/he-thong/13', 'body');
    await page.getByRole('button', { name: 'Cấp khóa mới' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cấp khóa mới' }).click();
    await page.getByRole('heading', { name: 'Khóa của Hệ thống một cửa của Sở Tư pháp' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.getByRole('button', { name: 'Ngừng theo dõi' }).count()).toBe(0);
  });

  test('is told row, column and remedy by a dry run, and can import only what a dry run found right', async () => {
    const { page } = await office.open('/co-quan/h56/thu-tuc/nhap', 'body');
    const apply = page.getByRole('button', { name: 'Nhập vào danh mục' });
    await page.getByRole('button', { name: 'Chạy thử' }).click();
    await page.getByText('Chọn tệp hoặc dán nội dung trước.').waitFor();
    const file = (text: string | Buffer) => ({ name: 'thu-tuc.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByLabel('Tệp CSV').setInputFiles(file(Buffer.from([0x6d, 0xe3, 0x20, 0x0a])));
    await page.getByText('Tệp không ở dạng UTF-8.').waitFor();
    await page.getByLabel('Tệp CSV').setInputFiles(file('ma_thu_tuc,muc_do\n1.000001,Toàn trình\n1.000002,sai\n'));
    await page.getByText('thu-tuc.csv, 3 dòng').waitFor();
    await page.getByRole('button', { name: 'Chạy thử' }).click();
    const row = page.getByRole('row', { name: /"sai" không phải mức độ/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/3[\s\S]*muc_do[\s\S]*Ghi Toàn trình/);
    expect(await apply.count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel(/^Hoặc dán nội dung/).fill('ma_thu_tuc,muc_do\n1.000001,Toàn trình\n');
    await page.getByRole('button', { name: 'Chạy thử' }).click();
    await page.getByText('Không có lỗi.').waitFor();
    await apply.click();
    await page.getByRole('heading', { name: 'Đã nhập' }).waitFor();
  });

  test('registers a portal of its own without any key, and has its page checked at once', async () => {
    const { page } = await office.open('/van-hanh/dang-ky', 'body');
    expect(await page.getByRole('combobox', { name: 'Cơ quan' }).inputValue()).toContain('Thanh Hóa');
    await page.getByLabel('Tên cổng').fill('Cổng thử nghiệm');
    await page.getByLabel('Địa chỉ').fill('https://thunghiem.thanhhoa.gov.vn/');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByText(/Đã đăng ký\. siteId là/).waitFor();
    await page.getByRole('link', { name: 'Mở trang của cổng' }).click();
    await page.getByRole('button', { name: 'Kiểm tra ngay' }).click();
    await page.getByText('Đã kiểm tra xong.').waitFor();
  });

  test('is not shown what is of another body', async () => {
    const { page } = await office.open('/co-quan/h26/he-thong', 'body');
    await page.getByRole('heading', { name: 'Tài khoản không có quyền xem trang này' }).waitFor();
    const change = page.getByRole('button', { name: 'Sửa thông tin' });
    // First its own, so that what changes a portal is loaded and would be there as soon as the page is.
    await page.goto(new URL('/cong/1441', page.url()).href);
    await change.waitFor();
    await page.goto(new URL('/cong/1260', page.url()).href);
    await page.getByText('Lê Thị Thanh Hóa').first().waitFor();
    await settled(page);
    expect(await change.count()).toBe(0);
  });
});
