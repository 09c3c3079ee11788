import { setImmediate as turn } from 'node:timers/promises';
import { doneFor, type PageCheck, type ProcedureList } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogueCopy, ProcedureContent, StoredProcedure } from '../src/catalogue/catalogue-copy.ts';
import { createCatalogue, type CatalogueOptions } from '../src/catalogue/catalogue.ts';
import { withoutAccents } from '../src/catalogue/columns.ts';
import type { Heard, Signs } from '../src/connection/hearing.ts';
import { readConnectionRules, ruleOn } from '../src/connection/rules.ts';
import { listPortals } from '../src/list-portals.ts';
import type { Register, RegisteredBody, RegisteredPortal } from '../src/register.ts';
import { portalView } from '../src/views.ts';
import { quiet } from './fresh-register.ts';

const DAY = '2026-11-20';
const BODIES = ['H56', 'H57'];
const LEVELS = ['full', 'partial', 'information'] as const;
const FIELDS = ['Hộ tịch', 'Đất đai', 'Đăng ký kinh doanh'];

const bodyOf = (code: string): RegisteredBody => ({
  code,
  certainty: '',
  names: [{ nameVi: code, nameEn: code, kind: 'province', from: null, to: null }],
  successors: [],
  predecessors: [],
});

function contentOf(number: number): ProcedureContent {
  return {
    localCode: null,
    nameVi: `Cấp giấy số ${number} về ${FIELDS[number % 3]}`,
    nameEn: null,
    fieldCode: null,
    fieldVi: FIELDS[(number >> 2) % 3]!,
    level: LEVELS[number % 3]!,
    services: [],
    hasFee: number % 2 === 0,
    onlinePayment: number % 4 === 0,
    statutoryDays: number % 30,
  };
}

/** As many procedures in each body. */
function copyOf(procedures: number, version = 1): CatalogueCopy {
  const ofBody = (bodyCode: string): Map<string, StoredProcedure> =>
    new Map(
      Array.from({ length: procedures }, (_, number) => {
        const code = `1.${String(number).padStart(6, '0')}`;
        const versions = [{ id: number, from: null, to: null, content: contentOf(number) }];
        return [code, { id: number, bodyCode, code, versions }];
      }),
    );
  return { version, byBody: new Map(BODIES.map((code) => [code, ofBody(code)])) };
}

const register: Register = {
  version: 1,
  bodies: new Map(BODIES.map((code) => [code, bodyOf(code)])),
  units: new Map(),
  portals: new Map(),
};

function catalogueOver(read: () => CatalogueCopy) {
  const store = { read: () => Promise.resolve(read()) } as CatalogueOptions['store'];
  const registerStore = { read: () => Promise.resolve(register) } as CatalogueOptions['register'];
  return createCatalogue({ store, register: registerStore, clock: () => Date.parse(`${DAY}T02:00:00Z`), log: quiet });
}

/** Has a turn of its own whenever others may, until the work is done. @returns how often */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { turns: 0, done: false };
  void work.finally(() => (state.done = true));
  for (; !state.done; state.turns++) await turn();
  return state.turns;
}

test('a file of the catalogue is made once for all who ask, gives way while it is made, and is made again after a change', async () => {
  let copy = copyOf(10_000);
  const catalogue = catalogueOver(() => copy);
  const asked = Promise.all(Array.from({ length: 16 }, () => catalogue.exportProcedures()));
  // What the day is, what of it is whose, and the file: each in turns of a thousand.
  expect(await turnsDuring(asked)).toBeGreaterThanOrEqual(3 * 20);
  const [file, ...others] = await asked;
  for (const other of others) expect(other).toBe(file);
  expect(await catalogue.exportProcedures()).toBe(file);
  const text = Buffer.concat([...file!]).toString();
  expect(text.split('\r\n')).toHaveLength(1 + 20_000 + 1);
  for (const piece of file!) {
    expect(piece.length).toBeLessThan(4 * 32_768);
    expect(Buffer.from(piece).toString()).toMatch(/\r\n$/);
  }
  copy = copyOf(10, 2);
  expect(Buffer.concat([...(await catalogue.exportProcedures('H57'))]).toString()).toContain('H57,1.000009,');
  expect(await catalogue.exportProcedures()).not.toBe(file);
});

test('a search over many procedures gives way after every thousand, the first and every other', async () => {
  const catalogue = catalogueOver(() => copyOf(10_000));
  const ask = (q: string) => catalogue.listProcedures({ q, limit: 100, offset: 0 });
  expect((await ask('giay')).total).toBe(20_000);
  const again = ask('HỘ TỊCH 77');
  expect(await turnsDuring(again)).toBeGreaterThanOrEqual(20);
  expect((await again).total).toBeGreaterThan(0);
});

test('one who searches for sixty things at once does not keep another waiting for all of them', async () => {
  const catalogue = catalogueOver(() => copyOf(1_500));
  const ask = (q: string) => catalogue.listProcedures({ q, limit: 100, offset: 0 });
  await ask('giay');
  let found = 0;
  const flood = Array.from({ length: 60 }, (_, number) =>
    doneFor('address 198.51.100.7', () => ask(`so ${number}`)).then(() => found++),
  );
  await turn();
  await doneFor('address 203.0.113.8', () => ask('ho tich'));
  expect(found).toBeLessThan(10);
  await Promise.all(flood);
});

const copy = copyOf(60);
const catalogue = catalogueOver(() => copy);
const filter = fc.record({
  bodyCode: fc.option(fc.constantFrom(...BODIES), { nil: undefined }),
  level: fc.option(fc.constantFrom(...LEVELS), { nil: undefined }),
  q: fc.option(fc.constantFrom('hộ tịch', 'DAT DAI', 'so 1', '1.00001', 'dat 5', 'không có'), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 100 }),
  offset: fc.integer({ min: 0, max: 130 }),
});

test('a list that is cut while it is made is what a cut of the whole list would be, with the same counts', async () => {
  await fc.assert(
    fc.asyncProperty(filter, async (asked) => {
      expect(await catalogue.listProcedures(asked)).toEqual(wholeListCut(asked));
    }),
  );
});

/** The same in the simplest way. */
function wholeListCut(asked: Parameters<typeof catalogue.listProcedures>[0]): ProcedureList {
  const words = withoutAccents(asked.q ?? '').split(' ');
  const found = BODIES.flatMap((bodyCode) => [...copy.byBody.get(bodyCode)!.values()])
    .filter(({ bodyCode }) => asked.bodyCode === undefined || bodyCode === asked.bodyCode)
    .map(({ id, bodyCode, code, versions }) => ({ id, bodyCode, code, ...versions[0]!.content }))
    .filter(({ nameVi, fieldVi, code }) => {
      const text = withoutAccents(`${nameVi} ${fieldVi} ${code}`);
      return words.every((word) => text.includes(word));
    });
  const count = (of: (one: ProcedureContent) => boolean): number => found.filter(of).length;
  const inLevel = found.filter(({ level }) => asked.level === undefined || level === asked.level);
  return {
    total: inLevel.length,
    counts: {
      full: count(({ level }) => level === 'full'),
      partial: count(({ level }) => level === 'partial'),
      information: count(({ level }) => level === 'information'),
      online: count(({ level }) => level !== 'information'),
      total: found.length,
      withFee: count(({ hasFee }) => hasFee),
      withFeePayableOnline: count(({ hasFee, onlinePayment }) => hasFee && onlinePayment),
    },
    items: inLevel
      .slice(asked.offset, asked.offset + asked.limit)
      .map((one) => ({ ...one, validFrom: null, validTo: null })),
  };
}

const AT_MS = Date.parse(`${DAY}T02:00:00Z`);
const portals = Array.from({ length: 40 }, (_, index): RegisteredPortal => ({
  siteId: index + 1,
  kind: index % 2 === 0 ? 'other' : 'information-portal',
  name: `Cổng thông tin Thạch Hòa ${index}`,
  nameEn: null,
  url: `https://p${index}.gov.vn`,
  urlKey: `p${index}.gov.vn`,
  allowedHosts: [],
  liveOn: null,
  registeredAt_ms: AT_MS,
  registeredOn: DAY,
  retiredOn: index % 10 === 9 ? DAY : null,
  owners: [{ bodyCode: BODIES[index % 2]!, unitId: null, from: null, to: null }],
}));
const withPortals: Register = { ...register, portals: new Map(portals.map((portal) => [portal.siteId, portal])) };
const heard: Heard = {
  day: DAY,
  at_ms: AT_MS,
  // Every third has sent: half of them long ago.
  hits: new Map(portals.filter((_, at) => at % 3 === 0).map(({ siteId }) => [siteId, siteId % 2 === 0 ? AT_MS : 0])),
  changes: new Map(),
  systems: [],
  rule: ruleOn(readConnectionRules(), DAY),
};
const seen: PageCheck = {
  at: `${DAY}T09:00:00+07:00`,
  outcome: 'carries-code',
  status: 200,
  siteIds: [],
  detail: { vi: '', en: '' },
};

/** What was seen of some portals; of every second there is a look. */
function signsOf(siteIds: readonly number[]): Signs {
  const looks = siteIds.filter((siteId) => siteId % 2 === 0).map((siteId): [number, PageCheck] => [siteId, seen]);
  return { wrongHosts: new Map([[5, [{ host: 'x.vn', count: 1 }]]]), checks: new Map(looks) };
}

const STATES = ['registered', 'seen', 'wrong-host', 'receiving', 'interrupted', 'retired'];
const portalFilter = fc.record({
  bodyCode: fc.option(fc.constantFrom(...BODIES), { nil: undefined }),
  kind: fc.option(fc.constantFrom('other', 'information-portal'), { nil: undefined }),
  state: fc.option(fc.constantFrom(...STATES), { nil: undefined }),
  q: fc.option(fc.constantFrom('thach hoa', 'HÒA 3', 'p1', '7'), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 50 }),
  offset: fc.integer({ min: 0, max: 45 }),
});

test('a list of portals looks up no page that is neither shown nor decides a state, and is the cut of the whole list', async () => {
  await fc.assert(
    fc.asyncProperty(portalFilter, async (asked) => {
      const lookedUp: number[] = [];
      const signs = (_: Heard, siteIds: readonly number[] = portals.map(({ siteId }) => siteId)) => {
        lookedUp.push(...siteIds);
        return Promise.resolve(signsOf(siteIds));
      };
      const { total, items } = await listPortals(withPortals, asked, heard, { signs });
      const all = signsOf(portals.map(({ siteId }) => siteId));
      const whole = portals
        .map((portal) => portalView(withPortals, portal, heard, all))
        .filter(({ kind, bodyCode }) => kind === (asked.kind ?? kind) && bodyCode === (asked.bodyCode ?? bodyCode))
        .filter(({ state }) => state === (asked.state ?? state))
        .filter(({ name, url, siteId }) =>
          withoutAccents(asked.q ?? '')
            .split(' ')
            .every((word) => String(siteId) === word || withoutAccents(name).includes(word) || url.includes(word)),
        );
      expect(total).toBe(whole.length);
      expect(items).toEqual(whole.slice(asked.offset, asked.offset + asked.limit));
      const shown = items.map(({ siteId }) => siteId);
      if (asked.state === undefined) expect(lookedUp).toEqual(shown);
      else expect(lookedUp.filter((siteId) => heard.hits.has(siteId))).toEqual([]);
    }),
  );
});
