import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  anotherCatalogue,
  fileOf,
  freshCatalogue,
  type FreshCatalogue,
  HEADING,
  inShort,
  line,
  type LineGiven,
  OPERATOR,
} from './fresh-catalogue.ts';

let fresh: FreshCatalogue;
beforeAll(async () => (fresh = await freshCatalogue()));
afterAll(() => fresh.stores.close());

const all = (bodyCode: string) => fresh.catalogue.listProcedures({ bodyCode, limit: 1000, offset: 0 });

test('a file is taken: codes in the national form, levels, fees, days and fields as they are written', async () => {
  const csv = fileOf(
    { body: 'H01', code: '1.000123', nameEn: 'Birth registration', fieldCode: 'HT', days: '5' },
    { body: 'H01', code: '1.010708.000.00.00.h01', level: 'một phần', fee: 'có', payment: 'Có', days: '"0,5"' },
    { body: '000.00.00.H01', code: '2.000001.H01', level: 'INFORMATION', fee: 'yes', payment: 'no', days: '12.25' },
  );
  expect(await fresh.take(csv)).toEqual({
    dryRun: false,
    applied: true,
    rows: 3,
    added: 3,
    changed: 0,
    unchanged: 0,
    ended: 0,
    problems: [],
    problemCount: 0,
  });
  const { items, ...rest } = await all('H01');
  const counts = { full: 1, partial: 1, information: 1, online: 2, total: 3, withFee: 2, withFeePayableOnline: 1 };
  expect(rest).toEqual({ total: 3, counts });
  expect(items[0]).toEqual({
    id: expect.any(Number) as number,
    bodyCode: 'H01',
    code: '1.000123',
    localCode: null,
    nameVi: 'Đăng ký khai sinh',
    nameEn: 'Birth registration',
    fieldCode: 'HT',
    fieldVi: 'Hộ tịch',
    level: 'full',
    services: [],
    hasFee: false,
    onlinePayment: false,
    statutoryDays: 5,
    validFrom: null,
    validTo: null,
  });
  expect(items.slice(1)).toMatchObject([
    { code: '1.010708', localCode: '1.010708.000.00.00.H01', level: 'partial', hasFee: true, statutoryDays: 0.5 },
    { code: '2.000001', localCode: '2.000001.H01', level: 'information', onlinePayment: false, statutoryDays: 12.25 },
  ]);
});

test('a procedure with services has the highest of their levels, in the order of their numbers', async () => {
  const csv = fileOf(
    { body: 'H13', code: '1.000123.02', name: 'Nộp trực tuyến', level: 'Một phần', field: '', fee: '', payment: '' },
    { body: 'H13', code: '1.000123', level: '' },
    { body: 'H13', code: '1.000123.01', name: 'Xem hướng dẫn', level: 'Cung cấp thông tin', field: 'Hộ tịch' },
  );
  expect(await fresh.take(csv)).toMatchObject({ applied: true, rows: 3, added: 1 });
  expect(await fresh.catalogue.getProcedure('H13', '1.000123')).toMatchObject({
    level: 'partial',
    services: [
      { number: '01', nameVi: 'Xem hướng dẫn', level: 'information' },
      { number: '02', nameVi: 'Nộp trực tuyến', level: 'partial' },
    ],
  });
});

test.each([
  ['semicolons and a byte order mark', (csv: string) => `\u{FEFF}${csv.replaceAll(',', ';')}`],
  ['tabs', (csv: string) => csv.replaceAll(',', '\t')],
  ['line ends of Windows, and blank lines', (csv: string) => `${csv.replaceAll('\n', '\r\n\r\n')}\r\n,,,,\r\n`],
  ['line ends of old Macs', (csv: string) => csv.replaceAll('\n', '\r')],
  [
    'headings with accents and blanks',
    (csv: string) =>
      csv.replace(
        HEADING,
        'Mã cơ quan,Mã TTHC,TÊN THỦ TỤC,Tên tiếng Anh,Mã lĩnh vực,Lĩnh vực,Mức độ,Có phí,Thanh toán trực tuyến,Thời hạn (ngày),Hiệu lực từ',
      ),
  ],
  ['decomposed accents', (csv: string) => csv.normalize('NFD')],
  ['empty columns at the end', (csv: string) => csv.replaceAll('\n', ',,\n') + ',,'],
])('the same file with %s is the same file', async (_what, spelled) => {
  const csv = fileOf({ body: 'H14', level: 'Một phần', fee: 'Có' }, { body: 'H14', code: '1.000124' });
  await fresh.take(csv);
  expect(await fresh.take(spelled(csv))).toMatchObject({ applied: true, rows: 2, unchanged: 2, problems: [] });
});

test.each<[string, LineGiven, string, RegExp]>([
  ['no body', { body: '' }, 'ma_co_quan', /Thiếu mã cơ quan/],
  ['an unknown body', { body: 'H99' }, 'ma_co_quan', /Không có cơ quan mang mã "H99"/],
  ['a unit in place of a body', { body: 'H56.12' }, 'ma_co_quan', /"H56.12"/],
  ['a body that has ended', { body: 'H02' }, 'ma_co_quan', /Bắc Giang.* không tồn tại vào ngày 2026-11-20/],
  ['no code', { code: '' }, 'ma_thu_tuc', /không được để trống/],
  ['a wrong code', { code: '1.00012' }, 'ma_thu_tuc', /Không phải mã thủ tục/],
  ['the code of another body', { code: '1.000123.000.00.00.H57' }, 'ma_thu_tuc', /của H57, dòng này của H56/],
  ['a service without its procedure', { code: '1.000123.01' }, 'ma_thu_tuc', /thủ tục 1.000123/],
  ['no name', { name: '' }, 'ten_thu_tuc', /không được để trống/],
  ['a name of nothing but blanks', { name: ' \t ' }, 'ten_thu_tuc', /không được để trống/],
  ['a name that is too long', { name: 'x'.repeat(2001) }, 'ten_thu_tuc', /dài 2001 ký tự, tối đa 2000/],
  ['a formula =', { name: '=HYPERLINK()' }, 'ten_thu_tuc', /công thức/],
  ['a formula + behind blanks', { name: '  +1' }, 'ten_thu_tuc', /công thức/],
  ['a formula -', { field: '-1' }, 'linh_vuc', /công thức/],
  ['a formula @', { nameEn: '@SUM(A1)' }, 'ten_tieng_anh', /công thức/],
  ['a formula in the code of a field', { fieldCode: '=1' }, 'ma_linh_vuc', /công thức/],
  ['what was not UTF-8', { name: 'H\u{FFFD} t\u{FFFD}ch' }, 'ten_thu_tuc', /UTF-8/],
  ['no field', { field: '' }, 'linh_vuc', /không được để trống/],
  ['no level', { level: '' }, 'muc_do', /không được để trống/],
  ['a wrong level', { level: 'Mức độ 5' }, 'muc_do', /Không có mức độ cung cấp này/],
  ['no word on fees', { fee: '' }, 'co_phi', /không được để trống/],
  ['neither yes nor no', { payment: 'có thể' }, 'thanh_toan_truc_tuyen', /Có hoặc Không/],
  ['negative days', { days: '-5' }, 'thoi_han_ngay', /không thể âm/],
  ['days in words', { days: 'năm ngày' }, 'thoi_han_ngay', /Không phải số ngày/],
  ['days without end', { days: '9999' }, 'thoi_han_ngay', /Không phải số ngày/],
  ['a day that does not exist', { from: '30/02/2024' }, 'hieu_luc_tu', /Không phải một ngày/],
  ['too many cells', { name: 'Cấp, đổi giấy phép', from: '2024-01-18' }, '', /12 ô, tiêu đề có 11 cột/],
])('%s: the report names line and column, what is wrong and what to do', async (_what, given, column, words) => {
  const { applied, problems, problemCount } = await fresh.take(fileOf({ code: '1.999999' }, given));
  expect(applied).toBe(false);
  const here = problems.filter((problem) => problem.column === column);
  expect(here).toHaveLength(1);
  expect(problemCount).toBe(problems.length);
  expect(here[0]).toMatchObject({ row: 3, problem: { vi: expect.stringMatching(words) as string } });
  for (const text of [here[0]!.problem.en, here[0]!.remedy.vi, here[0]!.remedy.en])
    expect(text.length).toBeGreaterThan(5);
});

test('nothing of a file with one wrong line is taken, and a dry run takes nothing of a right one', async () => {
  const good = { body: 'H05', code: '1.000001' };
  expect(await fresh.take(fileOf(good, { ...good, code: '1.000002', level: '?' }))).toMatchObject({
    applied: false,
    added: 0,
    rows: 2,
  });
  expect(await fresh.take(fileOf(good), { dryRun: true })).toMatchObject({ dryRun: true, applied: false, added: 1 });
  expect(await all('H05')).toMatchObject({ total: 0 });
  expect(await fresh.take(fileOf(good))).toMatchObject({ applied: true, added: 1 });
  expect(await fresh.take(fileOf(good), { dryRun: true })).toMatchObject({ added: 0, unchanged: 1 });
});

test('lines that say the same twice, or that contradict their procedure, are named with the other line', async () => {
  const csv = fileOf(
    { code: '1.000001' },
    { code: '1.000001.000.00.00.H56' },
    { code: '1.000002', level: 'Một phần' },
    { code: '1.000002.01', level: 'Toàn trình', field: 'Đất đai' },
    { code: '1.000002.01', level: 'Toàn trình' },
  );
  expect((await fresh.take(csv)).problems.map(inShort)).toEqual([
    '3 ma_thu_tuc: Mã này đã có ở dòng 2',
    '4 muc_do: Mức độ của thủ tục phải là mức cao nhất của các dịch vụ công thuộc thủ tục',
    '5 linh_vuc: Khác với dòng của thủ tục (dòng 4)',
    '6 ma_thu_tuc: Mã này đã có ở dòng 5',
  ]);
});

test.each([
  ['an unknown column', `${HEADING},nguoi_lap\n${line()},A`, '1 nguoi_lap: Không có cột mang tên này'],
  ['a missing column', fileOf(line()).replaceAll(/,muc_do|,Toàn trình/g, ''), '1 muc_do: Thiếu cột này'],
  ['a column twice', `${HEADING},Mã TTHC\n${line()},1.000123`, '1 Mã TTHC: Cột này xuất hiện hai lần'],
  ['no line', HEADING, '0 : Tệp không có dòng dữ liệu nào'],
  ['nothing at all', '', '0 : Tệp không có dòng dữ liệu nào'],
  [
    'a quote that is not closed',
    fileOf({}, { name: '"Đăng ký' }),
    '3 : Từ dòng này tệp không đọc được: dấu nháy kép đặt sai chỗ, không được đóng, hoặc ô quá dài',
  ],
])('%s is a problem of the file', async (_what, csv, short) => {
  expect((await fresh.take(csv)).problems.map(inShort)).toEqual([short]);
});

test('lines are counted as an editor counts them, behind a cell of several lines and a blank line', async () => {
  const csv = fileOf({ name: '"Cấp\r\nđổi"' }, '', { code: '1.000124', level: '?' });
  expect((await fresh.take(csv)).problems.map(inShort)).toEqual(['5 muc_do: Không có mức độ cung cấp này']);
});

test('of very many problems the first 500 are listed and all are counted', async () => {
  const wrong = Array.from({ length: 600 }, (_, index) => ({
    code: `1.${String(index).padStart(6, '0')}`,
    level: '?',
  }));
  const { problems, problemCount, rows } = await fresh.take(fileOf(...wrong));
  expect([problems.length, problemCount, rows, problems.at(-1)?.row]).toEqual([500, 600, 600, 501]);
});

test('a file for one body needs no column of it, and takes no line of another', async () => {
  const without = fileOf({ body: 'H15' }).replaceAll(/^(ma_co_quan|H15),/gm, '');
  expect(await fresh.take(without, { bodyCode: 'H15' })).toMatchObject({ applied: true, added: 1 });
  const { problems } = await fresh.take(fileOf({ body: 'H15' }, { body: 'H56' }), { bodyCode: 'H15' });
  expect(problems.map(inShort)).toEqual(['3 ma_co_quan: Dòng này của H56, tệp được nhập cho H15']);
  await expect(fresh.take(without, { bodyCode: 'H99' })).rejects.toMatchObject({ code: 'body-unknown' });
});

test('two imports of one file at the same time enter it once', async () => {
  const other = anotherCatalogue(fresh);
  const csv = fileOf(...Array.from({ length: 50 }, (_, index) => ({ body: 'H17', code: `1.0001${index + 10}` })));
  const file = { csv, dryRun: false, endMissing: false };
  const both = await Promise.all([
    fresh.catalogue.importProcedures(file, OPERATOR),
    other.importProcedures(file, OPERATOR),
  ]);
  expect(both.map(({ added, unchanged }) => `${added} ${unchanged}`).sort()).toEqual(['0 50', '50 0']);
  expect(await other.listProcedures({ bodyCode: 'H17', limit: 1, offset: 0 })).toMatchObject({ total: 50 });
});

test('a file of too many lines is refused by that name', async () => {
  const csv = `${HEADING}\n${'H56,1.000123,a,,,b,full,no,no,,\n'.repeat(200_001)}`;
  await expect(fresh.take(csv, { dryRun: true })).rejects.toMatchObject({ code: 'import-too-large' });
});

const PROJECT = path.resolve(import.meta.dirname, '../../..');

test('the sample of the reference data is taken as it stands', async () => {
  const csv = await readFile(path.join(PROJECT, 'reference-data/procedures-sample.csv'), 'utf8');
  expect(await fresh.take(csv)).toMatchObject({ applied: true, rows: 10, added: 8, problems: [] });
});

test('the document for those who write the file names its columns, in the order of an export', async () => {
  const text = await readFile(path.join(PROJECT, 'docs/integrate/procedures.md'), 'utf8');
  expect([...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, column]) => column).join(',')).toBe(HEADING);
});

test('only the operator changes what held before today: a body account is told the row, and nothing is taken', async () => {
  const csv = fileOf({ body: 'H05', code: '1.000077', from: '2020-01-01' });
  const own = await fresh.take(csv, { bodyCode: 'H05' }, { changesPast: false });
  expect([own.applied, own.problems.map(inShort)]).toEqual([
    false,
    ['2 hieu_luc_tu: Ngày áp dụng đã qua; số liệu của những ngày đó sẽ thay đổi'],
  ]);
  expect((await fresh.take(csv)).applied).toBe(true);
});
