import { gzipSync } from 'node:zlib';
import { HIT_KINDS } from '@emc/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BROWSER, KEY, PAGE } from './samples.ts';
import { startCollector, type RunningCollector } from './support.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 2, 0);
const HIT = `idsite=5&rec=1&url=${PAGE}`;
const GIF_START = 'GIF89a';

let collector: RunningCollector;
let recording = true;
beforeEach(async () => {
  recording = true;
  collector = await startCollector({ clock: () => NOW_MS, recording: () => recording, bodyLimit_bytes: 10_000 });
});
afterEach(() => collector.stop());

const reasonOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['x-emc-reason']).split(';')[0]!;

describe('replies', () => {
  test.each(['GET', 'POST'])('a hit by %s is answered with a transparent GIF of 43 bytes', async (method) => {
    const reply = await collector.send(method, `/tracking?${HIT}`);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('image/gif');
    expect(reply.body.length).toBe(43);
    expect(reply.body.toString('latin1', 0, 6)).toBe(GIF_START);
    expect(reply.headers['cache-control']).toBe(method === 'GET' ? 'no-store' : undefined);
    expect((await collector.stored()).hits).toHaveLength(1);
  });

  test.each(['GET', 'POST'])('send_image=0 by %s is answered 204 with nothing', async (method) => {
    const reply = await collector.send(method, `/tracking?${HIT}&send_image=0`);
    expect([reply.status, reply.body.length]).toEqual([204, 0]);
    expect((await collector.stored()).hits).toHaveLength(1);
  });

  test('a GET without parameters is answered with a line of text, for monitors', async () => {
    for (const target of ['/tracking', '/tracking/', '/matomo.php?']) {
      const reply = await collector.send('GET', target);
      expect(reply.status).toBe(200);
      expect(reply.headers['content-type']).toMatch(/^text\/plain/);
      expect(reply.body.toString()).toMatch(/^.+\n$/);
    }
    expect((await collector.stored()).hits).toHaveLength(0);
  });

  test('HEAD is answered like GET, without a body, and counts nothing', async () => {
    const probe = await collector.send('HEAD', '/tracking');
    const hit = await collector.send('HEAD', `/tracking?${HIT}`);
    expect([probe.status, hit.status, probe.body.length, hit.body.length]).toEqual([200, 200, 0, 0]);
    expect(hit.headers['content-type']).toBe('image/gif');
    expect((await collector.stored()).hits).toHaveLength(0);
  });

  test.each([
    ['rec=1', 'nothing-to-track'],
    [`rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=0&rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=-5&rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=999&rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=5abc&rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=99999999999999&rec=1&url=${PAGE}`, 'unknown-site'],
    [`idsite=6&rec=1&url=${PAGE}`, 'retired-site'],
    [`${HIT}&_id=123`, 'bad-visitor-id'],
    [`${HIT}&cid=0123456789abcdeg`, 'bad-visitor-id'],
    [`${HIT}&cdt=${NOW_MS / 1000 - 24 * 3600 - 1}`, 'old-time-without-token'],
    [`${HIT}&cdt=2026-11-21 01:59:59`.replace(' 01', '%2001'), 'old-time-without-token'],
    [`${HIT}&cdt=${NOW_MS / 1000 + 600}`, 'bad-parameter'],
    [`${HIT}&cdt=soon`, 'bad-parameter'],
    [`${HIT}&cip=203.0.113.9&token_auth=x`, 'bad-parameter'],
    [`${HIT}&e_c=only`, 'bad-parameter'],
    [`${HIT}&gov_dvc=1.000123&gov_dvc_state=2`, 'bad-parameter'],
    [`${HIT}&gov_dvc=a%20b&gov_dvc_state=1`, 'bad-parameter'],
    ['idsite=5&rec=1&url=trang-chu', 'bad-parameter'],
  ])('%s is refused with 400 and the reason %s in a header', async (query, reason) => {
    const reply = await collector.send('GET', `/tracking?${query}`);
    expect(reply.status).toBe(400);
    expect(reasonOf(reply)).toBe(reason);
    expect(String(reply.headers['x-emc-reason'])).toMatch(/^[a-z-]+; [\x20-\x7e]{10,}$/);
    expect(reply.headers['cache-control']).toBe('no-store');
    const { hits, drops } = await collector.stored();
    expect(hits).toHaveLength(0);
    expect(drops).toMatchObject([{ reason, count: 1 }]);
  });

  test('while recording is switched off a hit is answered 503 and the monitors are answered as ever', async () => {
    recording = false;
    const reply = await collector.send('GET', `/tracking?${HIT}`);
    expect([reply.status, reasonOf(reply)]).toEqual([503, 'not-recording']);
    expect(reply.headers['retry-after']).toBeDefined();
    expect((await collector.send('GET', '/tracking')).status).toBe(200);
    expect((await collector.send('POST', '/tracking', {}, `{"requests":["?${HIT}"]}`)).status).toBe(503);
  });

  test('a cdt within 24 hours is the time of the hit, one slightly ahead is the time of its arrival', async () => {
    await collector.send('GET', `/tracking?${HIT}&cdt=2026-11-21%2003:00:00`);
    await collector.send('GET', `/tracking?${HIT}&cdt=${NOW_MS / 1000 + 60}`);
    const { hits } = await collector.stored();
    expect(hits.map((hit) => hit['time'])).toEqual([Date.UTC(2026, 10, 21, 3), NOW_MS]);
    expect(hits.every((hit) => hit['received'] === NOW_MS)).toBe(true);
  });

  test('an answer to a POST from a browser can be read by the page that sent it', async () => {
    const origin = 'https://dichvucong.example.gov.vn';
    for (const [query, status] of [
      [HIT, 200],
      [`${HIT}&send_image=0`, 204],
      ['idsite=999&rec=1', 400],
    ] as const) {
      const reply = await collector.send('POST', `/tracking?${query}`, { origin });
      expect(reply.status).toBe(status);
      expect(reply.headers['access-control-allow-origin']).toBe(origin);
      expect(reply.headers['access-control-allow-credentials']).toBe('true');
      expect(reply.headers.vary).toBe('Origin');
    }
    expect(
      (await collector.send('GET', `/tracking?${HIT}`, { origin })).headers['access-control-allow-origin'],
    ).toBeUndefined();
  });

  test('a preflight is answered for every path, with the headers that were asked for', async () => {
    const reply = await collector.send('OPTIONS', '/tracking', {
      origin: 'https://a.vn',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-y',
    });
    expect(reply.status).toBe(204);
    expect(reply.headers['access-control-allow-origin']).toBe('https://a.vn');
    expect(reply.headers['access-control-allow-methods']).toContain('POST');
    expect(reply.headers['access-control-allow-headers']).toBe('content-type,x-y');
  });

  test('no answer of either door is to be taken for anything but what it says it is', async () => {
    const bulk = JSON.stringify({ requests: [`?${HIT}`] });
    const tracking = 'siteId=5&codeProfile=H56-261110-00001&status=1';
    const answers: Awaited<ReturnType<RunningCollector['send']>>[] = [];
    const ask = async (...asked: Parameters<RunningCollector['send']>) =>
      void answers.push(await collector.send(...asked));
    for (const query of [HIT, `${HIT}&send_image=0`, `${HIT}&url=https%3A%2F%2Fevil.example`, 'rec=1', `${HIT}&cdt=x`])
      for (const method of ['GET', 'HEAD', 'POST']) await ask(method, `/tracking?${query}`);
    for (const method of ['GET', 'PUT', 'OPTIONS']) await ask(method, '/matomo.php');
    for (const body of [bulk, '{"requests":[', 'x'.repeat(10_001)]) await ask('POST', '/matomo.php', {}, body);
    for (const path of ['/TrackingMCDT', '/mapi/g', '/mapi/login', '/DongBoHoSoMC']) {
      await ask('GET', path);
      for (const body of [tracking, '{}', '']) await ask('POST', path, {}, body);
      await ask('POST', path, { 'content-encoding': 'gzip' }, 'x');
      await ask('POST', path, { authorization: 'Bearer guess' }, tracking);
    }
    recording = false;
    for (const path of [`/tracking?${HIT}`, '/TrackingMCDT', '/mapi/g']) await ask('POST', path, {}, tracking);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204, 400, 401, 405, 413, 503]));
    expect(answers.filter(({ headers }) => headers['x-content-type-options'] !== 'nosniff')).toEqual([]);
  });

  test('hits and feeds are taken from any page and under any name', async () => {
    const elsewhere = { host: 'elsewhere.vn', origin: 'https://elsewhere.vn', 'sec-fetch-site': 'cross-site' };
    expect((await collector.send('GET', `/tracking?${HIT}`, elsewhere)).status).toBe(200);
    expect((await collector.send('POST', `/tracking?${HIT}`, elsewhere)).status).toBe(200);
    const tracking = 'siteId=5&codeProfile=H56-261110-00001&status=1';
    expect((await collector.send('POST', '/TrackingMCDT', elsewhere, tracking)).status).toBe(204);
    const envelope = { madonvi: 'H56', service: 'CapNhatTienDoHoSoMC' };
    const step = { MaHoSo: 'H56-261110-00001', ThoiDiemXuLy: '20261111100000', TrangThai: '4' };
    const body = JSON.stringify({ session: KEY, ...envelope, data: [step] });
    const answer = await collector.send('POST', '/mapi/g', elsewhere, body);
    expect(answer.body.toString()).toContain('"error_code":"0"');
  });

  test('other methods are answered 405 with those that are taken', async () => {
    const reply = await collector.send('PUT', `/tracking?${HIT}`);
    expect(reply.status).toBe(405);
    expect(reply.headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  });
});

describe('request shapes', () => {
  test.each(['/tracking', '/tracking/', '/matomo.php', '/piwik.php', '/tracking/matomo.php', '/tracking/piwik.php'])(
    'hits come in at %s',
    async (path) => {
      expect((await collector.send('GET', `${path}?${HIT}`)).status).toBe(200);
      expect((await collector.stored()).hits).toHaveLength(1);
    },
  );

  test('other paths are left to others', async () => {
    for (const path of ['/', '/api/v1/live', '/trackings', '/tracking/x'])
      expect((await collector.send('GET', `${path}?${HIT}`)).status).toBe(404);
  });

  test("a path of the operator's choice takes the place of the known ones", async () => {
    const other = await startCollector({ paths: ['/hello'] });
    expect((await other.send('GET', `/hello?${HIT}`)).status).toBe(200);
    expect((await other.send('GET', `/tracking?${HIT}`)).status).toBe(404);
    await other.stop();
  });

  test('query string and form body are one set of parameters', async () => {
    const reply = await collector.send(
      'POST',
      '/matomo.php?idsite=5&rec=1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      `action_name=Trang+ch%E1%BB%A7&url=${PAGE}&token_auth=secret`,
    );
    expect(reply.status).toBe(200);
    expect((await collector.stored()).hits).toMatchObject([{ title: 'Trang chủ', path: '/trang-chu' }]);
  });

  test('a beacon with an empty body and everything in the address is a hit', async () => {
    const reply = await collector.send('POST', `/matomo.php?${HIT}&send_image=0`, {
      'content-length': '0',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      origin: 'https://dichvucong.example.gov.vn',
    });
    expect(reply.status).toBe(204);
    expect((await collector.stored()).hits).toHaveLength(1);
  });

  test('a chunked body is read', async () => {
    const reply = await collector.send(
      'POST',
      '/matomo.php',
      { 'transfer-encoding': 'chunked' },
      `${HIT}&send_image=0`,
    );
    expect(reply.status).toBe(204);
  });

  test.each(['content-length', 'chunked'])(
    'a body beyond the limit (%s) is refused with 413, and said so',
    async (how) => {
      const headers: Record<string, string> = how === 'chunked' ? { 'transfer-encoding': 'chunked' } : {};
      const reply = await collector.send('POST', '/matomo.php', headers, 'x'.repeat(10_001));
      expect([reply.status, reasonOf(reply)]).toEqual([413, 'body-too-large']);
      expect((await collector.stored()).drops).toMatchObject([{ siteId: 0, reason: 'body-too-large' }]);
    },
  );

  test('a bulk request is known by its body; a bad item spoils none of the others', async () => {
    const requests = [
      `?${HIT}`,
      `https://x.vn/matomo.php?${HIT}&action_name=B`,
      { idsite: 5, rec: 1, url: decodeURIComponent(PAGE), action_name: 'C & D' },
      '?idsite=999&rec=1',
      17,
      `?${HIT}&ua=Googlebot/2.1`,
    ];
    const reply = await collector.send(
      'POST',
      '/piwik.php?queuedtracking=0',
      { 'content-type': 'application/x-www-form-urlencoded' },
      JSON.stringify({ requests }),
    );
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body.toString())).toEqual({
      status: 'success',
      tracked: 3,
      invalid: 2,
      dropped: 1,
      reasons: { 'unknown-site': 1, 'nothing-to-track': 1, bot: 1 },
    });
    expect(reasonOf(reply)).toBe('unknown-site');
    expect(reply.headers['x-emc-reason']).toMatch(/\(2 refused, 1 dropped, 3 counted\)$/);
    expect((await collector.stored()).hits.map((hit) => hit['title'])).toEqual(['', 'B', 'C & D']);
  });

  test('a bulk request with "send_image":0 is answered 204', async () => {
    const reply = await collector.send(
      'POST',
      '/matomo.php',
      {},
      JSON.stringify({ requests: [`?${HIT}`], send_image: 0 }),
    );
    expect(reply.status).toBe(204);
    expect((await collector.stored()).hits).toHaveLength(1);
  });

  test('what a bulk request has dropped is no part of what it has tracked, and the header says so where no JSON is wanted', async () => {
    const requests = [
      `?${HIT}&ua=Googlebot/2.1`,
      `?${HIT}&ua=Googlebot/2.1`,
      '?idsite=5&url=https%3A%2F%2Fevil.example',
    ];
    const reply = await collector.send('POST', '/matomo.php', {}, JSON.stringify({ requests }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body.toString())).toEqual({
      status: 'success',
      tracked: 0,
      invalid: 0,
      dropped: 3,
      reasons: { bot: 2, 'wrong-host': 1 },
    });
    const silent = await collector.send('POST', '/matomo.php', {}, JSON.stringify({ requests, send_image: 0 }));
    expect([silent.status, silent.body.length, reasonOf(silent)]).toEqual([204, 0, 'bot']);
    expect(silent.headers['x-emc-reason']).toMatch(/\(0 refused, 3 dropped, 0 counted\)$/);
    expect((await collector.stored()).hits).toHaveLength(0);
  });

  test('a bulk request of which everything is counted is answered as Matomo answers it, and nothing more', async () => {
    const reply = await collector.send('POST', '/matomo.php', {}, JSON.stringify({ requests: [`?${HIT}`, `?${HIT}`] }));
    expect(reply.body.toString()).toBe('{"status":"success","tracked":2,"invalid":0}');
    expect(reply.headers['x-emc-reason']).toBeUndefined();
  });

  test('a bulk request of more than 1,000 hits is refused whole', async () => {
    const large = await startCollector({ clock: () => NOW_MS });
    const post = (count: number) =>
      large.send(
        'POST',
        '/matomo.php',
        {},
        JSON.stringify({ requests: Array.from({ length: count }, () => `?${HIT}`) }),
      );
    const [most, more] = [await post(1000), await post(1001)];
    expect(JSON.parse(most.body.toString())).toEqual({ status: 'success', tracked: 1000, invalid: 0 });
    expect([more.status, reasonOf(more)]).toEqual([413, 'body-too-large']);
    const { hits, drops } = await large.stored();
    expect(hits).toHaveLength(1000);
    expect(drops).toMatchObject([{ siteId: 0, reason: 'body-too-large', count: 1 }]);
    await large.stop();
  });

  test('bulk requests that come at once do not mix: each hit keeps its sender and its place in its own answer', async () => {
    const large = await startCollector({ clock: () => NOW_MS, trustedProxies: ['127.0.0.1'] });
    const senders = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];
    const replies = await Promise.all(
      senders.map((address, sender) => {
        const requests = Array.from({ length: 950 }, (_, i) =>
          i % 10 === sender ? 17 : `?${HIT}&action_name=${sender}-${i}`,
        );
        return large.send('POST', '/matomo.php', { 'x-forwarded-for': address }, JSON.stringify({ requests }));
      }),
    );
    for (const reply of replies)
      expect(JSON.parse(reply.body.toString())).toMatchObject({ status: 'success', tracked: 855, invalid: 95 });
    const { hits } = await large.stored();
    const bySender = Map.groupBy(hits, (hit) => String(hit['title'])[0]);
    expect([...bySender.values()].map((one) => new Set(one.map((hit) => hit['visitor'])).size)).toEqual([1, 1, 1]);
    expect(new Set(hits.map((hit) => hit['visitor'])).size).toBe(3);
    expect(new Set(hits.map((hit) => hit['title'])).size).toBe(855 * 3);
    await large.stop();
  });

  test('a bulk request in the middle of which recording ends is answered 503', async () => {
    let asked = 0;
    const ending = await startCollector({ clock: () => NOW_MS, recording: () => ++asked < 250 });
    const body = JSON.stringify({ requests: Array.from({ length: 400 }, () => `?${HIT}`) });
    const reply = await ending.send('POST', '/matomo.php', {}, body);
    expect([reply.status, reasonOf(reply)]).toEqual([503, 'not-recording']);
    expect((await ending.stored()).hits).toHaveLength(0);
    await ending.stop();
  });

  test('whatever stands in "send_image" a bulk request is answered', async () => {
    for (const sendImage of [{ toString: 1 }, null, [0], 1, 'x']) {
      const body = JSON.stringify({ requests: [], send_image: sendImage });
      expect((await collector.send('POST', '/matomo.php', {}, body)).status).toBe(200);
    }
  });

  test('a bulk request that begins with a byte order mark is read like one without', async () => {
    const body = `\ufeff${JSON.stringify({ requests: [`?${HIT}`] })}`;
    expect((await collector.send('POST', '/matomo.php', {}, body)).body.toString()).toContain('"tracked":1');
  });

  test('what looks like bulk and is no JSON is refused and counted, and so is bulk while recording is switched off', async () => {
    const reply = await collector.send('POST', '/matomo.php', {}, '{"requests":[');
    expect([reply.status, reasonOf(reply)]).toEqual([400, 'bad-parameter']);
    recording = false;
    expect((await collector.send('POST', '/matomo.php', {}, '{"requests":[]}')).status).toBe(503);
    const { drops } = await collector.stored();
    const counted = drops.map(({ siteId, reason, count }) => `${siteId} ${reason} ${count}`);
    expect(counted.sort()).toEqual(['0 bad-parameter 1', '0 not-recording 1']);
  });

  test.each(['gzip', 'Deflate'])('a body packed with %s is refused whole, and the reason says so', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    for (const body of [gzipSync(JSON.stringify({ requests: [`?${HIT}`] })).toString('latin1'), HIT]) {
      const reply = await collector.send('POST', `/matomo.php?${HIT}`, headers, body);
      expect([reply.status, reasonOf(reply)]).toEqual([400, 'bad-parameter']);
      expect(reply.headers['x-emc-reason']).toContain('Content-Encoding');
    }
    // A beacon of a client that says so of everything has nothing that is packed.
    expect((await collector.send('POST', `/matomo.php?${HIT}`, headers)).status).toBe(200);
    const { hits, drops } = await collector.stored();
    expect([hits.length, drops.map(({ reason, count }) => [reason, count])]).toEqual([1, [['bad-parameter', 2]]]);
  });
});

describe('what is dropped answers as if it were counted, and says why', () => {
  test.each([
    ['wrong-host', 'url=https%3A%2F%2Fevil.example%2Fa', {}],
    ['wrong-host', 'url=file%3A%2F%2F%2FC%3A%2Fa.html', {}],
    ['do-not-track', `url=${PAGE}`, { dnt: '1' }],
    ['do-not-track', `url=${PAGE}`, { 'sec-gpc': '1' }],
    ['bot', `url=${PAGE}`, { 'user-agent': 'Googlebot/2.1' }],
    ['bot', `url=${PAGE}`, { 'user-agent': '' }],
    ['bot', `url=${PAGE}&ua=curl%2F8`, {}],
  ])('%s (%s)', async (reason, query, headers: Record<string, string>) => {
    const image = await collector.send('GET', `/tracking?idsite=5&rec=1&${query}`, headers);
    const empty = await collector.send('POST', `/tracking?idsite=5&rec=1&send_image=0&${query}`, headers);
    expect([image.status, image.body.length, empty.status]).toEqual([200, 43, 204]);
    expect([reasonOf(image), reasonOf(empty)]).toEqual([reason, reason]);
    const { hits, drops } = await collector.stored();
    expect(hits).toHaveLength(0);
    expect(drops).toMatchObject([{ siteId: 5, reason, count: 2, minute_ms: NOW_MS }]);
  });

  test('a drop is counted with the page of one of them, stripped; of somebody who does not want to be followed, without', async () => {
    const url = encodeURIComponent('https://evil.example/ho-so/001203004567?q=secret');
    await collector.send('GET', `/tracking?idsite=5&rec=1&url=${url}`);
    await collector.send('GET', `/tracking?idsite=5&rec=1&url=${PAGE}`, { dnt: '1' });
    const { drops } = await collector.stored();
    expect(drops).toMatchObject([
      { reason: 'wrong-host', sampleHost: 'evil.example', samplePath: '/ho-so/…' },
      { reason: 'do-not-track', sampleHost: '', samplePath: '' },
    ]);
  });

  test('what names a site that nobody knows is counted for site 0 and no other, in one row for many, without its path', async () => {
    for (let round = 0; round < 24; round++) {
      const requests = Array.from(
        { length: 100 },
        (_, i) => `?idsite=${1000 + round * 100 + i}&rec=1&url=https%3A%2F%2Fx.vn%2F${round}`,
      );
      await collector.send('POST', '/matomo.php', {}, JSON.stringify({ requests }));
    }
    const { drops } = await collector.stored();
    // A second's counts are a row; how many seconds this takes is the machine's affair.
    const counted = { siteId: 0, minute_ms: NOW_MS, reason: 'unknown-site', sampleHost: 'x.vn', samplePath: '' };
    expect(drops).toEqual(drops.map(({ count }) => ({ ...counted, count })));
    expect(drops.reduce((sum, { count }) => sum + count, 0)).toBe(2400);
    expect(drops.length).toBeLessThanOrEqual(24);
  });
});

describe('meanings', () => {
  test.each([
    ['page_view', 'action_name=A', { title: 'A' }],
    ['ping', 'ping=1', {}],
    [
      'event',
      'e_c=C&e_a=A&e_n=N&e_v=2.5',
      { event_category: 'C', event_action: 'A', event_name: 'N', event_value: 2.5 },
    ],
    [
      'download',
      'download=https%3A%2F%2Fdichvucong.example.gov.vn%2Fa.pdf%3Ft%3D1',
      { target: 'dichvucong.example.gov.vn/a.pdf' },
    ],
    ['outlink', 'link=https%3A%2F%2Fbaochinhphu.vn%2Fx%3Fy%3D1', { target: 'baochinhphu.vn/x' }],
    ['outlink', 'link=mailto%3Aa%40b.vn', { target: 'mailto:' }],
    ['search', 'search=khai%20sinh&search_cat=x&search_count=3', { target: 'khai sinh' }],
    ['service', 'gov_dvc=1.000123&gov_dvc_state=-1', { service_code: '1.000123', service_state: -1 }],
    [
      'service',
      'gov_dvc=1.010708.000.00.00.h56&gov_dvc_state=1',
      { service_code: '1.010708.000.00.00.H56', service_state: 1 },
    ],
    [
      'content',
      'c_n=Banner&c_p=a.png&c_t=https%3A%2F%2Fx.vn%2F&c_i=click',
      { event_name: 'Banner', event_action: 'click', target: 'x.vn/' },
    ],
    ['custom', 'ca=1', {}],
    [
      'page_view',
      'pf_net=1&pf_srv=2&pf_tfr=3&pf_dm1=4&pf_dm2=5&pf_onl=6',
      { network_ms: 1, server_ms: 2, transfer_ms: 3, dom_processing_ms: 4, dom_completion_ms: 5, on_load_ms: 6 },
    ],
    ['page_view', 'pf_net=-1&pf_srv=x&pf_onl=99999999999', { network_ms: 0, server_ms: 0, on_load_ms: 0 }],
  ] as const)('a hit is a %s when it carries %s', async (kind, query, stored) => {
    expect((await collector.send('GET', `/tracking?${HIT}&${query}`)).status).toBe(200);
    expect((await collector.stored()).hits).toMatchObject([
      { site_id: 5, kind: HIT_KINDS[kind], host: 'dichvucong.example.gov.vn', path: '/trang-chu', ...stored },
    ]);
  });

  test('where a visitor came from is kept as its kind and host', async () => {
    const referrers = [
      '',
      'https://www.google.com/search?q=x',
      'https://zalo.me/a',
      'https://baochinhphu.vn/a?b',
      'https://a.ubnd.example.gov.vn/x',
    ];
    for (const referrer of referrers)
      await collector.send('GET', `/tracking?${HIT}&urlref=${encodeURIComponent(referrer)}`);
    await collector.send(
      'GET',
      `/tracking?idsite=5&rec=1&urlref=https%3A%2F%2Fzalo.me&url=${PAGE}%3Futm_campaign%3Dt%25E1%25BA%25BFt`,
    );
    await collector.send('GET', `/tracking?${HIT}&_rcn=spring`);
    const { hits } = await collector.stored();
    expect(hits.map((hit) => [hit['referrer_kind'], hit['referrer'], hit['campaign']])).toEqual([
      [0, '', ''],
      [1, 'google.com', ''],
      [2, 'zalo.me', ''],
      [3, 'baochinhphu.vn', ''],
      [5, 'a.ubnd.example.gov.vn', ''],
      [4, 'tết', 'tết'],
      [4, 'spring', 'spring'],
    ]);
  });

  test('a pixel without url is of the page in the Referer header, and of the site itself when there is none', async () => {
    await collector.send('GET', '/tracking?idsite=5&rec=1', { referer: 'https://x.ubnd.example.gov.vn/a%20b?q=1' });
    await collector.send('GET', '/tracking?idsite=5&rec=1');
    await collector.send('GET', '/tracking?idsite=7&rec=1');
    const wrong = await collector.send('GET', '/tracking?idsite=5&rec=1', { referer: 'https://evil.example/' });
    expect(reasonOf(wrong)).toBe('wrong-host');
    expect((await collector.stored()).hits.map((hit) => [hit['host'], hit['path']])).toEqual([
      ['x.ubnd.example.gov.vn', '/a b'],
      ['dichvucong.example.gov.vn', '/'],
      ['only-below.example.gov.vn', '/'],
    ]);
  });

  test('device, browser and system come from ua and uadata before the header', async () => {
    await collector.send('GET', `/tracking?${HIT}`);
    await collector.send(
      'GET',
      `/tracking?${HIT}&ua=${encodeURIComponent('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1')}`,
    );
    expect((await collector.stored()).hits.map((hit) => [hit['device'], hit['browser'], hit['os']])).toEqual([
      ['desktop', 'Chrome', 'Windows'],
      ['phone', 'Safari', 'iOS'],
    ]);
  });

  test('visitors are told apart by id, else by address and browser; behind a trusted proxy by the address it names', async () => {
    const trusting = await startCollector({ trustedProxies: ['127.0.0.1'] });
    const visit = (query: string, from: string, agent = BROWSER) =>
      trusting.send('GET', `/tracking?${HIT}${query}`, { 'x-forwarded-for': from, 'user-agent': agent });
    await visit('', '203.0.113.1');
    await visit('', '203.0.113.1');
    await visit('', '203.0.113.2');
    await visit('', '203.0.113.2', BROWSER.replace('126', '127'));
    await visit('&_id=0123456789abcdef', '203.0.113.3');
    await visit('&_id=0123456789ABCDEF', '203.0.113.4');
    await visit('&_id=', '203.0.113.1');
    const visitors = (await trusting.stored()).hits.map((hit) => hit['visitor']);
    expect(new Set(visitors).size).toBe(4);
    expect([visitors[1], visitors[6], visitors[5]]).toEqual([visitors[0], visitors[0], visitors[4]]);
    await trusting.stop();
  });

  test('every step says how many hits came to it and ended at it', async () => {
    await collector.send('GET', `/tracking?${HIT}`);
    await collector.send('GET', `/tracking?${HIT}`, { dnt: '1' });
    const steps = collector.collector.status().steps;
    expect(steps.map((step) => step.name)).toEqual([
      'parse',
      'recording',
      'site',
      'shape',
      'do-not-track',
      'host',
      'bots',
      'strip',
      'visitor',
      'bound',
      'spool',
    ]);
    expect(steps.find((step) => step.name === 'do-not-track')).toMatchObject({ entered: 2, ended: 1 });
    expect(steps.at(-1)).toMatchObject({ entered: 1, ended: 0 });
  });
});
