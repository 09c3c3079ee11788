import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister } from './fresh-register.ts';

let fresh: FreshRegister;
beforeAll(async () => (fresh = await freshRegister()));
afterAll(() => fresh.stores.close());

const add = (bodyCode: string, nameVi: string, parentId?: number) =>
  fresh.registry.addUnit(bodyCode, { nameVi, ...(parentId === undefined ? {} : { parentId }) });

test('units make a tree of any depth below their body', async () => {
  const top = await add('H56', 'Sở Y tế');
  const middle = await add('H56', 'Chi cục Dân số', top.id);
  const low = await add('H56', 'Phòng Kế hoạch', middle.id);
  const units = await fresh.registry.listUnits('H56');
  expect(units.map(({ id, parentId }) => [id, parentId])).toEqual([
    [top.id, null],
    [middle.id, top.id],
    [low.id, middle.id],
  ]);
  expect(top).toMatchObject({ bodyCode: 'H56', nameVi: 'Sở Y tế', nameEn: 'Sở Y tế', code: null, validTo: null });
});

test('a unit cannot stand below itself, below what stands below it, or below a unit of another body', async () => {
  const top = await add('H01', 'A');
  const middle = await add('H01', 'B', top.id);
  const low = await add('H01', 'C', middle.id);
  const foreign = await add('H60', 'D');
  const move = (id: number, parentId: number) => expect(fresh.registry.changeUnit(id, { parentId })).rejects;
  await move(top.id, top.id).toMatchObject({ code: 'unit-cycle' });
  await move(top.id, low.id).toMatchObject({ code: 'unit-cycle' });
  await move(top.id, foreign.id).toMatchObject({ code: 'unit-of-another-body' });
  await move(top.id, 999_999).toMatchObject({ code: 'unit-unknown' });
  await expect(add('H01', 'E', foreign.id)).rejects.toMatchObject({ code: 'unit-of-another-body' });
  expect((await fresh.registry.changeUnit(low.id, { parentId: null })).parentId).toBeNull();
});

test('moved at the same time, two units never come to stand below each other', async () => {
  const [a, b] = [await add('H31', 'A'), await add('H31', 'B')];
  const moves = await Promise.allSettled([
    fresh.registry.changeUnit(a.id, { parentId: b.id }),
    fresh.registry.changeUnit(b.id, { parentId: a.id }),
  ]);
  expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a unit is listed on the days on which it exists, and ends only when nothing stands below it', async () => {
  const top = await fresh.registry.addUnit('H42', { nameVi: 'Sở', validFrom: '2026-01-01' });
  const low = await add('H42', 'Phòng', top.id);
  const end = { validTo: '2026-10-01' };
  await expect(fresh.registry.changeUnit(top.id, end)).rejects.toMatchObject({ code: 'bad-request' });
  await fresh.registry.changeUnit(low.id, end);
  await fresh.registry.changeUnit(top.id, end);
  const ids = async (day?: string) => (await fresh.registry.listUnits('H42', day)).map((unit) => unit.id);
  expect(await ids('2025-12-31')).toEqual([low.id]);
  expect(await ids('2026-09-30')).toEqual([top.id, low.id]);
  expect(await ids()).toEqual([]);
  await expect(add('H42', 'Tổ', top.id)).rejects.toMatchObject({ code: 'bad-request' });
  await expect(fresh.registry.changeUnit(top.id, { validTo: '2025-12-31' })).rejects.toMatchObject({
    code: 'bad-request',
  });
});

test('units go with their body to its successor, and take its portals along', async () => {
  const unit = await add('G08', 'Cục Lãnh sự');
  const { siteId } = await fresh.registry.addPortal({ ...aPortal('G08'), unitId: unit.id });
  await fresh.registry.changeBody('G08', { on: '2026-12-01', successorCode: 'G09' });
  expect(await fresh.registry.listUnits('G08', '2026-11-30')).toMatchObject([{ id: unit.id, bodyCode: 'G08' }]);
  expect(await fresh.registry.listUnits('G08', '2026-12-01')).toEqual([]);
  expect(await fresh.registry.listUnits('G09', '2026-12-01')).toMatchObject([{ id: unit.id, bodyCode: 'G09' }]);
  const { portals } = await fresh.registry.resolve({ kind: 'unit', unitId: unit.id }, '2026-12-01');
  expect(portals.map((portal) => portal.siteId)).toEqual([siteId]);
});

test('a unit is refused for a body that does not exist then', async () => {
  await expect(add('H02', 'Sở')).rejects.toMatchObject({ code: 'body-not-valid-then' });
  await expect(add('Z99', 'Sở')).rejects.toMatchObject({ code: 'body-unknown' });
  await expect(fresh.registry.listUnits('Z99')).rejects.toMatchObject({ code: 'body-unknown' });
});
