import { createPageChecker, createConnections } from '@emc/connect';
import { DAY_MS, localIso } from '@emc/contract';
import { eventually, type FreshStores, freshStores } from '@emc/test-kit';
import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, NOON_MS, quiet } from './fresh-register.ts';

const SECRET = 'Nguyễn Văn An, 038099001234';

let fresh: FreshRegister;
let checkers: ReturnType<typeof createPageChecker>[] = [];
/** The portals' pages, by host; and who asked for which. */
const pages = new Map<string, string>();
let asked: string[] = [];
let [open, mostOpen] = [0, 0];
/** How many must be open at the same time before any is answered. */
let together = 1;
const waiting: (() => void)[] = [];
const server = createServer((request, response) => {
  const host = request.headers.host?.split(':')[0] ?? '';
  asked.push(host);
  mostOpen = Math.max(mostOpen, ++open);
  waiting.push(() => {
    open--;
    const page = pages.get(host);
    if (page === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  // A moment more for one too many.
  if (open >= together) setTimeout(() => waiting.splice(0).forEach((answer) => answer()), 10);
});

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await stores.close();
});
beforeEach(async () => {
  fresh = await freshRegister(NOON_MS, stores);
  asked = [];
  [open, mostOpen, together] = [0, 0, 1];
});
afterEach(async () => {
  await Promise.all(checkers.map((checker) => checker.stop()));
  checkers = [];
});

function aChecker(more: Partial<Parameters<typeof createPageChecker>[0]> = {}) {
  const { clock } = fresh;
  const checker = createPageChecker({
    register: fresh.register,
    clock,
    publicUrl: 'https://emc.example.gov.vn',
    allow: ['127.0.0.0/8'],
    resolver: new URL('resolve-here.ts', import.meta.url).href,
    round_ms: 10,
    log: quiet,
    ...more,
  });
  checkers.push(checker);
  return checker;
}

/** A portal whose page is on the server of this test. */
async function aServedPortal(page?: (siteId: number, snippet: string) => string) {
  const { port } = server.address() as AddressInfo;
  const { url, ...rest } = aPortal();
  const { host } = new URL(url);
  const portal = await fresh.registry.addPortal({ ...rest, url: `http://${host}:${port}/` });
  if (page !== undefined) pages.set(host, page(portal.siteId, portal.snippet.deployed));
  return { ...portal, host };
}

const rows = () => fresh.stores.control.db.selectFrom('page_checks').selectAll().orderBy('id').execute();
const carrying = (_siteId: number, snippet: string) => `<html><head>${snippet}</head><body>${SECRET}</body></html>`;

describe('a look on demand', () => {
  test('says what was found, and the portal is seen from then on', async () => {
    const checker = aChecker();
    const portal = await aServedPortal(carrying);
    const { arrivals, systems, clock } = fresh;
    const connections = createConnections({
      register: fresh.register,
      clock,
      arrivals,
      systems,
      pageChecks: checker,
    });
    expect(await connections.checkPage(portal.siteId)).toMatchObject({
      state: 'seen',
      lastCheck: { at: localIso(NOON_MS), outcome: 'carries-code', status: 200, siteIds: [String(portal.siteId)] },
    });
    expect(await fresh.registry.getPortal(portal.siteId)).toMatchObject({ state: 'seen' });
    expect((await fresh.registry.listPortals({ state: 'seen', limit: 10, offset: 0 })).total).toBe(1);
  });

  test('is made once a minute, however many ask in however many processes', async () => {
    const portal = await aServedPortal(carrying);
    const many = Array.from({ length: 5 }, () => aChecker());
    const settled = await Promise.allSettled(many.map((checker) => checker.check(portal)));
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array.from({ length: 4 }, () => 'page-check-busy'));
    expect(asked).toEqual([portal.host]);
    fresh.clock.advance(59_999);
    await expect(many[0]!.check(portal)).rejects.toMatchObject({ code: 'page-check-busy' });
    fresh.clock.advance(1);
    await many[1]!.check(portal);
    expect(await rows()).toHaveLength(2);
  });

  test('was made by a clock that was a year ahead: the page is looked at all the same, on demand and daily', async () => {
    const ahead = { clock: () => fresh.clock() + 365 * DAY_MS };
    const [first, second] = [await aServedPortal(carrying), await aServedPortal(carrying)];
    await aChecker(ahead).check(first);
    await aChecker(ahead).check(second);
    const checker = aChecker();
    await checker.check(first);
    expect(await rows()).toHaveLength(3);
    checker.start();
    await eventually(async () => expect(await rows()).toHaveLength(4));
    expect(asked.at(-1)).toBe(second.host);
  });

  test('keeps what was found and nothing of what the page says', async () => {
    const checker = aChecker();
    const other = await aServedPortal(
      () =>
        `<script>var _govaq=[];_govaq.push(['setTrackerUrl','https://f-emc.ngsp.gov.vn/tracking']);_govaq.push(['setSiteId','33'])</script>${SECRET}`,
    );
    await checker.check(other);
    await checker.check(await aServedPortal());
    const kept = await rows();
    expect(kept).toMatchObject([
      { outcome: 'wrong-site-id', site_ids: ['33'], facts: { collectors: ['f-emc.ngsp.gov.vn'], host: other.host } },
      { outcome: 'http-error', status: 404, site_ids: [] },
    ]);
    expect(Object.keys(kept[0]!.facts).sort()).toEqual([
      'collectors',
      'error',
      'host',
      'queue',
      'redirects',
      'tagManagers',
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/Nguyễn|038099001234/);
  });

  test('goes nowhere but to public addresses, unless told otherwise', async () => {
    await aChecker({ allow: [] }).check(await aServedPortal(carrying));
    expect(await rows()).toMatchObject([{ outcome: 'address-refused', facts: { error: 'NOT_PUBLIC' } }]);
    expect(asked).toEqual([]);
  });
});

describe('many looks on demand', () => {
  /** Portals of a body whose pages lie on one host. */
  async function onOneHost(many: number, host: string, bodyCode: string) {
    const { port } = server.address() as AddressInfo;
    pages.set(host, '<html></html>');
    const portals = [];
    for (let count = 0; count < many; count++) {
      const url = `http://${host}:${port}/${bodyCode}/${count}`;
      portals.push(await fresh.registry.addPortal({ ...aPortal(bodyCode), url }));
    }
    return portals;
  }
  const codes = async (looks: readonly Promise<void>[]): Promise<string[]> =>
    (await Promise.allSettled(looks)).map((one) => (one.status === 'rejected' ? String(one.reason.code) : 'looked'));

  test('reach a host one at a time, and twenty of a body within ten minutes', async () => {
    const portals = await onOneHost(23, 'victim.example.gov.vn', 'H56');
    const checker = aChecker();
    const settled = await codes(portals.map((portal) => checker.check(portal)));
    expect(settled.filter((code) => code === 'looked')).toHaveLength(20);
    expect(settled.slice(20)).toEqual(Array.from({ length: 3 }, () => 'page-checks-too-many'));
    expect([asked.length, mostOpen]).toEqual([20, 1]);
    const [other] = await onOneHost(1, 'other.example.gov.vn', 'H49');
    await checker.check(other!);
    fresh.clock.advance(10 * 60_000 - 1);
    await expect(checker.check(portals[22]!)).rejects.toMatchObject({ retryAfter_s: 1 });
    fresh.clock.advance(1);
    await checker.check(portals[22]!);
  });

  test('and names that lead to one address are asked one at a time too', async () => {
    const portals = [];
    for (let count = 0; count < 4; count++)
      portals.push(...(await onOneHost(1, `shared-${count}.example.gov.vn`, ['H56', 'H49', 'H26', 'H29'][count]!)));
    const checker = aChecker();
    await Promise.all(portals.map((portal) => checker.check(portal)));
    expect([asked.length, mostOpen]).toEqual([4, 1]);
  });

  test.skipIf(process.platform !== 'linux')('share the four at once with the daily looks', async () => {
    for (let count = 0; count < 6; count++) await aServedPortal(carrying);
    const demanded = [];
    for (const bodyCode of ['H56', 'H49', 'H26', 'H29'])
      demanded.push(...(await onOneHost(1, `demanded-${bodyCode.toLowerCase()}.example.gov.vn`, bodyCode)));
    together = Number.POSITIVE_INFINITY;
    const checker = aChecker({ round_ms: DAY_MS });
    checker.start();
    await eventually(() => expect(asked).toHaveLength(4));
    const looks = demanded.map((portal) => checker.check(portal));
    together = 1;
    waiting.splice(0).forEach((answer) => answer());
    expect(await codes(looks)).toEqual(['looked', 'looked', 'looked', 'looked']);
    await eventually(async () => expect(await rows()).toHaveLength(10));
    expect(mostOpen).toBe(4);
  });

  test('nothing of a page is fetched or read in the thread that asks for the look', async () => {
    const asks = vi.spyOn(http, 'request').mockImplementation(() => {
      throw new Error('asked in the thread of hits');
    });
    onTestFinished(() => asks.mockRestore());
    await aChecker().check(await aServedPortal(carrying));
    expect(await rows()).toMatchObject([{ outcome: 'carries-code' }]);
    expect(asks).not.toHaveBeenCalled();
  });

  test('a page that ends the thread is looked at once more, then counts as too slow, and others are looked at', async () => {
    const checker = aChecker();
    const [breaking] = await onOneHost(1, 'breaks.example.gov.vn', 'H56');
    const healthy = await aServedPortal(carrying);
    await checker.check(breaking!);
    await checker.check(healthy);
    expect(await rows()).toMatchObject([{ outcome: 'too-slow' }, { outcome: 'carries-code' }]);
  });
});

describe('the daily look', () => {
  test('comes to every live portal once a day, by several processes together', async () => {
    const portals = [];
    for (let count = 0; count < 12; count++) portals.push(await aServedPortal(carrying));
    const later = await fresh.registry.addPortal({ ...aPortal(), liveOn: '2027-01-01' });
    const gone = await aServedPortal(carrying);
    await fresh.registry.retirePortal(gone.siteId);
    const many = [aChecker(), aChecker(), aChecker()];
    for (const checker of many) checker.start();
    await eventually(async () => expect(await rows()).toHaveLength(12));
    // Time for a second look to show.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked.toSorted()).toEqual(portals.map(({ host }) => host).sort());
    const looked = (await rows()).map(({ site_id }) => site_id);
    expect(looked).not.toContain(later.siteId);
    expect(looked).not.toContain(gone.siteId);
    fresh.clock.advance(DAY_MS);
    await eventually(async () => expect(await rows()).toHaveLength(24));
    await Promise.all(many.map((checker) => checker.stop()));
    fresh.clock.advance(DAY_MS);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await rows()).toHaveLength(24);
  });

  test('is spread over the day: no round takes more than its share', async () => {
    for (let count = 0; count < 6; count++) await aServedPortal(carrying);
    const checker = aChecker({ round_ms: 600_000 });
    checker.start();
    // Six portals in rounds of ten minutes: two in each.
    await eventually(async () => expect(await rows()).toHaveLength(2));
    await checker.stop();
    expect(await rows()).toHaveLength(2);
  });

  test.skipIf(process.platform !== 'linux')('fetches four pages at once and no more', async () => {
    for (let count = 0; count < 8; count++) await aServedPortal(carrying);
    together = 4;
    aChecker({ round_ms: DAY_MS }).start();
    await eventually(async () => expect(await rows()).toHaveLength(8));
    expect(mostOpen).toBe(4);
  });

  test('goes on after the store was away', async () => {
    const broken: string[] = [];
    await aServedPortal(carrying);
    const { db } = fresh.stores.control;
    await db.schema.alterTable('page_checks').renameTo('page_checks_away').execute();
    const checker = aChecker({ log: { ...quiet, warn: (text: string) => void broken.push(text) } });
    checker.start();
    try {
      await eventually(() => expect(broken[0]).toContain('could not be checked'));
    } finally {
      await db.schema.alterTable('page_checks_away').renameTo('page_checks').execute();
    }
    fresh.clock.advance(DAY_MS);
    await eventually(async () => expect(await rows()).toHaveLength(1));
  });

  test('forgets what is older than any board looks back', async () => {
    const checker = aChecker();
    const portal = await aServedPortal(carrying);
    await checker.check(portal);
    fresh.clock.advance(399 * DAY_MS);
    await checker.check(portal);
    expect(await rows()).toHaveLength(2);
    fresh.clock.advance(2 * DAY_MS);
    await checker.check(portal);
    expect((await rows()).map(({ at }) => at.getTime())).toEqual([NOON_MS + 399 * DAY_MS, NOON_MS + 401 * DAY_MS]);
  });
});
