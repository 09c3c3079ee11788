import { axeFaults } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MADE_UP_SESSION } from '../dev/made-up-people.ts';
import { startOffice, type Office } from './office-console.ts';

let office: Office;

beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office?.stop());

describe('what would be lost', () => {
  test('is asked about before a form with something in it is left: staying keeps it, leaving leaves', async () => {
    const { page } = await office.open('/dieu-hanh/tai-khoan', 'operator');
    await page.getByRole('button', { name: 'Thêm tài khoản' }).click();
    await page.getByLabel('Họ và tên').fill('Đỗ Thị Thêm');
    await page.getByRole('link', { name: 'Nhật ký thao tác' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Nội dung đang nhập chưa được gửi.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Ở lại' }).click();
    expect(await page.getByLabel('Họ và tên').inputValue()).toBe('Đỗ Thị Thêm');
    await page.getByRole('link', { name: 'Nhật ký thao tác' }).click();
    await dialog.getByRole('button', { name: 'Rời trang' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nhật ký thao tác' }).waitFor();
  });

  test('is not asked about when nothing was typed, or when it was sent', async () => {
    const { page } = await office.open('/dieu-hanh/dot-ket-noi', 'operator');
    await page.getByRole('button', { name: 'Mở đợt mới' }).click();
    await page.getByRole('link', { name: 'Quản lý tài khoản' }).click();
    await page.getByRole('heading', { level: 1, name: 'Quản lý tài khoản' }).waitFor();
  });

  test('is asked about while a key stands there that is shown once', async () => {
    const { page } = await office.open('/he-thong/12', 'body');
    await page.getByRole('button', { name: 'Cấp khóa mới' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cấp khóa mới' }).click();
    await page.getByText('khoa-chi-hien-mot-lan-7Qm2').first().waitFor();
    await page.getByRole('link', { name: 'Cơ quan của tôi' }).click();
    await page.getByRole('dialog').getByText('Trang đang hiện thông tin chỉ hiện một lần.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('khoa-chi-hien-mot-lan-7Qm2').first().waitFor();
    await page.getByRole('button', { name: 'Đã chép khóa, đóng lại' }).click();
    await page.getByRole('link', { name: 'Cơ quan của tôi' }).click();
    await page.getByRole('heading', { level: 1, name: /^Việc của cơ quan/ }).waitFor();
  });

  test('stays on the page when the session ends, and can be sent after signing in again elsewhere', async () => {
    const { page } = await office.open('/dieu-hanh/tai-khoan', 'operator');
    await page.getByRole('button', { name: 'Thêm tài khoản' }).click();
    await page.getByLabel('Họ và tên').fill('Ngô Văn Còn');
    await page.getByLabel('Địa chỉ thư điện tử').fill('con@example.gov.vn');
    await page.getByRole('radio', { name: 'Ủy ban' }).check();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await page.getByText('Phiên làm việc đã kết thúc. Những gì đang nhập').waitFor();
    expect(await page.getByLabel('Họ và tên').inputValue()).toBe('Ngô Văn Còn');
    expect(await axeFaults(page)).toEqual([]);
    await page.context().addCookies([{ name: MADE_UP_SESSION, value: 'operator', url: new URL(page.url()).origin }]);
    await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await page.getByRole('heading', { name: /Mật khẩu lần đầu của Ngô Văn Còn/ }).waitFor();
  });
});

describe('many lines', () => {
  test('of proposals are decided one after the other, with the last reason at hand, and those that are left are told', async () => {
    const { page } = await office.open('/dieu-hanh/dot-ket-noi/1?show=undecided', 'operator');
    const before = await page.locator('tbody tr').count();
    const first = await page.locator('tbody tr th a').first().innerText();
    await page.getByRole('button', { name: `Quyết định: ${first}` }).click();
    await page.getByLabel('Lý do quyết định').fill('Chưa kết nối khi hết hạn, không có giải trình.');
    await page.getByRole('button', { name: 'Lưu và sang cơ quan kế tiếp' }).click();
    await page.getByRole('heading', { name: `Quyết định về ${first}` }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Dùng lại lý do vừa nêu/ }).click();
    expect(await page.getByLabel('Lý do quyết định').inputValue()).toContain('không có giải trình');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Quyết định', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').count()).toBe(before - 2);
    expect(await page.evaluate(() => document.activeElement?.id), 'the line is gone, the page is not').toBe('content');
  });

  test('of accounts are found by body, role and state, by an address that can be sent', async () => {
    const { page } = await office.open('/dieu-hanh/tai-khoan?role=body', 'committee');
    const names = () => page.locator('tbody th').allInnerTexts();
    expect((await names()).join(' ')).not.toContain('Vận Hành');
    await page.getByLabel('Tình trạng').selectOption({ label: 'Chưa có xác thực hai lớp' });
    await page.waitForURL('**/tai-khoan?role=body&state=noFactor');
    expect((await names()).join(' ')).toContain('Phạm Văn Mới');
    await page.getByRole('searchbox').fill('khong co ai');
    await page.getByText('Không có tài khoản nào khớp.').waitFor();
  });
});

describe('what only the operator decides', () => {
  test('is shown to a body that changes its portal, and not offered', async () => {
    const { page } = await office.open('/cong/227', 'body');
    await page.getByRole('button', { name: 'Sửa thông tin' }).click();
    await page.getByText('Loại cổng và ngày đưa vào vận hành do đơn vị vận hành thay đổi.').waitFor();
    expect(await page.getByRole('radio', { name: 'Cổng dịch vụ công' }).count()).toBe(0);
    await page.getByLabel('Tên cổng').fill('Cổng dịch vụ công của tỉnh');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await page.getByText('Đã lưu.').waitFor();
    await page.goto(new URL('/van-hanh/dang-ky', page.url()).href);
    await page.getByText('Đăng ký cổng của cơ quan để nhận siteId').waitFor();
    expect(await page.getByLabel(/^siteId đang dùng/).count()).toBe(0);
  });
});

describe('an engineer', () => {
  test('sees what a system sent in the night, by an address that can be sent', async () => {
    const { page } = await office.open('/he-thong/12', 'body');
    await page.getByText('4 thay đổi hồ sơ, mới nhất trước.').waitFor();
    await page.getByRole('radio', { name: '7 ngày qua' }).check();
    await page.waitForURL('**/he-thong/12?back=10080');
    await page.getByText('30 thay đổi hồ sơ, mới nhất trước.').waitFor();
    expect(await page.getByRole('table', { name: 'Vừa nhận' }).locator('tbody tr').count()).toBe(20);
    await page.getByRole('button', { name: 'Xem tất cả' }).click();
    expect(await page.getByRole('table', { name: 'Vừa nhận' }).locator('tbody tr').count()).toBe(30);
    expect(await axeFaults(page)).toEqual([]);
  });

  test('holds one dossier against what was received of it, by an address that can be sent', async () => {
    const { page } = await office.open('/he-thong/12', 'body');
    const lookup = page.getByRole('region', { name: 'Tra cứu, đối soát một hồ sơ' });
    await lookup.getByLabel('Mã hồ sơ').fill('000.00.12.H56-261110-0007');
    await lookup.getByRole('button', { name: 'Tra cứu' }).click();
    await lookup.getByText('Quá hạn').waitFor();
    expect(new URL(page.url()).searchParams.get('dossier')).toBe('000.00.12.H56-261110-0007');
    expect(await lookup.getByRole('table').locator('tbody tr').count()).toBe(2);
    expect(await axeFaults(page)).toEqual([]);
    await lookup.getByLabel('Mã hồ sơ').fill('000.00.12.H56-261110-9999');
    await page.keyboard.press('Enter');
    await lookup.getByText('Hệ thống này chưa gửi gì về hồ sơ 000.00.12.H56-261110-9999').waitFor();
    // A code of a system's own may be the number of a person.
    await lookup.getByLabel('Mã hồ sơ').fill('001099012345');
    await page.keyboard.press('Enter');
    await lookup.getByText('Không phải mã hồ sơ theo quy định').waitFor();
    expect(page.url()).not.toContain('001099012345');
    expect(await lookup.getByLabel('Mã hồ sơ').inputValue()).toBe('001099012345');
    await page.getByRole('table', { name: 'Vừa nhận' }).getByRole('link').first().click();
    await lookup.getByText('Quá hạn').waitFor();
    expect(await lookup.getByLabel('Mã hồ sơ').inputValue()).toMatch(/-1040$/);
  });
});
