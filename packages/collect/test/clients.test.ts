import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BROWSER, PAGE } from './samples.ts';
import { startCollector, type RunningCollector } from './support.ts';

// What real clients of the Matomo family send, as their published source says. 17:14:08 in Viet Nam.
const SENT_MS = Date.UTC(2026, 10, 30, 10, 14, 8);
const NOW_MS = SENT_MS + 2000;
const HIT = `idsite=5&rec=1&url=${PAGE}`;
const ID = '0123456789abcdef';
const DAY_MS = 24 * 3_600_000;

let collector: RunningCollector;
beforeEach(async () => {
  collector = await startCollector({ clock: () => NOW_MS });
});
afterEach(() => collector.stop());

const reasonOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['x-emc-reason']).split(';')[0]!;
const bulk = async (requests: unknown[], headers: Record<string, string> = {}) => {
  const reply = await collector.send('POST', '/matomo.php', headers, JSON.stringify({ requests }));
  return { status: reply.status, json: JSON.parse(reply.body.toString()) as object };
};
const timesStored = async (): Promise<unknown[]> => (await collector.stored()).hits.map((hit) => hit['time']);

describe('the time of a hit (cdt)', () => {
  test.each([
    ['Unix seconds (Java client)', '1796033648', 0],
    ['Unix seconds with a fraction', '1796033648.526', 526],
    ['Unix milliseconds (Date.now())', '1796033648526', 526],
    ['UTC text (iOS, PHP, log importer)', '2026-11-30 10:14:08', 0],
    ['UTC text, "+" for the blank', '2026-11-30+10:14:08', 0],
    ['with an offset, encoded (Android)', '2026-11-30+17%3A14%3A08%2B0700', 0],
    ['with an offset, not encoded: the + arrives as a blank', '2026-11-30 17:14:08+0700', 0],
    ['with a blank and an offset', '2026-11-30 17:14:08 %2B0700', 0],
    ['with a colon in the offset', '2026-11-30T17:14:08%2B07:00', 0],
    ['with a colon in the offset, not encoded', '2026-11-30T17:14:08+07:00', 0],
    ['with hours as the offset', '2026-11-30T17:14:08%2B07', 0],
    ['with a negative offset', '2026-11-30T05:44:08-04:30', 0],
    ['ISO with milliseconds (Flutter in a browser, JavaScript)', '2026-11-30T10:14:08.526Z', 526],
    ['ISO with microseconds (Flutter)', '2026-11-30T10:14:08.526999Z', 526],
    ['ISO with nanoseconds (Kotlin)', '2026-11-30T10:14:08.526999999Z', 526],
    ['ISO with one digit', '2026-11-30T10:14:08.5Z', 500],
    ['ISO with a fraction and an offset', '2026-11-30T17:14:08.526%2B07:00', 526],
    ['lower case', '2026-11-30t10:14:08z', 0],
    ['a named zone', '2026-11-30 10:14:08 UTC', 0],
  ])('%s is read: %s', async (_client, cdt, more_ms) => {
    const query = `?${HIT}&cdt=${cdt.replaceAll(' ', '%20')}`;
    const single = await collector.send('GET', `/tracking${query}`);
    expect([single.status, single.headers['x-emc-reason']]).toEqual([200, undefined]);
    expect((await bulk([query])).json).toEqual({ status: 'success', tracked: 1, invalid: 0 });
    expect(await timesStored()).toEqual([SENT_MS + more_ms, SENT_MS + more_ms]);
  });

  test('a text without seconds is read, as senders in Java leave zeros away', async () => {
    await collector.send('GET', `/tracking?${HIT}&cdt=2026-11-30T17:14%2B07:00`);
    expect(await timesStored()).toEqual([SENT_MS - 8000]);
  });

  test.each([
    '2026-11-31 10:14:08',
    '2026-11-30 24:00:00',
    '2026-11-30 10:60:00',
    '2026-11-30T10:14:08+1500',
    '2026-11-30T10:14:08+07:60',
    '2026-11-30T10:14:08.Z',
    '2026-11-30',
    '30/11/2026 17:14:08',
    'Mon, 30 Nov 2026 10:14:08 GMT',
    '1e9',
    '-5',
    'undefined',
  ])('%s is no time: refused, and in bulk counted as invalid', async (cdt) => {
    const query = `?${HIT}&cdt=${encodeURIComponent(cdt)}`;
    const single = await collector.send('GET', `/tracking${query}`);
    expect([single.status, reasonOf(single)]).toEqual([400, 'bad-parameter']);
    expect(String(single.headers['x-emc-reason'])).toContain('cdt');
    expect((await bulk([query, `?${HIT}`])).json).toEqual({
      status: 'success',
      tracked: 1,
      invalid: 1,
      dropped: 0,
      reasons: { 'bad-parameter': 1 },
    });
  });

  test('exactly 24 hours back and exactly five minutes ahead count; a millisecond more of either does not', async () => {
    const send = (time_ms: number) =>
      collector.send('GET', `/tracking?${HIT}&cdt=${new Date(time_ms).toISOString().replaceAll(':', '%3A')}`);
    const replies = [
      await send(NOW_MS - DAY_MS),
      await send(NOW_MS - DAY_MS - 1),
      await send(NOW_MS + 300_000),
      await send(NOW_MS + 300_001),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 200, 400]);
    expect(replies.map(reasonOf)).toEqual(['undefined', 'old-time-without-token', 'undefined', 'bad-parameter']);
    expect(await timesStored()).toEqual([NOW_MS - DAY_MS, NOW_MS]);
  });
});

describe('who sends', () => {
  const LIBRARIES = [
    '',
    'MatomoJavaClient',
    'MatomoTracker SDK URLSessionDispatcher',
    'okhttp/4.12.0',
    'Java/17.0.1',
    'Java-http-client/17.0.1',
    'Apache-HttpClient/4.5.13 (Java/17.0.1)',
    'GuzzleHttp/6.5.5 curl/7.58.0 PHP/7.4.3',
    'axios/1.7.2',
    'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
    'node',
    'undici',
    'python-requests/2.31.0',
    'Ktor client',
    'Go-http-client/1.1',
    'Apache CXF 3.5.5',
    'Vert.x-WebClient/4.5.1',
    'Bun/1.1.0',
    'Deno/2.0.0',
    // A header that a script set without a value.
    'undefined',
    'null',
  ];

  test.each(LIBRARIES)('a hit that names its visitor counts, sent with the agent "%s"', async (agent) => {
    for (const name of ['_id', 'cid'])
      expect(reasonOf(await collector.send('GET', `/tracking?${HIT}&${name}=${ID}`, { 'user-agent': agent }))).toBe(
        'undefined',
      );
    const stored = (await collector.stored()).hits;
    expect(stored.map((hit) => [hit['device'], hit['browser'], hit['os']])).toEqual([
      ['other', 'other', 'other'],
      ['other', 'other', 'other'],
    ]);
    expect(new Set(stored.map((hit) => hit['visitor'])).size).toBe(1);
  });

  test.each(LIBRARIES)('a hit that does not name its visitor is dropped, sent with the agent "%s"', async (agent) => {
    for (const query of ['', '&_id=', '&uid=ten-dang-nhap']) {
      const reply = await collector.send('GET', `/tracking?${HIT}${query}`, { 'user-agent': agent });
      expect([reply.status, reasonOf(reply)]).toEqual([200, 'bot']);
      expect(reply.headers['x-emc-reason']).toContain('_id or cid');
    }
    expect((await collector.stored()).hits).toHaveLength(0);
  });

  test.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    BROWSER.replace('Chrome', 'HeadlessChrome'),
    'python-requests/2.31 (a crawler)',
    'Java/1.8 MyBot',
    'curl/8.5.0',
    'Wget/1.21',
    'facebookexternalhit/1.1',
  ])('%s stays a bot, whatever visitor it names', async (agent) => {
    const reply = await collector.send('GET', `/tracking?${HIT}&_id=${ID}`, { 'user-agent': agent });
    expect(reasonOf(reply)).toBe('bot');
    const given = `/tracking?${HIT}&_id=${ID}&ua=${encodeURIComponent(agent)}`;
    expect(reasonOf(await collector.send('GET', given, { 'user-agent': '' }))).toBe('bot');
    expect((await collector.stored()).hits).toHaveLength(0);
  });

  test('a headless browser that only its client hints give away stays a bot, with a visitor and no agent', async () => {
    const hints = encodeURIComponent(JSON.stringify({ brands: [{ brand: 'HeadlessChrome', version: '126' }] }));
    const reply = await collector.send('GET', `/tracking?${HIT}&_id=${ID}&uadata=${hints}`, { 'user-agent': '' });
    expect(reasonOf(reply)).toBe('bot');
  });

  test('a bulk request of the PHP tracker counts whole: the agent with the first item, a visitor with each, no header', async () => {
    const item = (visitor: string, more = '') =>
      `https://emc.example.gov.vn/matomo.php?${HIT}&apiv=1&r=1&_id=${visitor}${more}`;
    const other = 'fedcba9876543210';
    const reply = await bulk([item(ID, `&ua=${encodeURIComponent(BROWSER)}&lang=vi`), item(ID), item(other)], {
      'user-agent': '',
      'content-type': 'application/json',
    });
    expect(reply).toEqual({ status: 200, json: { status: 'success', tracked: 3, invalid: 0 } });
    const { hits } = await collector.stored();
    expect(hits.map((hit) => hit['browser'])).toEqual(['Chrome', 'other', 'other']);
    expect(new Set(hits.map((hit) => hit['visitor'])).size).toBe(2);
  });

  test('an agent in name only (ua=undefined) is none: that of the header is read', async () => {
    for (const ua of ['undefined', 'null', 'false', '']) await collector.send('GET', `/tracking?${HIT}&ua=${ua}`);
    expect((await collector.stored()).hits.map((hit) => hit['browser'])).toEqual(Array(4).fill('Chrome'));
  });
});

describe('the page', () => {
  test.each(['', 'undefined', 'null', 'NaN', '[object Object]', 'about:blank', '(null)', ' Undefined '])(
    'url=%s counts like no url',
    async (url) => {
      const query = `/tracking?idsite=5&rec=1&url=${encodeURIComponent(url)}`;
      const replies = [
        await collector.send('GET', query),
        await collector.send('GET', query, { referer: 'https://x.ubnd.example.gov.vn/a' }),
        await collector.send('GET', query, { referer: 'https://evil.example/' }),
      ];
      expect(replies.map(reasonOf)).toEqual(['undefined', 'undefined', 'wrong-host']);
      const { hits, drops } = await collector.stored();
      expect(hits.map((hit) => [hit['host'], hit['path']])).toEqual([
        ['dichvucong.example.gov.vn', '/'],
        ['x.ubnd.example.gov.vn', '/a'],
      ]);
      expect(drops).toMatchObject([{ reason: 'wrong-host', sampleHost: 'evil.example' }]);
    },
  );

  test.each(['/undefined', 'undefined.html', 'https:undefined'])(
    'url=%s is an address, or none at all',
    async (url) => {
      const reply = await collector.send('GET', `/tracking?idsite=5&rec=1&url=${encodeURIComponent(url)}`);
      expect(['bad-parameter', 'wrong-host']).toContain(reasonOf(reply));
    },
  );
});

describe('the address', () => {
  test.each([
    '//matomo.php',
    '/matomo.php/',
    '/Matomo.php',
    '/PIWIK.PHP',
    '///tracking//matomo.php',
    '/tracking//matomo.php',
    '/TRACKING/',
    '/Tracking',
    '//tracking//',
    '/tracking/Piwik.php//',
    '/matomo%2Ephp',
    '/%74racking',
    '/matomo.php%20',
    '/tracking%2Fmatomo.php',
  ])('%s is the collector, for all methods', async (path) => {
    const replies = [
      await collector.send('GET', `${path}?${HIT}`),
      await collector.send('POST', `${path}?${HIT}`),
      await collector.send('POST', path, {}, HIT),
      await collector.send('POST', path, {}, JSON.stringify({ requests: [`?${HIT}`] })),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await collector.send('GET', `${path}?idsite=999&rec=1`)).status).toBe(400);
    const probe = await collector.send('GET', path);
    expect([probe.status, probe.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect((await collector.stored()).hits).toHaveLength(4);
  });

  test.each(['/trackings', '/tracking/x', '/x/matomo.php', '/matomo.php/x', '/matomo', '/%', '/%ff', '/track%2', '//'])(
    '%s is left to others',
    async (path) => {
      expect((await collector.send('GET', `${path}?${HIT}`)).status).toBe(404);
    },
  );

  test('an address of the operator is taken in any spelling too, and in no other place', async () => {
    const other = await startCollector({ clock: () => NOW_MS, paths: ['/Do-Luong/'] });
    for (const path of ['/Do-Luong/', '/do-luong', '//DO-LUONG'])
      expect((await other.send('GET', `${path}?${HIT}`)).status).toBe(200);
    expect((await other.send('GET', `//tracking?${HIT}`)).status).toBe(404);
    await other.stop();
  });

  test.each(['/TrackingMCDT/', '//trackingmcdt', '/TRACKINGMCDT//', '/mapi//g/', '/Mapi/Login', '//DongBoHoSoMC'])(
    '%s is the door for dossiers',
    async (path) => {
      expect((await collector.send('GET', path)).status).toBe(405);
      expect((await collector.send('POST', path, {}, 'siteId=1')).headers['x-emc-reason']).toBeDefined();
    },
  );
});
