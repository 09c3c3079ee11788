import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ERRORS } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../src/index.ts';
import { testApi, type TestApi } from './doubles.ts';

const SCRIPT = Buffer.from(`/* the monitoring code */${'window._govaq=window._govaq||[];'.repeat(60)}`);
const INLINE = "document.documentElement.dataset.theme='dark'";
const INDEX = `<!doctype html><html lang="vi"><head><script>${INLINE}</script><script type="module" src="/assets/index-B7x_k2Qa.js"></script></head><body></body></html>`;

let api: TestApi;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'emc-console-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), INDEX);
  await writeFile(join(directory, 'theme.js'), 'x');
  await writeFile(join(directory, 'assets', 'index-B7x_k2Qa.js'), 'y'.repeat(5000));
  // As the tracker's build gives it: one file, three addresses.
  const tracker = [
    {
      path: '/embed/gov-tracking.min.js',
      aliases: ['/matomo.js', '/piwik.js'],
      body: SCRIPT,
      contentType: 'text/javascript; charset=utf-8',
      etag: '"tracker-1"',
    },
  ];
  api = await testApi({ consoleDir: directory, trackerFiles: tracker });
});
afterAll(async () => {
  await api.app.close();
  await rm(directory, { recursive: true });
});

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test.each(['/embed/gov-tracking.min.js', '/matomo.js', '/piwik.js'])(
  '%s may be loaded by any page, and kept a day',
  async (url) => {
    const response = await api.app.inject({ url, headers: { origin: 'https://thanhhoa.gov.vn' } });
    expect(response.statusCode).toBe(200);
    expect(response.rawPayload.equals(SCRIPT)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=86400, stale-while-revalidate=604800, stale-if-error=604800',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      etag: '"tracker-1"',
      vary: 'Accept-Encoding',
    });
  },
);

test.each([
  '//matomo.js',
  '/Matomo.js',
  '/embed//gov-tracking.min.js',
  '/EMBED/Gov-Tracking.min.js',
  '//piwik.js/',
  '/matomo%2Ejs',
])('%s is the monitoring code too, as //matomo.php is the collector', async (url) => {
  const response = await api.app.inject({ url, headers: BROWSER });
  expect([response.statusCode, response.rawPayload.equals(SCRIPT)]).toEqual([200, true]);
  expect((await api.app.inject({ url, method: 'POST' })).statusCode).toBe(405);
});

test('the monitoring code may be asked for with a query string of any names', async () => {
  expect((await api.app.inject({ url: '/matomo.js?idsite=5' })).statusCode).toBe(200);
});

test('the monitoring code is packed for who takes it, each encoding under an ETag of its own', async () => {
  const url = '/embed/gov-tracking.min.js?v=3';
  const gzip = await api.app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  expect([gzip.headers['content-encoding'], gzip.headers.etag]).toEqual(['gzip', '"tracker-1-gzip"']);
  expect(gunzipSync(gzip.rawPayload).equals(SCRIPT)).toBe(true);
  const brotli = await api.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  expect([brotli.headers['content-encoding'], brotli.headers.etag]).toEqual(['br', '"tracker-1-br"']);
  expect(brotliDecompressSync(brotli.rawPayload).equals(SCRIPT)).toBe(true);
});

test('who holds the monitoring code gets 304 without it, whichever encoding it holds', async () => {
  for (const held of ['"tracker-1"', '"tracker-1-br"', 'W/"tracker-1-gzip"']) {
    const response = await api.app.inject({
      url: '/matomo.js',
      headers: { 'if-none-match': held, 'accept-encoding': 'br' },
    });
    expect([response.statusCode, response.body]).toEqual([304, '']);
    expect(response.headers['cache-control']).toContain('max-age=86400');
    expect(response.headers['access-control-allow-origin']).toBe('*');
  }
});

test('HEAD answers as GET would, without the content', async () => {
  const response = await api.app.inject({ method: 'HEAD', url: '/embed/gov-tracking.min.js' });
  expect([response.statusCode, response.body, response.headers.etag]).toEqual([200, '', '"tracker-1"']);
});

test.each(['/', '/index.html', '/co-quan/h56', '/en/bodies/h56?from=2026-11-01'])(
  '%s in a browser is the console',
  async (url) => {
    const response = await api.app.inject({ url, headers: BROWSER });
    expect([response.statusCode, response.body]).toEqual([200, INDEX]);
    expect(response.headers['cache-control']).toBe('no-cache');
  },
);

test('the console runs only what comes from its own host, and inline scripts by their content', async () => {
  const { headers } = await api.app.inject({ url: '/', headers: BROWSER });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(INLINE).digest('base64')}'`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
});

test('a file with the hash of its content in its name is never asked for again, any other each time', async () => {
  const hashed = await api.app.inject('/assets/index-B7x_k2Qa.js');
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const plain = await api.app.inject('/theme.js');
  expect(plain.headers['cache-control']).toBe('no-cache');
  const again = await api.app.inject({ url: '/theme.js', headers: { 'if-none-match': String(plain.headers.etag) } });
  expect(again.statusCode).toBe(304);
});

const FOR_PROGRAMS = `
  /api/v2/bodies /assets/gone-B7x_k2Qa.js /embed/nothing.js /embed /EMBED/ /Embed//nothing.min.js
  /tracking /tracking/nothing /TRACKING/ /Tracking/x /%74racking/x //tracking /tracking//matomo.php
  /matomo.php /matomo.php/ /Matomo.php/x /a/piwik.php/x //matomo.php /matomo%2Ephp /matomo.js/x
  /TrackingMCDT /trackingmcdt/x /DongBoHoSoMC/ /CapNhatTienDoHoSoMC/x /mapi /Mapi/g/x
  /matomo /matomo/ /matomo.php%20/x /matomo.php;a=1 /matomo.php&idsite=5 /matomo.php%3Fidsite=5 /matomo.php%00 /tracking;a=1 /tracking,
  /%2Ftracking/x /mapi;a=1/g /matomo.js;v=2 /gov-tracking.min.js&v=2 /DongBoHoSoMC%22
  /?idsite=5&rec=1 /?rec=1&idsite=5 /?action_name=a&idsite=5 /co-quan?idsite=5&rec=1`;

test.each(FOR_PROGRAMS.trim().split(/\s+/))('%s is 404 even for a browser: it is for programs', async (url) => {
  const response = await api.app.inject({ url, headers: BROWSER });
  expect([response.statusCode, response.headers['content-type']]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ]);
});

test.each(['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fetc/passwd', '//etc/passwd'])(
  '%s leads to no file outside the console',
  async (url) => {
    const response = await api.app.inject({ url });
    expect([400, 404]).toContain(response.statusCode);
  },
);

test('a console that was never built is refused when the program starts', async () => {
  await expect(testApi({ consoleDir: join(directory, 'assets') })).rejects.toThrow('build the console first');
});

test('what the register answers is sent again only when it changed', async () => {
  const first = await api.app.inject('/api/v1/bodies');
  expect([first.headers['cache-control'], first.headers.etag]).toEqual([
    'no-cache',
    expect.stringMatching(/^W\/"[\w-]{22}"$/),
  ]);
  const again = await api.app.inject({
    url: '/api/v1/bodies',
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test('large answers are packed for who takes that', async () => {
  const response = await api.app.inject({ url: '/api/v1/openapi.json', headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(response.rawPayload).toString())).toHaveProperty('openapi', '3.1.0');
});

test('the page about the API shows every address in the language that was asked for, from no other host', async () => {
  for (const [url, headers, language] of [
    ['/api', {}, 'vi'],
    ['/api/', { 'accept-language': 'en' }, 'en'],
    ['/api?lang=en', { 'accept-language': 'vi' }, 'en'],
  ] as const) {
    const { body, headers: answered } = await api.app.inject({ url, headers });
    expect(body).toContain(`<html lang="${language}">`);
    expect(answered['content-language']).toBe(language);
    for (const { id, path } of ROUTES)
      expect(body).toMatch(new RegExp(`id="${id}"[^]*/api/v1${path.replaceAll(/[{}.]/g, '\\$&')}`));
    expect(body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(body).not.toContain('<script');
  }
});

test('the page of error codes has a section for every code that a problem can point to', async () => {
  const { body } = await api.app.inject('/docs/errors?lang=en');
  const escaped = (text: string) =>
    text.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;');
  for (const [code, { title, remedy }] of Object.entries(ERRORS)) {
    expect(body).toContain(`<section id="${code}"`);
    expect(body).toContain(escaped(title.en));
    expect(body).toContain(escaped(remedy.en));
  }
});

test('the pages of documentation allow just their own style, by its content', async () => {
  const { body, headers } = await api.app.inject('/api');
  const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? '';
  expect(headers['content-security-policy']).toContain(
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  );
});

test('simulated data are said to be simulated on the page about the API', async () => {
  const { app } = await testApi({ simulated: true });
  expect((await app.inject('/api?lang=en')).body).toContain('This installation shows simulated data.');
  expect((await app.inject('/api/v1/version')).json()).toMatchObject({ simulated: true });
  await app.close();
});
