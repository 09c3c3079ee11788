import { dayOf, localIso } from '@emc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, NOON_MS } from './fresh-register.ts';

let fresh: FreshRegister;
beforeAll(async () => (fresh = await freshRegister()));
afterAll(() => fresh.stores.close());

const TODAY = dayOf(NOON_MS);
const all = { limit: 1000, offset: 0 };

describe('a new portal', () => {
  test('gets a number, its code to paste, and waits for its first hit', async () => {
    const entered = { ...aPortal(), nameEn: '', allowedHosts: ['B.gov.vn', 'b.gov.vn:443'], liveOn: '2026-12-01' };
    const portal = await fresh.registry.addPortal(entered);
    expect(portal).toMatchObject({
      bodyCode: 'H56',
      unitId: null,
      name: entered.name,
      nameEn: null,
      url: entered.url,
      allowedHosts: ['b.gov.vn'],
      liveOn: '2026-12-01',
      registeredAt: localIso(NOON_MS),
      retiredOn: null,
      state: 'registered',
      lastHitAt: null,
    });
    expect(portal.siteId).toBeGreaterThan(10_000);
    expect(portal.snippet.deployed).toContain(`'setSiteId', '${portal.siteId}'`);
    expect(await fresh.registry.getPortal(portal.siteId)).toEqual(portal);
  });

  test('is refused for a body that is unknown or no longer exists, naming who took over', async () => {
    await expect(fresh.registry.addPortal(aPortal('Z99'))).rejects.toMatchObject({ code: 'body-unknown' });
    await expect(fresh.registry.addPortal(aPortal('H02'))).rejects.toMatchObject({
      code: 'body-not-valid-then',
      detail: expect.stringContaining('H05 (Tỉnh Bắc Ninh)'),
    });
  });

  test('is refused for a unit that is unknown, of another body, or no more', async () => {
    const unit = await fresh.registry.addUnit('H01', { nameVi: 'Sở' });
    const withUnit = (unitId: number) => expect(fresh.registry.addPortal({ ...aPortal('H56'), unitId })).rejects;
    await withUnit(unit.id).toMatchObject({ code: 'unit-of-another-body' });
    await withUnit(999_999).toMatchObject({ code: 'unit-unknown' });
    const ended = await fresh.registry.addUnit('H56', { nameVi: 'Sở cũ' });
    await fresh.registry.changeUnit(ended.id, { validTo: TODAY });
    await withUnit(ended.id).toMatchObject({ code: 'bad-request', errors: [{ where: 'unitId' }] });
  });

  test('is refused at the address of another one that is in use, naming it; a retired one gives its address back', async () => {
    const first = await fresh.registry.addPortal(aPortal());
    const again = { ...aPortal(), url: first.url.replace('https', 'http').toUpperCase().replace('HTTP', 'http') };
    await expect(fresh.registry.addPortal(again)).rejects.toMatchObject({
      code: 'portal-url-taken',
      detail: expect.stringContaining(`portal ${first.siteId} (${first.name})`),
    });
    const other = await fresh.registry.addPortal(aPortal());
    const takeOver = fresh.registry.changePortal(other.siteId, { url: first.url });
    await expect(takeOver).rejects.toMatchObject({ code: 'portal-url-taken' });
    await fresh.registry.retirePortal(first.siteId);
    expect((await fresh.registry.addPortal(again)).siteId).not.toBe(first.siteId);
  });

  test('registered by several at once at one address is registered once', async () => {
    const { url } = aPortal();
    const settled = await Promise.allSettled(
      Array.from({ length: 6 }, () => fresh.registry.addPortal({ ...aPortal(), url })),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a siteId', () => {
  test('that a portal already sends may be kept, once', async () => {
    expect((await fresh.registry.addPortal({ ...aPortal(), siteId: 227 })).siteId).toBe(227);
    await expect(fresh.registry.addPortal({ ...aPortal(), siteId: 227 })).rejects.toMatchObject({
      code: 'site-id-taken',
    });
    await fresh.registry.retirePortal(227);
    await expect(fresh.registry.addPortal({ ...aPortal(), siteId: 227 })).rejects.toMatchObject({
      code: 'site-id-taken',
    });
  });

  test('is never given twice, however many register at once and whatever numbers they bring', async () => {
    const { siteId: last } = await fresh.registry.addPortal(aPortal());
    const portals = Array.from({ length: 40 }, (_, index) =>
      // Every third brings one of the numbers that would come next.
      fresh.registry.addPortal({ ...aPortal(), ...(index % 3 === 0 ? { siteId: last + 2 + index } : {}) }),
    );
    const settled = await Promise.allSettled(portals);
    const given = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value.siteId] : []));
    expect(new Set(given).size).toBe(given.length);
    const refused = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    // Forty share ten connections: on a busy machine some are told to come again.
    for (const code of refused) expect(['site-id-taken', 'store-unavailable']).toContain(code);
    expect(given).not.toEqual([]);
    expect(given.length + refused.length).toBe(40);
    const { items } = await fresh.registry.listPortals(all);
    expect(new Set(items.map((portal) => portal.siteId)).size).toBe(items.length);
  });

  test('cannot be freed: the store refuses to delete a portal', async () => {
    const { siteId } = await fresh.registry.addPortal(aPortal());
    const { db } = fresh.stores.control;
    await expect(db.deleteFrom('portals').where('site_id', '=', siteId).execute()).rejects.toThrow('never deleted');
  });
});

describe('a change', () => {
  test('touches only what it names', async () => {
    const portal = await fresh.registry.addPortal({ ...aPortal(), nameEn: 'Test portal', liveOn: '2026-01-01' });
    const changed = await fresh.registry.changePortal(portal.siteId, { name: 'Tên mới' });
    expect(changed).toEqual({ ...portal, name: 'Tên mới' });
    const emptied = await fresh.registry.changePortal(portal.siteId, { nameEn: null, liveOn: null });
    expect(emptied).toEqual({ ...changed, nameEn: null, liveOn: null });
  });

  test('of owner holds from its day on, and the days before keep the old owner', async () => {
    const { siteId } = await fresh.registry.addPortal(aPortal('H56'));
    await fresh.registry.changePortal(siteId, { bodyCode: 'H42', from: '2026-06-01' });
    await fresh.registry.changePortal(siteId, { bodyCode: 'H41', from: '2026-03-01' });
    await fresh.registry.changePortal(siteId, { bodyCode: 'H44', from: '2027-01-01' });
    const days = [
      '2020-01-01',
      '2026-02-28',
      '2026-03-01',
      '2026-05-31',
      '2026-06-01',
      TODAY,
      '2026-12-31',
      '2027-01-01',
    ];
    const owners = await Promise.all(days.map((day) => ownerOn(siteId, day)));
    expect(owners).toEqual(['H56', 'H56', 'H41', 'H41', 'H42', 'H42', 'H42', 'H44']);
    expect((await fresh.registry.getPortal(siteId)).bodyCode).toBe('H42');
  });

  test('of body leaves the unit behind, unless one of the new body is named', async () => {
    const [ours, theirs] = [
      await fresh.registry.addUnit('H38', { nameVi: 'Sở A' }),
      await fresh.registry.addUnit('H37', { nameVi: 'Sở B' }),
    ];
    const { siteId } = await fresh.registry.addPortal({ ...aPortal('H38'), unitId: ours.id });
    const refused = fresh.registry.changePortal(siteId, { bodyCode: 'H37', unitId: ours.id });
    await expect(refused).rejects.toMatchObject({ code: 'unit-of-another-body' });
    expect(await fresh.registry.changePortal(siteId, { bodyCode: 'H37' })).toMatchObject({
      bodyCode: 'H37',
      unitId: null,
    });
    expect(await fresh.registry.changePortal(siteId, { unitId: theirs.id })).toMatchObject({ unitId: theirs.id });
  });

  test('that is refused in one part changes nothing', async () => {
    const portal = await fresh.registry.addPortal(aPortal());
    const change = { name: 'Tên khác', bodyCode: 'H02' };
    await expect(fresh.registry.changePortal(portal.siteId, change)).rejects.toMatchObject({
      code: 'body-not-valid-then',
    });
    expect(await fresh.registry.getPortal(portal.siteId)).toEqual(portal);
  });

  test('of a retired portal is refused, and of an unknown one too', async () => {
    const { siteId } = await fresh.registry.addPortal(aPortal());
    expect(await fresh.registry.retirePortal(siteId)).toMatchObject({ state: 'retired', retiredOn: TODAY });
    const refused = { code: 'portal-retired' };
    await expect(fresh.registry.changePortal(siteId, { name: 'Tên' })).rejects.toMatchObject(refused);
    await expect(fresh.registry.retirePortal(siteId)).rejects.toMatchObject(refused);
    await expect(fresh.registry.changePortal(1, { name: 'Tên' })).rejects.toMatchObject({ code: 'portal-unknown' });
    await expect(fresh.registry.getPortal(1)).rejects.toMatchObject({ code: 'portal-unknown' });
  });

  test('to retire on a later day leaves the portal in use until then', async () => {
    const portal = await fresh.registry.addPortal(aPortal());
    const leaving = await fresh.registry.retirePortal(portal.siteId, '2026-12-31');
    expect(leaving).toMatchObject({ state: 'registered', retiredOn: '2026-12-31' });
    const again = fresh.registry.addPortal({ ...aPortal(), url: portal.url });
    await expect(again).rejects.toMatchObject({ code: 'portal-url-taken' });
  });
});

describe('the list', () => {
  test('finds by name without regard to accents and case, by address, number, body, unit, kind and state', async () => {
    const unit = await fresh.registry.addUnit('G19', { nameVi: 'Cục' });
    const below = await fresh.registry.addUnit('G19', { nameVi: 'Phòng', parentId: unit.id });
    const name = 'Cổng Dịch vụ công Đắk Lắk';
    const portal = await fresh.registry.addPortal({ ...aPortal('G19'), name, kind: 'other', unitId: below.id });
    const find = async (filter: object) =>
      (await fresh.registry.listPortals({ ...all, ...filter })).items.map(({ siteId }) => siteId);
    const only = [portal.siteId];
    expect(await find({ q: 'dak LAK dich vu' })).toEqual(only);
    expect(await find({ q: new URL(portal.url).host })).toEqual(only);
    expect(await find({ q: String(portal.siteId) })).toEqual(only);
    expect(await find({ bodyCode: 'G19' })).toEqual(only);
    expect(await find({ unitId: unit.id })).toEqual(only);
    expect(await find({ kind: 'other' })).toEqual(only);
    expect(await find({ state: 'interrupted' })).toEqual([]);
    expect(await find({ q: 'không có' })).toEqual([]);
    await expect(find({ bodyCode: 'Z99' })).rejects.toMatchObject({ code: 'body-unknown' });
    await expect(find({ unitId: 999_999 })).rejects.toMatchObject({ code: 'unit-unknown' });
  });

  test('comes in pages that together are the whole', async () => {
    const whole = await fresh.registry.listPortals(all);
    const pages = await Promise.all([0, 5, 10].map((offset) => fresh.registry.listPortals({ limit: 5, offset })));
    expect(pages.flatMap((page) => page.items)).toEqual(whole.items.slice(0, 15));
    expect(pages.map((page) => page.total)).toEqual([whole.total, whole.total, whole.total]);
  });
});

async function ownerOn(siteId: number, day: string): Promise<string | undefined> {
  const bodies = await fresh.registry.listBodies({ asOf: day });
  for (const { code } of bodies) {
    const { portals } = await fresh.registry.resolve({ kind: 'body', code }, day);
    if (portals.some((portal) => portal.siteId === siteId)) return code;
  }
  return undefined;
}
