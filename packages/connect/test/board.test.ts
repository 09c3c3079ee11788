import {
  addDays,
  connectionBoardSchema,
  bodyConnectionDetailSchema,
  dayOf,
  FIRST_DAY,
  LAST_DAY,
  portalConnectionSchema,
  startOfDay,
} from '@emc/contract';
import { type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBody, type FreshConnections, freshConnections, sendOn } from './fresh-connections.ts';
import { aPortal, NOON_MS } from './fresh-register.ts';

const TODAY = dayOf(NOON_MS);
const ago = (days: number) => addDays(TODAY, -days);
const noonOf = (day: string) => startOfDay(day) + 12 * 3_600_000;
const days = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => ago(from - index));

let stores: FreshStores;
let world: FreshConnections;
beforeAll(async () => (stores = await freshStores()));
beforeEach(async () => (world = await freshConnections(stores)));
afterAll(() => stores.close());

/** Enters what follows on an earlier day, then comes back. */
async function on<Result>(day: string, work: () => Promise<Result>): Promise<Result> {
  world.fresh.clock.set(noonOf(day));
  const result = await work();
  world.fresh.clock.set(NOON_MS);
  return result;
}

const itemOf = async (code: string, asOf?: string) =>
  (await world.connections.board(asOf)).items.find(({ bodyCode }) => bodyCode === code);

describe('the board', () => {
  test('can be asked for as of any day that the product knows, and shows no day before the first of them', async () => {
    for (const day of [FIRST_DAY, addDays(FIRST_DAY, 1), LAST_DAY]) {
      const board = await world.connections.board(day);
      expect(connectionBoardSchema.parse(board)).toEqual(board);
      expect(board.trend.at(-1)?.day).toBe(day);
    }
    expect((await world.connections.board(addDays(FIRST_DAY, 1))).trend).toHaveLength(2);
  });

  test('counts every body of the day once, the not connected first, and names what is missing', async () => {
    const full = await aBody(world, 'H56');
    sendOn(world, full, [TODAY]);
    const partly = await aBody(world, 'G01');
    world.hits.push([partly.siteId, NOON_MS]);
    const board = await world.connections.board();
    expect(connectionBoardSchema.parse(board)).toEqual(board);
    const bodies = await world.fresh.registry.listBodies({});
    expect(board).toMatchObject({ asOf: TODAY, judgedAt: '2026-11-20T12:00:00+07:00', rule: { version: '1' } });
    expect(board.counts).toEqual({ bodies: bodies.length, connected: 1, partly: 1, not: bodies.length - 2 });
    const { ministries, provinces } = board.byKind;
    expect(ministries.bodies + provinces.bodies).toBe(bodies.length);
    expect([ministries.partly, provinces.connected]).toEqual([1, 1]);
    expect(board.items.map(({ state }) => state)).toEqual([
      ...Array.from({ length: bodies.length - 2 }, () => 'not-connected'),
      'partly-connected',
      'connected',
    ]);
    expect(board.items.at(-1)).toMatchObject({
      bodyCode: 'H56',
      missing: [],
      missingCount: 0,
      portals: { expected: 1, receiving: 1 },
    });
    const item = board.items.at(-2);
    expect(item).toMatchObject({ bodyCode: 'G01', missingCount: 1, systems: { expected: 1, receiving: 0 } });
    expect(item?.missing[0]?.vi).toContain(`Hệ thống của G01 (hệ thống ${partly.systemId})`);
  });

  test('on the map of January 2024 has 83 bodies, 20 of them ministries and branches', async () => {
    const { counts, byKind } = await world.connections.board('2024-01-18');
    expect(counts.bodies).toBe(83);
    expect([byKind.ministries.bodies, byKind.provinces.bodies]).toEqual([20, 63]);
  });

  test('tells the same state as the register and the live counts, today and as of any day', async () => {
    sendOn(world, await aBody(world, 'H56'), [TODAY]);
    await aBody(world, 'H01');
    world.fresh.lastHits.set(world.hits[0]![0], world.hits[0]![1]);
    world.fresh.lastChanges.set(world.changes[0]![0], world.changes[0]![1]);
    world.fresh.clock.advance(2000);
    for (const asOf of [undefined, TODAY, ago(1), '2024-01-18']) {
      const board = await world.connections.board(asOf);
      const bodies = await world.fresh.registry.listBodies(asOf === undefined ? {} : { asOf });
      const told = Object.fromEntries(board.items.map(({ bodyCode, state, reason }) => [bodyCode, { state, reason }]));
      expect(
        Object.fromEntries(bodies.map(({ code, connection: { state, reason } }) => [code, { state, reason }])),
      ).toEqual(told);
    }
    const { counts } = await world.connections.board();
    expect(await world.fresh.registry.counts()).toMatchObject({
      bodies: counts.bodies,
      connected: counts.connected,
      partly: counts.partly,
    });
  });

  test('shows thirty days, each judged by what had arrived by its end, and nothing before the register knew anything', async () => {
    const ids = await on(ago(10), () => aBody(world, 'H56'));
    sendOn(world, ids, days(8, 5));
    const { trend } = await world.connections.board();
    expect(trend.map(({ day }) => day)).toEqual(days(29, 0));
    expect(
      trend.slice(0, 19).every(({ connected, partly, not }) => connected === null && partly === null && not === null),
    ).toBe(true);
    // Entered 10 days ago; sent from 8 to 5 days ago; the system counts for a week, the portal for a day.
    expect(trend.slice(19).map(({ connected }) => connected)).toEqual([0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(trend.slice(19).map(({ partly }) => partly)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });

  test('says since when a body is in its state, and asks again only for days that are not over for long', async () => {
    const ids = await on(ago(60), () => aBody(world, 'H56'));
    sendOn(world, ids, days(20, 0));
    expect(await itemOf('H56')).toMatchObject({ state: 'connected', changedOn: ago(20) });
    expect(await itemOf('H56', ago(25))).toMatchObject({ state: 'not-connected', changedOn: null });
    // What is known of past days is kept.
    world.asked.length = 0;
    world.fresh.clock.advance(2000);
    await world.connections.board();
    expect(new Set(world.asked.flat())).toEqual(new Set([TODAY]));
    const other = await aBody(world, 'H01');
    sendOn(world, other, [TODAY]);
    world.fresh.clock.advance(2000);
    expect(await itemOf('H01')).toMatchObject({ state: 'connected', changedOn: TODAY });
  });

  test('follows a body that was merged to its successor, on the map of each day', async () => {
    world.fresh.clock.set(noonOf('2025-06-01'));
    const { siteId, systemId } = await aBody(world, 'H02');
    sendOn(world, { siteId, systemId }, ['2025-06-29', '2025-06-30', '2025-07-01']);
    world.fresh.clock.set(NOON_MS);
    expect(await itemOf('H02', '2025-06-30')).toMatchObject({ state: 'connected' });
    expect(await itemOf('H05', '2025-06-30')).toMatchObject({ state: 'not-connected' });
    expect(await itemOf('H02', '2025-07-01')).toBeUndefined();
    expect(await itemOf('H05', '2025-07-01')).toMatchObject({ state: 'connected', changedOn: '2025-07-01' });
    await expect(world.connections.body('H02', '2025-07-01')).rejects.toMatchObject({ code: 'body-not-valid-then' });
    await expect(world.connections.body('Z99')).rejects.toMatchObject({ code: 'body-unknown' });
  });

  test('names the next deadline of the portals that never sent', async () => {
    const { registry } = world.fresh;
    const old = await registry.addPortal({ ...aPortal('H56'), liveOn: '2020-01-01' });
    expect((await itemOf('H56'))?.nextDeadline).toEqual({
      day: '2025-04-05',
      rule: 'existing',
      passed: true,
      daysLeft: -594,
    });
    await registry.addPortal({ ...aPortal('H56'), liveOn: '2026-12-01' });
    world.hits.push([old.siteId, noonOf(ago(40))]);
    world.fresh.clock.advance(2000);
    expect((await itemOf('H56'))?.nextDeadline).toEqual({
      day: '2026-11-30',
      rule: 'before-use',
      passed: false,
      daysLeft: 10,
    });
  });
});

describe('the detail of a body', () => {
  test('lists its portals and systems with state, reason and remedy, and the last look at each page as of the day', async () => {
    const { db } = world.fresh.stores.control;
    const ids = await on(ago(10), () => aBody(world, 'H56'));
    const retired = await on(ago(10), () => world.fresh.registry.addPortal(aPortal('H56')));
    await world.fresh.registry.retirePortal(retired.siteId, ago(1));
    const facts = JSON.stringify({
      host: null,
      redirects: 0,
      queue: false,
      collectors: [],
      tagManagers: [],
      error: null,
    });
    for (const [day, outcome] of [
      [ago(5), 'no-code'],
      [ago(2), 'carries-code'],
    ] as const) {
      await db
        .insertInto('page_checks')
        .values({ site_id: ids.siteId, at: new Date(noonOf(day)), outcome, status: 200, site_ids: [], facts })
        .execute();
    }
    const detail = await world.connections.body('H56');
    expect(bodyConnectionDetailSchema.parse(detail)).toEqual(detail);
    expect(detail.portals.map(({ siteId, state, lastCheck }) => [siteId, state, lastCheck?.outcome])).toEqual([
      [ids.siteId, 'seen', 'carries-code'],
    ]);
    expect(detail.systems).toMatchObject([{ systemId: ids.systemId, state: 'registered', lastChangeAt: null }]);
    const before = await world.connections.body('H56', ago(3));
    expect(before.judgedAt).toBe(`${ago(3)}T23:59:59+07:00`);
    expect(before.portals.map(({ state, lastCheck }) => [state, lastCheck?.outcome])).toEqual([
      ['registered', 'no-code'],
      ['registered', undefined],
    ]);
  });

  test('and the register say one state of a portal, and how many hits came from hosts of others, not from which', async () => {
    const { siteId } = await aBody(world, 'H56');
    world.wrongHosts.push({ siteId, host: 'a.vn', count: 3 }, { siteId, host: 'b.vn', count: 5 });
    const portal = await world.connections.portal(siteId);
    expect(portalConnectionSchema.parse(portal)).toEqual(portal);
    expect(portal).toMatchObject({ state: 'wrong-host', deadline: { rule: 'existing' } });
    expect(portal.foreignHits).toBe(8);
    // Free text of the sender, and public.
    expect(JSON.stringify(portal)).not.toMatch(/\b[ab]\.vn/);
    world.hits.push([siteId, NOON_MS]);
    world.fresh.clock.advance(2000);
    expect(await world.connections.portal(siteId)).toMatchObject({ state: 'receiving', deadline: null });
    await expect(world.connections.portal(1)).rejects.toMatchObject({ code: 'portal-unknown' });
  });

  test('a page is looked at on demand, unless its portal is retired', async () => {
    const { siteId } = await aBody(world, 'H56');
    const { url } = await world.fresh.registry.getPortal(siteId);
    expect(await world.connections.checkPage(siteId)).toMatchObject({ siteId, state: 'registered' });
    expect(world.looked).toEqual([{ siteId, url, bodyCode: 'H56' }]);
    await world.fresh.registry.retirePortal(siteId);
    await expect(world.connections.checkPage(siteId)).rejects.toMatchObject({ code: 'portal-retired' });
    await expect(world.connections.checkPage(1)).rejects.toMatchObject({ code: 'portal-unknown' });
    expect(world.looked).toHaveLength(1);
  });
});
