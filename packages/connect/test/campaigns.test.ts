import {
  addDays,
  bodyCampaignListSchema,
  campaignDetailSchema,
  campaignListSchema,
  dayOf,
  startOfDay,
} from '@emc/contract';
import { type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBody, type FreshConnections, freshConnections, sendOn } from './fresh-connections.ts';
import { NOON_MS } from './fresh-register.ts';

const TODAY = dayOf(NOON_MS);
const LIMIT = addDays(TODAY, 2);
const letter = { name: 'Đợt hoàn thành kết nối', document: 'Công văn 123/CĐSQG ngày 01/11/2026', limit: LIMIT };
const reason = 'Đã có văn bản giải trình, sẽ kết nối trong quý I.';

let stores: FreshStores;
let world: FreshConnections;
beforeAll(async () => (stores = await freshStores()));
beforeEach(async () => (world = await freshConnections(stores)));
afterAll(() => stores.close());

const add = (more: Partial<typeof letter & { bodyCodes: string[] }> = {}) =>
  world.connections.addCampaign({ ...letter, ...more }, 'van-hanh');
const decisionsOn = async (day: string) => (await world.connections.decisions(day)).items;
const goTo = (day: string) => world.fresh.clock.set(startOfDay(day) + 12 * 3_600_000);

describe('a campaign', () => {
  test('until its limit is over shows who would be proposed, as it is now, and takes no decision', async () => {
    sendOn(world, await aBody(world, 'H56'), [TODAY]);
    await aBody(world, 'H01');
    const campaign = await add({ bodyCodes: ['H56', 'H01', 'H56'] });
    expect(campaignDetailSchema.parse(campaign)).toEqual(campaign);
    expect(campaign).toMatchObject({
      ...letter,
      passed: false,
      counts: { bodies: 2, connected: 1, proposed: 1, decided: 0 },
      proposals: [{ bodyCode: 'H01', stateAtLimit: null, stateNow: 'not-connected', decision: null }],
    });
    goTo(LIMIT);
    const early = world.connections.decide(campaign.id, 'H01', { decision: 'evaluated', reason }, 'van-hanh');
    await expect(early).rejects.toMatchObject({ code: 'limit-not-passed', detail: expect.stringContaining(LIMIT) });
  });

  test('concerns every body of its last day when none is named', async () => {
    const { counts } = await add();
    expect(counts.bodies).toBe((await world.fresh.registry.listBodies({})).length);
    expect(counts.proposed).toBe(counts.bodies);
  });

  test('is told to the bodies that it concerns, with what is proposed and decided about them, and to no other', async () => {
    const { id } = await add({ bodyCodes: ['H01', 'H56'] });
    sendOn(world, await aBody(world, 'H56'), [LIMIT]);
    goTo(addDays(LIMIT, 1));
    await world.connections.decide(id, 'H01', { decision: 'not-evaluated', reason }, 'lanh-dao');
    const told = async (code: string) => bodyCampaignListSchema.parse(await world.connections.campaignsOf(code));
    expect((await told('H01')).items).toMatchObject([
      { id, document: letter.document, passed: true, proposal: { decision: 'not-evaluated', decisionReason: reason } },
    ]);
    expect((await told('H56')).items).toMatchObject([{ id, proposal: null }]);
    expect((await told('H26')).total).toBe(0);
    await expect(told('Z99')).rejects.toMatchObject({ code: 'body-unknown' });
  });

  test('is refused for a body that does not exist today', async () => {
    await expect(add({ bodyCodes: ['Z99'] })).rejects.toMatchObject({ code: 'body-unknown' });
    await expect(add({ bodyCodes: ['H02'] })).rejects.toMatchObject({ code: 'body-not-valid-then' });
    expect((await world.connections.listCampaigns()).total).toBe(0);
    await expect(world.connections.getCampaign(1)).rejects.toMatchObject({ code: 'campaign-unknown' });
  });

  test('after its limit proposes who was not fully connected at the end of the last day, whatever came later', async () => {
    const [late, early] = [await aBody(world, 'H01'), await aBody(world, 'H56')];
    const { id } = await add({ bodyCodes: ['H01', 'H56'] });
    const after = addDays(LIMIT, 3);
    sendOn(world, early, [LIMIT]);
    sendOn(world, late, [after]);
    goTo(after);
    const campaign = await world.connections.getCampaign(id);
    expect(campaign).toMatchObject({
      passed: true,
      counts: { bodies: 2, connected: 1, proposed: 1, decided: 0 },
      proposals: [{ bodyCode: 'H01', stateAtLimit: 'not-connected', stateNow: 'connected' }],
    });
    const list = await world.connections.listCampaigns();
    expect(campaignListSchema.parse(list)).toEqual(list);
    expect(list.items).toMatchObject([{ id, counts: campaign.counts }]);
  });

  test('of a body that was merged before its last day concerns the successor', async () => {
    goTo('2025-06-01');
    const { id } = await add({ limit: '2025-07-15', bodyCodes: ['H02', 'H05'] });
    goTo(TODAY);
    const { counts, proposals } = await world.connections.getCampaign(id);
    expect(counts.bodies).toBe(1);
    expect(proposals.map(({ bodyCode }) => bodyCode)).toEqual(['H05']);
  });
});

describe('a decision', () => {
  const after = addDays(LIMIT, 1);
  let id: number;
  beforeEach(async () => {
    id = (await add({ bodyCodes: ['H01', 'H56'] })).id;
    sendOn(world, await aBody(world, 'H56'), [LIMIT]);
    goTo(after);
  });
  const decide = (bodyCode: string, decision: 'evaluated' | 'not-evaluated', why = reason, by = 'lanh-dao') =>
    world.connections.decide(id, bodyCode, { decision, reason: why }, by);

  test('is kept with reason, person and time', async () => {
    const { counts, proposals } = await decide('H01', 'not-evaluated');
    expect(counts.decided).toBe(1);
    expect(proposals).toMatchObject([
      {
        bodyCode: 'H01',
        decision: 'not-evaluated',
        decidedBy: 'lanh-dao',
        decidedAt: `${after}T12:00:00+07:00`,
        decisionReason: reason,
      },
    ]);
    const published = await decisionsOn(LIMIT);
    expect(published).toEqual([
      {
        bodyCode: 'H01',
        nameVi: 'Tỉnh An Giang',
        nameEn: expect.stringContaining('An Giang'),
        notEvaluated: true,
        reason,
        decidedAt: `${after}T12:00:00+07:00`,
        campaign: letter.name,
        document: letter.document,
        limit: LIMIT,
      },
    ]);
    expect(JSON.stringify(published), 'who decided is not for everybody').not.toContain('lanh-dao');
    expect(await decisionsOn(TODAY)).toEqual([]);
  });

  test('is refused for a body that is not proposed, and for a campaign that is not there', async () => {
    for (const code of ['H56', 'H02', 'Z99']) {
      await expect(decide(code, 'evaluated')).rejects.toMatchObject({ code: 'proposal-unknown' });
    }
    id += 1;
    await expect(decide('H01', 'evaluated')).rejects.toMatchObject({ code: 'campaign-unknown' });
  });

  test('can be made again; what was decided before stays in the store, unchangeable', async () => {
    await decide('H01', 'not-evaluated');
    const { proposals } = await decide('H01', 'evaluated', 'Đã bổ sung hồ sơ chứng minh việc kết nối.', 'lanh-dao-2');
    expect(proposals).toMatchObject([{ decision: 'evaluated', decidedBy: 'lanh-dao-2' }]);
    expect(await decisionsOn(after)).toMatchObject([{ bodyCode: 'H01', notEvaluated: false }]);
    const { db } = world.fresh.stores.control;
    const history = await db.selectFrom('campaign_decisions').selectAll().orderBy('id').execute();
    expect(history).toMatchObject([
      { decision: 'not-evaluated', decided_by: 'lanh-dao', state_at_limit: 'not-connected' },
      { decision: 'evaluated', decided_by: 'lanh-dao-2' },
    ]);
    await expect(db.updateTable('campaign_decisions').set({ reason: 'x' }).execute()).rejects.toThrow('never changed');
    await expect(db.deleteFrom('campaign_decisions').execute()).rejects.toThrow('never changed');
  });

  test('stays in the list when the register is corrected so that the body was connected after all', async () => {
    await decide('H01', 'not-evaluated');
    const late = await aBody(world, 'H01');
    const { db } = world.fresh.stores.control;
    const since = { registered_at: new Date(startOfDay(TODAY)) };
    await db.updateTable('portals').set(since).where('site_id', '=', late.siteId).execute();
    await db.updateTable('systems').set(since).where('id', '=', late.systemId).execute();
    sendOn(world, late, [LIMIT]);
    expect((await world.connections.getCampaign(id)).proposals).toMatchObject([
      { bodyCode: 'H01', stateAtLimit: 'connected', decision: 'not-evaluated' },
    ]);
  });

  test('on a newer time limit goes before one on an older', async () => {
    await decide('H01', 'not-evaluated');
    const newer = addDays(LIMIT, 10);
    const next = await add({ name: 'Đợt hai', limit: newer, bodyCodes: ['H01'] });
    goTo(addDays(newer, 1));
    expect(await decisionsOn(newer)).toMatchObject([{ campaign: letter.name, notEvaluated: true }]);
    await world.connections.decide(next.id, 'H01', { decision: 'evaluated', reason }, 'lanh-dao');
    await decide('H01', 'not-evaluated');
    expect(await decisionsOn(newer)).toMatchObject([{ campaign: 'Đợt hai', notEvaluated: false }]);
    expect(await decisionsOn(LIMIT)).toMatchObject([{ campaign: letter.name, notEvaluated: true }]);
  });
});
