import { sql } from '@emc/control-store';
import { startOfDay } from '@emc/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  anotherCatalogue,
  fileOf,
  freshCatalogue,
  type FreshCatalogue,
  type LineGiven,
  OPERATOR,
} from './fresh-catalogue.ts';
import { NOON_MS } from './fresh-register.ts';

let fresh: FreshCatalogue;
beforeAll(async () => (fresh = await freshCatalogue()));
afterAll(() => fresh.stores.close());
beforeEach(async () => {
  fresh.clock.set(NOON_MS);
  await sql`truncate procedures, procedure_versions`.execute(fresh.stores.control.db);
});

/** Noon of the day. */
const on = (day: string) => fresh.clock.set(startOfDay(day) + 12 * 3_600_000);
const take = (...lines: LineGiven[]) => fresh.take(fileOf(...lines));
/** `H56 1.000123 full` of everything that is handled on the day. */
const handled = async (day: string) =>
  (await fresh.catalogue.catalogueOn(day)).map(({ bodyCode, code, level }) => `${bodyCode} ${code} ${level}`);

test('the first list of a body stands for the time before it; what is added later begins on its day', async () => {
  on('2026-03-01');
  await take({ code: '1.000001' });
  on('2026-05-01');
  expect(await take({ code: '1.000002' })).toMatchObject({ added: 1 });
  expect(await handled('2020-01-01')).toEqual(['H56 1.000001 full']);
  expect(await handled('2026-04-30')).toEqual(['H56 1.000001 full']);
  expect(await handled('2026-05-01')).toEqual(['H56 1.000001 full', 'H56 1.000002 full']);
});

test('a change of level holds from the day of the import, or from the day that the line names; the past stays', async () => {
  on('2026-03-01');
  await take({ level: 'Một phần' });
  on('2026-05-01');
  expect(await take({ level: 'Toàn trình' })).toMatchObject({ changed: 1, added: 0 });
  expect(await take({ level: 'Cung cấp thông tin', from: '01/07/2026' })).toMatchObject({ changed: 1 });
  const days = ['2026-04-30', '2026-05-01', '2026-06-30', '2026-07-01'];
  expect((await Promise.all(days.map(handled))).flat()).toEqual([
    'H56 1.000123 partial',
    'H56 1.000123 full',
    'H56 1.000123 full',
    'H56 1.000123 information',
  ]);
  expect(await fresh.catalogue.getProcedure('H56', '1.000123')).toMatchObject({
    level: 'full',
    validFrom: null,
    validTo: null,
  });
});

test('a line for an earlier day holds until the change that is entered next', async () => {
  await take({ level: 'Một phần', from: '2025-01-01' });
  await take({ level: 'Toàn trình', from: '2026-01-01' });
  await take({ level: 'Cung cấp thông tin', from: '2025-06-01' });
  const days = ['2024-12-31', '2025-01-01', '2025-06-01', '2025-12-31', '2026-01-01'];
  expect(await Promise.all(days.map(async (day) => (await handled(day)).join()))).toEqual([
    '',
    'H56 1.000123 partial',
    'H56 1.000123 information',
    'H56 1.000123 information',
    'H56 1.000123 full',
  ]);
});

test('on the day on which a line began it is corrected, and a line that begins earlier is moved', async () => {
  await take({ level: 'Một phần', from: '2026-01-01' });
  expect(await take({ level: 'Toàn trình', from: '2026-01-01' })).toMatchObject({ changed: 1 });
  expect(await take({ level: 'Toàn trình', from: '2025-01-01' })).toMatchObject({ changed: 1 });
  expect(await handled('2024-12-31')).toEqual([]);
  expect(await handled('2025-01-01')).toEqual(['H56 1.000123 full']);
  expect(await fresh.catalogue.getProcedure('H56', '1.000123')).toMatchObject({ validFrom: '2025-01-01' });
});

test('what the file does not list ends only when that was asked for, of the bodies in the file only, and today', async () => {
  on('2026-03-01');
  await take({ code: '1.000001' }, { code: '1.000002' }, { body: 'H57', code: '1.000003' });
  on('2026-05-01');
  expect(await take({ code: '1.000001' })).toMatchObject({ unchanged: 1, ended: 0 });
  const csv = fileOf({ code: '1.000001' });
  expect(await fresh.take(csv, { endMissing: true, dryRun: true })).toMatchObject({ applied: false, ended: 1 });
  expect(await handled('2026-05-01')).toHaveLength(3);
  expect(await fresh.take(csv, { endMissing: true })).toMatchObject({ unchanged: 1, ended: 1 });
  expect(await handled('2026-04-30')).toHaveLength(3);
  expect(await handled('2026-05-01')).toEqual(['H56 1.000001 full', 'H57 1.000003 full']);
  expect(await fresh.catalogue.getProcedure('H56', '1.000002')).toMatchObject({ validTo: '2026-05-01' });
  on('2026-06-01');
  expect(await take({ code: '1.000002' })).toMatchObject({ added: 1 });
  expect([await handled('2026-05-31'), await handled('2026-06-01')].map((items) => items.length)).toEqual([2, 3]);
});

test('what ends on the day on which it began was never handled, and may be entered again', async () => {
  await take({ code: '1.000001' });
  await take({ code: '1.000002' });
  expect(await fresh.take(fileOf({ code: '1.000001' }), { endMissing: true })).toMatchObject({ ended: 1 });
  expect(await handled('2030-01-01')).toEqual(['H56 1.000001 full']);
  await expect(fresh.catalogue.getProcedure('H56', '1.000002')).rejects.toMatchObject({ code: 'procedure-unknown' });
  expect(await take({ code: '1.000002' })).toMatchObject({ added: 1 });
});

// Bắc Giang (H02) became part of Bắc Ninh (H05) on 2025-07-01.
test('after a merger the successor handles what both handled, each procedure once and its own first', async () => {
  await take(
    { body: 'H05', code: '1.000001', level: 'Toàn trình', from: '2024-01-01' },
    { body: 'H02', code: '1.000001', level: 'Một phần', from: '2024-01-01' },
    { body: 'H02', code: '1.000002', level: 'Một phần', from: '2024-01-01' },
  );
  expect(await handled('2025-06-30')).toEqual(['H02 1.000001 partial', 'H02 1.000002 partial', 'H05 1.000001 full']);
  expect(await handled('2025-07-01')).toEqual(['H05 1.000001 full', 'H05 1.000002 partial']);
  const list = (bodyCode: string, asOf?: string) =>
    fresh.catalogue.listProcedures({ bodyCode, asOf, limit: 10, offset: 0 });
  expect([(await list('H05')).total, (await list('H05', '2025-06-30')).total]).toEqual([2, 1]);
  // A body that has ended is shown as it was last; asked for a day, it must exist then.
  expect((await list('H02')).items).toMatchObject([{ bodyCode: 'H02' }, { bodyCode: 'H02', code: '1.000002' }]);
  await expect(list('H02', '2025-07-01')).rejects.toMatchObject({ code: 'body-not-valid-then' });
});

test('a list of the successor replaces what it took over, and nothing of it comes back', async () => {
  await take(
    { body: 'H05', code: '1.000001', from: '2024-01-01' },
    { body: 'H02', code: '1.000001', from: '2024-01-01' },
    { body: 'H02', code: '1.000002', level: 'Một phần', from: '2024-01-01' },
    { body: 'H02', code: '1.000003', level: 'Một phần', from: '2024-01-01' },
  );
  const csv = fileOf({ body: 'H05', code: '1.000002', level: 'Toàn trình' });
  expect(await fresh.take(csv, { endMissing: true })).toMatchObject({ changed: 1, added: 0, ended: 2 });
  expect(await handled('2026-11-20')).toEqual(['H05 1.000002 full']);
  expect(await handled('2026-11-19')).toEqual(['H05 1.000001 full', 'H05 1.000002 partial', 'H05 1.000003 partial']);
  expect(await fresh.take(csv, { endMissing: true })).toMatchObject({ unchanged: 1, ended: 0 });
});

test('lists are found by body, level, words of any spelling and code, and counted over all levels', async () => {
  await take(
    { code: '1.000001', name: 'Đăng ký khai sinh', field: 'Hộ tịch' },
    { code: '1.000002', name: 'Đăng ký kết hôn', field: 'Hộ tịch', level: 'Một phần' },
    { code: '1.000003', name: 'Cấp giấy phép xây dựng', field: 'Xây dựng', level: 'Cung cấp thông tin' },
    { body: 'H57', code: '1.000001' },
  );
  const find = (filter: object) => fresh.catalogue.listProcedures({ limit: 10, offset: 0, ...filter });
  expect(await find({})).toMatchObject({ total: 4 });
  expect(await find({ bodyCode: 'H56', q: 'DANG KY hộ tịch' })).toMatchObject({ total: 2 });
  expect(await find({ q: '1.000003' })).toMatchObject({ total: 1, items: [{ code: '1.000003' }] });
  expect(await find({ bodyCode: 'H56', level: 'partial' })).toMatchObject({
    total: 1,
    counts: { full: 1, partial: 1, information: 1, online: 2, total: 3 },
    items: [{ code: '1.000002' }],
  });
  expect(await find({ limit: 1, offset: 3 })).toMatchObject({ total: 4, items: [{ bodyCode: 'H57' }] });
  await expect(find({ bodyCode: 'H99' })).rejects.toMatchObject({ code: 'body-unknown' });
});

test('a procedure is found under every form of its code, and what is not there is refused by name', async () => {
  await take({ code: '1.000123.000.00.00.H56' });
  for (const code of ['1.000123', '1.000123.H56', '1.000123.000.00.00.h56', '1.000123.01']) {
    expect(await fresh.catalogue.getProcedure('H56', code)).toMatchObject({ localCode: '1.000123.000.00.00.H56' });
  }
  const get = (body: string, code: string) => fresh.catalogue.getProcedure(body, code);
  await expect(get('H56', '1.000124')).rejects.toMatchObject({ code: 'procedure-unknown' });
  await expect(get('H56', 'khai sinh')).rejects.toMatchObject({ code: 'procedure-unknown' });
  await expect(get('H57', '1.000123')).rejects.toMatchObject({ code: 'procedure-unknown' });
  await expect(get('H99', '1.000123')).rejects.toMatchObject({ code: 'body-unknown' });
});

test('what is handled on a day is kept in memory until another process changes the catalogue or the bodies', async () => {
  await take({ body: 'H05' });
  const first = await fresh.catalogue.catalogueOn('2026-11-20');
  expect(await fresh.catalogue.catalogueOn('2026-11-20')).toBe(first);
  const other = anotherCatalogue(fresh);
  await other.importProcedures(
    { csv: fileOf({ body: 'H05', code: '1.000002' }), dryRun: false, endMissing: false },
    OPERATOR,
  );
  expect(await fresh.catalogue.catalogueOn('2026-11-20')).toHaveLength(2);
  await fresh.registry.changeBody('H05', {
    on: '2026-11-20',
    rename: { nameVi: 'Tỉnh Bắc Ninh mới', nameEn: 'New Bac Ninh' },
  });
  expect(await fresh.catalogue.catalogueOn('2026-11-20')).not.toBe(first);
});

test('every row of the table is safe in a spreadsheet, whoever writes it', async () => {
  await take({});
  for (const text of ['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1']) {
    const written = sql`update procedure_versions set name_vi = ${text}`.execute(fresh.stores.control.db);
    await expect(written).rejects.toThrow('check constraint');
  }
});
