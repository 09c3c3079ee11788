import fc from 'fast-check';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCheck } from '../src/page-check/describe-check.ts';
import { fetchPage, type Fetched, type FetchOptions } from '../src/page-check/fetch-page.ts';
import { oneAtATime } from '../src/page-check/one-at-a-time.ts';
import { isPublicAddress } from '../src/page-check/public-addresses.ts';
import { TimeLimit } from '../src/page-check/time-limit.ts';

const PAGE = '<!doctype html><title>Cổng</title>';
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const userAgent = 'EMC-PageCheck/1.0 (+https://emc.example.gov.vn)';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
/** What the portal's server answers, by path. */
const answers: Record<string, Answer> = {};
const requests: IncomingMessage[] = [];
const server = createServer((request, response) => {
  requests.push(request);
  const path = request.url?.split('?')[0] ?? '';
  (answers[path] ?? ((_request, gone) => gone.writeHead(404).end()))(request, response);
});
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as net.AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** `portal.test` is the server of this test; every other name leads where the test says. */
const names: Record<string, string[]> = { 'portal.test': ['127.0.0.1'] };
const resolve = async (host: string): Promise<string[]> => {
  const found = names[host];
  if (found === undefined) throw Object.assign(new Error(host), { code: 'ENOTFOUND' });
  return found;
};
const options: FetchOptions = { userAgent, resolve, allowAddress: (address) => address === '127.0.0.1' };
const fetched = (path: string, more: Partial<FetchOptions> = {}) =>
  fetchPage(`http://portal.test:${port}${path}`, { ...options, ...more });
/** As it runs for a real portal: nothing but public addresses. */
const strict = (url: string, more: Partial<FetchOptions> = {}) => fetchPage(url, { userAgent, resolve, ...more });

/** What is said of a look that found no page. */
const wordsOf = ({ outcome, status, host, redirects, error }: Omit<Fetched, 'text'>): string => {
  const facts = { host, redirects, error, queue: false, collectors: [], tagManagers: [] };
  return describeCheck({ outcome: outcome === 'page' ? 'no-code' : outcome, status, siteIds: [], facts }).en;
};

const page: Answer = (_request, response) => void response.writeHead(200, HTML).end(PAGE);
const redirect =
  (location: string, status = 302): Answer =>
  (_request, response) =>
    void response.writeHead(status, { location }).end('moved');

describe('a page', () => {
  test('is fetched with one GET that says who asks, and nothing else of us', async () => {
    answers['/'] = page;
    requests.length = 0;
    expect(await fetched('/')).toEqual({
      outcome: 'page',
      status: 200,
      host: 'portal.test',
      redirects: 0,
      text: PAGE,
      error: null,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe('GET');
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': userAgent, host: `portal.test:${port}` });
    expect(Object.keys(requests[0]?.headers ?? {}).filter((name) => /cookie|auth|referer|origin/i.test(name))).toEqual(
      [],
    );
  });

  test.each([
    ['gzip', gzipSync(PAGE)],
    ['x-gzip', gzipSync(PAGE)],
    ['deflate', deflateSync(PAGE)],
    ['br', brotliCompressSync(PAGE)],
    ['identity', Buffer.from(PAGE)],
  ])('is read when it comes as %s', async (encoding, bytes) => {
    answers['/packed'] = (_request, response) =>
      response.writeHead(200, { ...HTML, 'content-encoding': encoding }).end(bytes);
    expect(await fetched('/packed')).toMatchObject({ outcome: 'page', text: PAGE });
  });

  test('is read when it comes as UTF-16, or says nothing of its type', async () => {
    answers['/utf16'] = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=UTF-16LE' }).end(Buffer.from(PAGE, 'utf16le'));
    expect(await fetched('/utf16')).toMatchObject({ outcome: 'page', text: PAGE });
    answers['/untyped'] = (_request, response) => response.writeHead(200).end(PAGE);
    expect(await fetched('/untyped')).toMatchObject({ outcome: 'page' });
  });

  test('that is none is told as not-html, an error of the server as http-error, a name or server that is not there as unreachable', async () => {
    answers['/json'] = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    expect(await fetched('/json')).toMatchObject({ outcome: 'not-html', text: null });
    answers['/folded'] = (_request, response) =>
      response.writeHead(200, { ...HTML, 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync(PAGE)));
    expect(await fetched('/folded')).toMatchObject({ outcome: 'not-html' });
    expect(await fetched('/nowhere')).toMatchObject({ outcome: 'http-error', status: 404 });
    expect(await strict('https://unknown.test/')).toMatchObject({
      outcome: 'unreachable',
      error: 'ENOTFOUND',
      status: null,
    });
    const closed = await fetchPage('http://127.0.0.1:1/', options);
    expect(closed).toMatchObject({ outcome: 'unreachable', error: 'ECONNREFUSED' });
    answers['/broken'] = (_request, response) => {
      response.writeHead(200, { ...HTML, 'content-length': '1000' });
      response.write('<p>', () => response.destroy());
    };
    expect(await fetched('/broken')).toMatchObject({ outcome: 'unreachable', error: 'ECONNRESET' });
    answers['/garbled'] = (_request, response) =>
      response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end('no gzip');
    expect(await fetched('/garbled')).toMatchObject({ outcome: 'unreachable', error: 'Z_DATA_ERROR' });
  });

  test('that is none because of a status between 300 and 399 is not said to redirect too often', async () => {
    for (const status of [300, 304, 305, 306, 399]) {
      answers['/odd'] = (_request, response) => response.writeHead(status, { location: '/odd' }).end();
      const found = await fetched('/odd');
      expect([status, found.outcome, found.error]).toEqual([status, 'http-error', null]);
      expect(wordsOf(found)).toContain(`HTTP status ${status}`);
    }
    answers['/nowhere-to'] = (_request, response) => response.writeHead(302).end();
    expect(wordsOf(await fetched('/nowhere-to'))).toContain('HTTP status 302');
    answers['/loop'] = redirect('/loop');
    expect(wordsOf(await fetched('/loop'))).toContain('redirects too often');
  });

  test('is followed through at most five redirects, also those that stand in the page', async () => {
    answers['/end'] = page;
    for (const step of [1, 2, 3, 4, 5])
      answers[`/${step}`] = redirect(step === 5 ? '/end' : `/${step + 1}`, [301, 302, 303, 307, 308][step - 1]);
    expect(await fetched('/1')).toMatchObject({ outcome: 'page', redirects: 5 });
    answers['/0'] = redirect('/1');
    expect(await fetched('/0')).toMatchObject({ outcome: 'http-error', error: 'TOO_MANY_REDIRECTS', status: 308 });
    answers['/loop'] = redirect('/loop');
    expect(await fetched('/loop')).toMatchObject({ outcome: 'http-error', error: 'TOO_MANY_REDIRECTS' });
    answers['/meta'] = (_request, response) =>
      response
        .writeHead(200, HTML)
        .end('<html><head><meta http-equiv="Refresh" content="0; URL=/end?a=1&amp;b=2"></head></html>');
    expect(await fetched('/meta')).toMatchObject({ outcome: 'page', redirects: 1, text: PAGE });
  });
});

describe('nothing but the public Internet is asked', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://100.100.100.200/latest/meta-data/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
    'http://①②⑦.⓪.⓪.①/',
  ])('%s is refused', async (url) => {
    expect(await strict(url)).toMatchObject({ outcome: 'address-refused', error: 'NOT_PUBLIC', host: null });
  });

  test('a name that leads to an address inside is refused, also when it names others', async () => {
    names['inside.test'] = ['10.0.0.5', '::1', 'fe80::1%eth0', '::ffff:192.168.0.1'];
    expect(await strict('https://inside.test/')).toMatchObject({ outcome: 'address-refused', error: 'NOT_PUBLIC' });
    names['nothing.test'] = [];
    expect(await strict('https://nothing.test/')).toMatchObject({ outcome: 'address-refused', error: 'NO_ADDRESS' });
    expect(await strict('http://localhost/', { resolve: undefined })).toMatchObject({ outcome: 'address-refused' });
  });

  test('a port, a scheme or credentials that are not a web page are refused before anything is sent', async () => {
    for (const [url, error] of [
      ['http://8.8.8.8:22/', 'PORT'],
      ['https://8.8.8.8:8443/', 'PORT'],
      ['ftp://8.8.8.8/', 'SCHEME'],
      ['file:///etc/passwd', 'SCHEME'],
      ['http://user:secret@8.8.8.8/', 'CREDENTIALS'],
    ] as const) {
      expect(await strict(url), url).toMatchObject({ outcome: 'address-refused', error });
    }
  });

  test('a redirect to an address inside is refused, however it is spelt', async () => {
    for (const [location, error] of [
      ['http://127.0.0.2/', 'NOT_PUBLIC'],
      ['//[::1]/', 'NOT_PUBLIC'],
      ['http://2130706434/', 'NOT_PUBLIC'],
      ['http://inside.test/admin', 'NOT_PUBLIC'],
      ['http://169.254.169.254/latest/meta-data/', 'NOT_PUBLIC'],
      ['gopher://8.8.8.8/', 'SCHEME'],
      ['javascript:alert(1)', 'SCHEME'],
      ['http://a:b@8.8.8.8/', 'CREDENTIALS'],
      ['http://[', 'BAD_REDIRECT'],
    ] as const) {
      answers['/inward'] = redirect(location);
      expect(await fetched('/inward'), location).toMatchObject({ outcome: 'address-refused', error });
    }
    answers['/inward'] = (_request, response) =>
      response.writeHead(200, HTML).end('<meta http-equiv="refresh" content="0;url=http://127.0.0.2/">');
    expect(await fetched('/inward')).toMatchObject({ outcome: 'address-refused', error: 'NOT_PUBLIC' });
  });

  test('a name is resolved once for each step, and the connection goes to the very address that was checked', async () => {
    answers['/'] = page;
    let asked = 0;
    const rebinding = async (): Promise<string[]> => [asked++ === 0 ? '127.0.0.1' : '127.0.0.9'];
    expect(await fetched('/', { resolve: rebinding })).toMatchObject({ outcome: 'page' });
    expect(asked).toBe(1);
    answers['/again'] = redirect('/');
    asked = 0;
    expect(await fetched('/again', { resolve: rebinding })).toMatchObject({
      outcome: 'address-refused',
      error: 'NOT_PUBLIC',
    });
    expect(asked).toBe(2);
  });

  test('no spelling of an address inside is public: every address of the networks, whatever the form', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const inside = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0, 224, 239, 240, 255), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    );
    fc.assert(
      fc.property(inside, (bytes) => {
        const dotted = bytes.join('.');
        const hex = bytes.map((one) => one.toString(16).padStart(2, '0'));
        const grouped = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
        const forms = [
          dotted,
          `::ffff:${dotted}`,
          `::ffff:${grouped}`,
          `64:ff9b::${grouped}`,
          `2002:${grouped}::1`,
          `::${grouped}`,
        ];
        expect(forms.filter(isPublicAddress)).toEqual([]);
      }),
    );
    const outside = ['8.8.8.8', '1.1.1.1', '203.162.0.11', '172.32.0.1', '100.128.0.1', '2400:cb00::1', '2001:ee0::1'];
    expect(outside.filter(isPublicAddress)).toEqual(outside);
    expect(['', 'example.gov.vn', '1.2.3', '0x7f.1', '8.8.8.8/8'].filter(isPublicAddress)).toEqual([]);
  });
});

describe('a server that means harm', () => {
  const limits = { total_ms: 400, connect_ms: 200 };

  test('that never answers, or drips, holds us no longer than the limit', async () => {
    answers['/silent'] = () => {};
    expect(await fetched('/silent', { limits })).toMatchObject({ outcome: 'too-slow', status: null });
    answers['/drip'] = (_request, response) => {
      response.writeHead(200, HTML);
      const timer = setInterval(() => response.write('<p>'), 20);
      response.on('close', () => clearInterval(timer));
    };
    expect(await fetched('/drip', { limits })).toMatchObject({ outcome: 'too-slow', status: 200, text: null });
    answers['/hop'] = (_request, response) =>
      void sleep(150).then(() => response.writeHead(302, { location: '/hop' }).end());
    expect(await fetched('/hop', { limits })).toMatchObject({ outcome: 'too-slow' });
    const never = new Promise<string[]>(() => {});
    expect(await fetched('/', { limits, resolve: () => never })).toMatchObject({ outcome: 'too-slow' });
  });

  test('cannot be made to hurt another: an address is asked by one at a time, whatever names and redirects lead there', async () => {
    const [first, second] = ['first.test', 'second.test'];
    names[first] = names[second] = ['127.0.0.1'];
    const waiting: (() => void)[] = [];
    let mostWaiting = 0;
    answers['/victim'] = (_request, response) => {
      waiting.push(() => response.writeHead(200, HTML).end(PAGE));
      mostWaiting = Math.max(mostWaiting, waiting.length);
    };
    answers['/onward'] = redirect('/victim');
    const enter = oneAtATime();
    const all = [
      `http://${first}:${port}/victim`,
      `http://${second}:${port}/victim`,
      `http://${second}:${port}/onward`,
    ].map((url) => fetchPage(url, { ...options, enter }));
    let answered = 0;
    while (answered < all.length) {
      await expect.poll(() => waiting.length).toBe(1);
      answered++;
      waiting.pop()!();
    }
    expect((await Promise.all(all)).map(({ outcome }) => outcome)).toEqual(['page', 'page', 'page']);
    expect(mostWaiting).toBe(1);
  });

  test('that others wait for takes nothing of their time', async () => {
    const time = new TimeLimit(20);
    await time.outside(sleep(60));
    expect(time.signal.aborted).toBe(false);
    await expect.poll(() => time.signal.aborted).toBe(true);
  });

  test('that sends without end is read up to the limit and left', async () => {
    let sent_bytes = 0;
    let left = false;
    answers['/endless'] = (_request, response) => {
      response.writeHead(200, HTML);
      const more = (): void => {
        if (left) return;
        sent_bytes += 30_000;
        if (response.write('<p>'.repeat(10_000))) setImmediate(more);
      };
      response.on('drain', more);
      response.on('close', () => (left = true));
      more();
    };
    const { outcome, text } = await fetched('/endless');
    expect(outcome).toBe('page');
    expect(text).toHaveLength(2 * 1024 * 1024);
    await expect.poll(() => left).toBe(true);
    expect(sent_bytes).toBeLessThan(64 * 1024 * 1024);
  });

  test('that sends a small answer which unfolds into a large one gets no further than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, '<'), { level: 9 });
    answers['/bomb'] = (_request, response) =>
      response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end(bomb);
    const { text } = await fetched('/bomb', { limits: { page_bytes: 100_000 } });
    expect(text).toHaveLength(100_000);
  });

  test('that sends headers without end is left', async () => {
    answers['/headers'] = (_request, response) =>
      response.writeHead(200, { ...HTML, 'x-large': 'x'.repeat(20_000) }).end(PAGE);
    expect(await fetched('/headers')).toMatchObject({
      outcome: 'unreachable',
      error: 'HPE_HEADER_OVERFLOW',
      text: null,
    });
  });

  test('that speaks no HTTP is left', async () => {
    const odd = net.createServer((socket) =>
      socket
        .resume()
        .on('error', () => {})
        .end('220 mail ESMTP\r\n'),
    );
    await new Promise<void>((listening) => odd.listen(0, '127.0.0.1', listening));
    const { port: oddPort } = odd.address() as net.AddressInfo;
    const { outcome, error } = await fetchPage(`http://portal.test:${oddPort}/`, options);
    expect(outcome).toBe('unreachable');
    expect(error).toMatch(/^HPE_/);
    expect(await fetchPage(`https://portal.test:${oddPort}/`, options)).toMatchObject({ outcome: 'unreachable' });
    await new Promise((closed) => odd.close(closed));
  });
});
