import { authenticatorCode, freshDirectory, launchBrowser, startProgram, type Program } from '@emc/test-kit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const directory = freshDirectory();
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

interface Person {
  email: string;
  firstPassword: string;
  password: string;
}

async function newPerson(name: string, role: string, bodyCode?: string): Promise<Person> {
  const email = `${name}@example.gov.vn`;
  const made = (await program.api('POST', '/accounts', { email, name: `Cán bộ ${name}`, role, bodyCode })) as {
    password: string;
  };
  return { email, firstPassword: made.password, password: `mật khẩu riêng của ${name}` };
}

async function open(address: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(program.url + address);
  return { page, context };
}

async function enterPassword(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Địa chỉ thư điện tử').fill(email);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

/** From the first password to an account that may work. @returns the address of the authenticator's secret, and the backup codes */
async function setUp(page: Page, person: Person): Promise<{ totpUri: string; backupCodes: string[] }> {
  await enterPassword(page, person.email, person.firstPassword);
  await page.getByRole('heading', { name: 'Đổi mật khẩu lần đầu' }).waitFor();
  await page.getByLabel('Mật khẩu lần đầu được cấp').fill(person.firstPassword);
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(person.password);
  await page.getByLabel('Nhập lại mật khẩu mới').fill(person.password);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await page.getByRole('heading', { name: 'Thiết lập xác thực hai lớp' }).waitFor();
  await page.getByLabel('Mật khẩu', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Tạo mã QR' }).click();
  await page.getByRole('img', { name: 'Mã QR của ứng dụng xác thực' }).waitFor();
  const secret = (await page.locator('.secret').innerText()).replaceAll(/\s/g, '');
  const totpUri = `otpauth://totp/EMC?secret=${secret}`;
  const backupCodes = await page.locator('.backup-codes code').allInnerTexts();
  await page.getByLabel('Nhập mã đang hiện trong ứng dụng').fill(authenticatorCode(totpUri));
  await page.getByLabel('Tôi đã cất mã dự phòng').check();
  await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
  await page.getByText('Xác thực hai lớp đã bật.').waitFor();
  return { totpUri, backupCodes };
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${program.url}/tai-khoan`);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.waitForURL('**/dang-nhap');
}

describe('against the real program', () => {
  test('a person changes the first password, ties an authenticator by its QR code, and signs in with a code, then with a backup code that works once', async () => {
    const person = await newPerson('vanhanh', 'operator');
    const { page, context } = await open('/dang-nhap');
    const { totpUri, backupCodes } = await setUp(page, person);
    expect(backupCodes).toHaveLength(10);
    await page.getByRole('link', { name: 'Vào trang làm việc' }).click();
    await page.getByRole('heading', { level: 1, name: 'Điều hành' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Công việc của tôi' }).innerText()).toContain('Nhật ký thao tác');

    await signOut(page);
    await page.goto(`${program.url}/dieu-hanh/nhat-ky`);
    await page.getByRole('heading', { level: 1, name: 'Cần đăng nhập' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Đăng nhập' }).click();
    await enterPassword(page, person.email, person.password);
    await page.getByLabel('Mã xác thực').fill('000000');
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    await page.getByText('Mã không đúng hoặc đã hết hạn.').waitFor();
    await page.getByLabel('Mã xác thực').fill(authenticatorCode(totpUri));
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    // Back on the page that was asked for.
    await page.getByRole('heading', { level: 1, name: 'Nhật ký thao tác' }).waitFor();
    await page.getByRole('button', { name: 'Kiểm tra tính toàn vẹn' }).click();
    await page.getByText(/^Nguyên vẹn: \d+ mục/).waitFor();

    const useBackupCode = async () => {
      await signOut(page);
      await enterPassword(page, person.email, person.password);
      await page.getByRole('button', { name: 'Không có điện thoại: dùng mã dự phòng' }).click();
      await page.getByLabel('Mã dự phòng', { exact: true }).fill(backupCodes[0] ?? '');
      await page.getByRole('button', { name: 'Xác nhận' }).click();
    };
    await useBackupCode();
    await page.getByRole('heading', { level: 1, name: 'Điều hành' }).waitFor();
    await useBackupCode();
    await page.getByText('Mã dự phòng không đúng hoặc đã dùng.').waitFor();
    await context.close();
  });

  test('a wrong password is told beside its field, and after too many tries until when to wait', async () => {
    const person = await newPerson('quen', 'committee');
    const { page, context } = await open('/dang-nhap');
    await enterPassword(page, 'canbo', 'x');
    await page.getByText('Nhập địa chỉ thư đầy đủ').waitFor();
    await enterPassword(page, person.email, 'sai mật khẩu rồi');
    await page.getByText('Địa chỉ thư hoặc mật khẩu không đúng.').waitFor();
    for (let status = 401; status === 401;) {
      const answer = page.waitForResponse('**/api/auth/sign-in/email');
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      status = (await answer).status();
    }
    await page.getByText(/Đã thử quá nhiều lần\. Thử lại sau \d\d:\d\d/).waitFor();
    await context.close();
  });
});
