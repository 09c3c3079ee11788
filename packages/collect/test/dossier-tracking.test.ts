import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEY, OTHER_KEY, RETIRED_KEY } from './samples.ts';
import { startCollector, type RunningCollector } from './support.ts';

const NOW_MS = Date.UTC(2024, 0, 18, 2, 0);
const CODE = 'H56-240118-0001';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** As senders send it: nothing is encoded. */
const RECORD = `siteId=5&codeProfile=${CODE}&codeTTHC=1.000123.000.00.00.H56&nameTTHC=Cấp giấy phép 100% & gia hạn&status=1&formsReception=1&formsPayments=1&level=4&isFromDVCQG=1&isDVCBC=1&data=&user={"ID_local":"x"}`;
const AS_JSON = {
  siteId: '5',
  maHoSo: CODE,
  codeTTHC: '1.000123',
  status: '1',
  formsReception: 1,
  formsPayments: '2',
  level: '3',
  isFromDVCQG: '0',
  isDVCBC: '0',
};

let collector: RunningCollector;
let recording = true;
beforeEach(async () => {
  recording = true;
  collector = await startCollector({
    clock: () => NOW_MS,
    recording: () => recording,
    trustedProxies: ['127.0.0.1'],
  });
});
afterEach(() => collector.stop());

const send = (body: string | Buffer, headers: Record<string, string> = FORM) =>
  collector.send('POST', '/TrackingMCDT', headers, body);

const reasonOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['x-emc-reason']).split(';')[0]!;

describe('what is taken', () => {
  test('a form in plain UTF-8 is answered 204 and kept in the national words', async () => {
    const reply = await send(RECORD);
    expect([reply.status, reply.body.length]).toEqual([204, 0]);
    const { changes, dossierDrops } = await collector.stored();
    expect(dossierDrops).toEqual([]);
    expect(changes).toEqual([
      expect.objectContaining({
        system_id: 11,
        received: NOW_MS,
        feed: 1,
        dossier: CODE,
        coded: Date.UTC(2024, 0, 17, 17),
        procedure: '1.000123',
        unit: '',
        version: 0,
        status: 2,
        channel: 2,
        declared_level: 4,
        delivery: 2,
        has_fee: 1,
        paid_online: 1,
        from_national_portal: 1,
      }),
    ]);
  });

  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', ''])(
    'JSON is taken whatever its Content-Type says: %s',
    async (type) => {
      const reply = await send(`\ufeff${JSON.stringify(AS_JSON)}`, type === '' ? {} : { 'content-type': type });
      expect(reply.status).toBe(204);
      expect((await collector.stored()).changes).toMatchObject([
        { dossier: CODE, status: 2, channel: 2, declared_level: 3, delivery: 0, has_fee: 1, paid_online: 0 },
      ]);
    },
  );

  test.each([
    ['0', 0],
    ['1', 2],
    ['2', 4],
    ['3', 10],
    ['4', 4],
  ])('status %s is kept as national status %i', async (sent, kept) => {
    await send(JSON.stringify({ ...AS_JSON, status: sent }));
    expect((await collector.stored()).changes).toMatchObject([{ status: kept }]);
  });

  test.each([
    ['1', 2],
    ['2', 1],
    ['', 0],
    ['7', 0],
  ])('formsReception %j is kept as channel %i', async (sent, kept) => {
    await send(JSON.stringify({ ...AS_JSON, formsReception: sent }));
    expect((await collector.stored()).changes).toMatchObject([{ channel: kept }]);
  });

  test('names of fields count regardless of capitals, and what is not said is nothing', async () => {
    expect((await send(`SITEID=5&codeprofile=${CODE}&Status=3`)).status).toBe(204);
    expect((await collector.stored()).changes).toMatchObject([
      { status: 10, procedure: '', channel: 0, declared_level: 255, has_fee: 0, delivery: 0 },
    ]);
  });

  test('the same private number is the same dossier, encoded or not, in a form or in JSON, and cannot be read', async () => {
    const number = 'HS 01+02/Đ%';
    const bodies = [
      `siteId=5&status=1&codeProfile=${number}`,
      `siteId=5&status=1&codeProfile=${encodeURIComponent(number).replaceAll('%20', '+')}`,
      `siteId=5&status=1&codeProfile=${encodeURIComponent(number)}`,
      JSON.stringify({ siteId: 5, status: 1, codeProfile: number.toLowerCase() }),
    ];
    for (const body of bodies) expect((await send(body)).status).toBe(204);
    const { changes } = await collector.stored();
    expect(changes).toHaveLength(4);
    expect(new Set(changes.map((change) => change['dossier'])).size).toBe(1);
    expect(changes[0]).toMatchObject({ coded: 0, dossier: expect.stringMatching(/^x-[0-9a-f]{32}$/) as string });
  });

  test.each([
    ['H56.12.34-240118-00012', 'H56.12.34-240118-00012', Date.UTC(2024, 0, 17, 17)],
    ['000.00.12.h56-240118-0001', '000.00.12.H56-240118-0001', Date.UTC(2024, 0, 17, 17)],
    ['H56-240199-0001', 'H56-240199-0001', 0],
    ['H56-300101-0001', 'H56-300101-0001', 0],
  ])('of the code %s %s is kept, with the day that it can name', async (sent, dossier, coded) => {
    await send(JSON.stringify({ ...AS_JSON, maHoSo: sent }));
    expect((await collector.stored()).changes).toMatchObject([{ dossier, coded }]);
  });

  test('a number of a person in the agency of an official code is not kept', async () => {
    await send(JSON.stringify({ ...AS_JSON, maHoSo: 'H56.001203004567-240118-0001' }));
    expect((await collector.stored()).changes).toMatchObject([{ dossier: expect.stringMatching(/^x-/) as string }]);
  });

  test('the address may be written in any capitals and with a slash behind it', async () => {
    for (const target of ['/trackingmcdt', '/TrackingMCDT/', '/TrackingMCDT?x=1'])
      expect((await collector.send('POST', target, FORM, RECORD)).status).toBe(204);
  });
});

describe('who may send', () => {
  test.each([
    ['203.0.113.15', 204],
    ['203.0.113.16', 403],
    ['198.51.100.1, 203.0.113.3', 204],
    ['203.0.113.3, 198.51.100.1', 403],
  ])('for a system behind a network, X-Forwarded-For: %s is answered %i', async (forwarded, status) => {
    const body = `siteId=8&codeProfile=${CODE}&status=1`;
    const reply = await send(body, { ...FORM, 'x-forwarded-for': forwarded });
    expect(reply.status).toBe(status);
    if (status === 403) expect(reasonOf(reply)).toBe('wrong-address');
    expect((await collector.stored()).changes).toHaveLength(status === 204 ? 1 : 0);
  });

  test.each([
    ['siteId=999', {}, 400, 'unknown-system', 0],
    ['siteId=abc', {}, 400, 'unknown-system', 0],
    ['siteId=', {}, 400, 'unknown-system', 0],
    ['siteId=9', {}, 400, 'retired-system', 13],
    ['siteId=5', { authorization: 'Bearer no-such-key' }, 401, 'wrong-key', 0],
    ['siteId=7', { authorization: `Bearer ${OTHER_KEY}` }, 403, 'wrong-agency', 0],
    ['siteId=9', { authorization: `Bearer ${RETIRED_KEY}` }, 400, 'retired-system', 13],
  ] as const)('%s with %j is refused %i %s', async (site, headers, status, reason, systemId) => {
    const reply = await send(`${site}&codeProfile=${CODE}&status=1`, { ...FORM, ...headers });
    expect([reply.status, reasonOf(reply)]).toEqual([status, reason]);
    expect(String(reply.headers['x-emc-reason'])).toMatch(/^[a-z-]+; [ -~]{20,}$/);
    const { changes, dossierDrops } = await collector.stored();
    expect(changes).toEqual([]);
    expect(dossierDrops).toEqual([{ systemId, minute_ms: NOW_MS, reason, count: 1 }]);
  });

  test('who sends the key may send from anywhere, with or without siteId', async () => {
    for (const site of ['siteId=8&', ''])
      expect((await send(`${site}codeProfile=${CODE}&status=1`, { authorization: `bearer ${OTHER_KEY}` })).status).toBe(
        204,
      );
    await send(`codeProfile=${CODE}&status=1`, { authorization: `Bearer ${KEY}` });
    expect((await collector.stored()).changes).toMatchObject([{ system_id: 12 }, { system_id: 12 }, { system_id: 11 }]);
  });
});

describe('what is refused', () => {
  test.each([
    [`siteId=5&status=1`, 'bad-code', 'codeProfile'],
    [`siteId=5&status=1&codeProfile=${'x'.repeat(101)}`, 'bad-code', 'codeProfile'],
    [`siteId=5&codeProfile=${CODE}`, 'bad-shape', 'status'],
    [`siteId=5&codeProfile=${CODE}&status=5`, 'bad-shape', 'status'],
    [`{"siteId":5,"codeProfile":{"a":1},"status":"1"}`, 'bad-shape', 'codeProfile'],
    ['{"siteId":5,', 'bad-shape', 'The body'],
    ['[1]', 'bad-shape', 'The body'],
  ])('%s is refused as %s, and %s is named', async (body, reason, place) => {
    const reply = await send(body);
    expect([reply.status, reasonOf(reply)]).toEqual([400, reason]);
    expect(reply.headers['x-emc-reason']).toContain(place);
    expect(reply.body.toString().trim().split('\n')).toHaveLength(2);
    const { changes, dossierDrops } = await collector.stored();
    expect(changes).toEqual([]);
    expect(dossierDrops).toMatchObject([{ reason, count: 1 }]);
  });

  test('while recording is switched off it is answered 503 with a time to come again', async () => {
    recording = false;
    const reply = await send(RECORD);
    expect([reply.status, reasonOf(reply)]).toEqual([503, 'not-recording']);
    expect(reply.headers['retry-after']).toBeDefined();
  });

  test.each(['GET', 'PUT', 'OPTIONS'])('%s is answered 405', async (method) => {
    expect((await collector.send(method, '/TrackingMCDT')).status).toBe(405);
  });

  test('other addresses are not the collector’s', async () => {
    expect((await collector.send('POST', '/TrackingMCDT/x', FORM, RECORD)).status).toBe(404);
  });
});
