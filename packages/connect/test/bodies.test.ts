import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { createRegistry, openRegister, seedReferenceData } from '@emc/connect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, quiet } from './fresh-register.ts';

let fresh: FreshRegister;
beforeAll(async () => (fresh = await freshRegister()));
afterAll(() => fresh.stores.close());

const codes = (bodies: { code: string }[]): string[] => bodies.map((body) => body.code);

describe('the reference data', () => {
  test('on 2024-01-18 there are the 83 bodies of the list under their names of that day', async () => {
    const text = await readFile(new URL('../../../reference-data/agencies.csv', import.meta.url), 'utf8');
    const rows = parse<Record<string, string>>(text, { columns: true });
    const list = rows.map(({ code, name_vi: nameVi, name_en: nameEn, kind }) => ({ code, nameVi, nameEn, kind }));
    const bodies = await fresh.registry.listBodies({ asOf: '2024-01-18' });
    const asListed = bodies.map(({ code, nameVi, nameEn, kind }) => ({ code, nameVi, nameEn, kind }));
    expect(asListed).toEqual(list);
    expect(bodies).toHaveLength(83);
  });

  test('on 2025-08-01 the 63 provinces are 34, and the ministries that merged are gone', async () => {
    const bodies = await fresh.registry.listBodies({ asOf: '2025-08-01' });
    const provinces = bodies.filter(({ kind }) => kind === 'province' || kind === 'centrally-run-city');
    expect(provinces).toHaveLength(34);
    expect(bodies).toHaveLength(34 + 14);
    expect(codes(bodies)).not.toContain('H02');
    expect(await fresh.registry.getBody('H05')).toMatchObject({
      predecessors: [{ code: 'H02', on: '2025-07-01' }],
      successors: [],
      validTo: null,
    });
  });

  test('a body bears the name and the kind of the day', async () => {
    expect(await fresh.registry.getBody('H57', '2024-12-31')).toMatchObject({
      nameVi: 'Tỉnh Thừa Thiên Huế',
      kind: 'province',
    });
    expect(await fresh.registry.getBody('H57', '2025-01-01')).toMatchObject({
      nameVi: 'Thành phố Huế',
      kind: 'centrally-run-city',
    });
    const cities = await fresh.registry.listBodies({ kind: 'centrally-run-city' });
    expect(codes(cities)).toEqual(['H13', 'H17', 'H24', 'H26', 'H29', 'H57']);
  });

  test('seeding again enters nothing and leaves what the operator has changed', async () => {
    const on = '2026-10-01';
    await fresh.registry.changeBody('H14', { on, rename: { nameVi: 'Tỉnh Khác', nameEn: 'Other Province' } });
    const before = await fresh.registry.listBodies({});
    expect(await seedReferenceData(fresh.stores.control.db)).toBe(0);
    expect(await fresh.registry.listBodies({})).toEqual(before);
    expect(await fresh.registry.getBody('H14', '2026-09-30')).toMatchObject({ nameVi: 'Tỉnh Cao Bằng' });
    expect(await fresh.registry.getBody('H14')).toMatchObject({ nameVi: 'Tỉnh Khác' });
  });
});

const rename = (on: string, name: string) =>
  fresh.registry.changeBody('H18', { on, rename: { nameVi: name, nameEn: name } });
const name = async (day: string) => (await fresh.registry.getBody('H18', day)).nameVi;

describe('a body', () => {
  test('that has ended is shown under its last name, and refused for a day on which it does not exist, naming its successor', async () => {
    expect(await fresh.registry.getBody('H02')).toMatchObject({
      nameVi: 'Tỉnh Bắc Giang',
      validTo: '2025-07-01',
      successors: [{ code: 'H05', on: '2025-07-01' }],
    });
    await expect(fresh.registry.getBody('H02', '2025-07-01')).rejects.toMatchObject({
      code: 'body-not-valid-then',
      detail:
        'H02 (Tỉnh Bắc Giang) does not exist on 2025-07-01; it ended on 2025-07-01. Its successor is H05 (Tỉnh Bắc Ninh).',
    });
    await expect(fresh.registry.getBody('Z99')).rejects.toMatchObject({ code: 'body-unknown' });
  });

  test('that is added exists from its first day, and its code cannot be given twice', async () => {
    const body = {
      code: 'G30',
      nameVi: 'Cơ quan mới',
      nameEn: 'New Agency',
      kind: 'government-agency' as const,
      validFrom: '2026-03-01',
    };
    expect(await fresh.registry.addBody(body)).toMatchObject({ code: 'G30', validFrom: '2026-03-01', validTo: null });
    expect(codes(await fresh.registry.listBodies({ asOf: '2026-02-28' }))).not.toContain('G30');
    expect(codes(await fresh.registry.listBodies({ asOf: '2026-03-01' }))).toContain('G30');
    await expect(fresh.registry.addBody(body)).rejects.toMatchObject({ code: 'body-code-taken' });
    await expect(fresh.registry.getBody('G30', '2026-02-28')).rejects.toMatchObject({ code: 'body-not-valid-then' });
  });

  test('that is dissolved leaves its portals to its successor from that day on, and has them before', async () => {
    const { siteId } = await fresh.registry.addPortal(aPortal('G03'));
    await fresh.registry.changeBody('G03', { on: '2026-12-01', successorCode: 'G18' });
    const portalsOf = async (code: string, day: string) =>
      (await fresh.registry.resolve({ kind: 'body', code }, day)).portals.map((portal) => portal.siteId);
    expect(await portalsOf('G03', '2026-11-30')).toEqual([siteId]);
    expect(await portalsOf('G18', '2026-11-30')).toEqual([]);
    expect(await portalsOf('G18', '2026-12-01')).toEqual([siteId]);
    await expect(portalsOf('G03', '2026-12-01')).rejects.toMatchObject({ code: 'body-not-valid-then' });
  });

  test('cannot be dissolved twice, into itself, into one that does not exist then, or on its first day', async () => {
    const dissolve = (code: string, on: string, successorCode: string) =>
      expect(fresh.registry.changeBody(code, { on, successorCode })).rejects;
    await dissolve('H02', '2025-06-01', 'H24').toMatchObject({ code: 'bad-request', errors: [{ where: 'on' }] });
    await dissolve('H02', '2026-01-01', 'H24').toMatchObject({ code: 'body-not-valid-then' });
    await dissolve('H01', '2026-01-01', 'H01').toMatchObject({ code: 'bad-request' });
    await dissolve('H01', '2026-01-01', 'H33').toMatchObject({ code: 'body-not-valid-then' });
    await dissolve('H01', '2026-01-01', 'Z99').toMatchObject({ code: 'body-unknown' });
    await dissolve('H05', '2025-06-01', 'H24').toMatchObject({ code: 'bad-request' });
    await fresh.registry.addBody({
      code: 'G31',
      nameVi: 'Mới',
      nameEn: 'New',
      kind: 'ministry',
      validFrom: '2026-05-01',
    });
    await dissolve('G31', '2026-05-01', 'G01').toMatchObject({ code: 'bad-request' });
  });

  test('renamed twice keeps every name in its time, also when the earlier change is entered later', async () => {
    await rename('2026-06-01', 'Hai');
    await rename('2026-02-01', 'Một');
    await rename('2026-06-01', 'Hai sửa');
    expect([
      await name('2026-01-31'),
      await name('2026-02-01'),
      await name('2026-05-31'),
      await name('2026-06-01'),
    ]).toEqual(['Tỉnh Điện Biên', 'Một', 'Một', 'Hai sửa']);
  });

  test('changed by one process is seen changed by another at its next question', async () => {
    const { clock, arrivals, systems } = fresh;
    const options = { clock, arrivals, systems, publicUrl: '', log: quiet };
    const other = createRegistry({ register: openRegister(fresh.stores.control.db), ...options });
    expect((await other.getBody('H20')).nameVi).toBe('Tỉnh Đồng Tháp');
    const change = { on: '2026-01-01', rename: { nameVi: 'Tên mới', nameEn: 'New name' } };
    await fresh.registry.changeBody('H20', change);
    expect((await other.getBody('H20')).nameVi).toBe('Tên mới');
  });
});
