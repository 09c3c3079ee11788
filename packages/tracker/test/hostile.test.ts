import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, deployedSnippet, html, oneLine, pause } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

/** Does everything that makes the tracker act, inside the page (which may have broken what a test driver needs), and tells what was thrown. */
const USE = `<script>
  var attempt = function (work) { try { work() } catch (e) {} };
  setTimeout(function () {
    var queue = window._govaq, text = queue && queue.push ? queue : { push: function () {} };
    attempt(function () { text.push(['trackEvent', 'a', 'b'], null, undefined, 5, [], {}, [null], ['toString'], ['__proto__', 1]) });
    attempt(function () { text.push(['trackDVC'], ['trackPageView', Symbol('x')], ['trackPageView', '\ud800'], ['noSuch']) });
    attempt(function () { text.push([function () { throw new Error('of the page itself') }]) });
    attempt(function () { text.push(['enableHeartBeatTimer', 5], ['setCookieConsentGiven'], ['rememberConsentGiven'], ['enableBadge']) });
    attempt(function () { history.pushState({}, '', '/x') });
    attempt(function () { document.querySelector('a').click() });
  }, 200);
  setTimeout(function () {
    attempt(function () { dispatchEvent(new Event('pagehide')) });
    attempt(function () { dispatchEvent(new Event('popstate')) });
    attempt(function () { document.dispatchEvent(new MouseEvent('click')) });
  }, 700);
  setTimeout(function () { document.documentElement.setAttribute('data-seen', window.seen) }, 900);
</script>`;

const HOSTILE: Record<string, string> = {
  'Object.prototype frozen': 'Object.freeze(Object.prototype)',
  'Array.prototype and JSON replaced':
    "for (const name of ['map', 'forEach', 'filter', 'reduce', 'slice', 'concat', 'find', 'splice']) Array.prototype[name] = () => { throw new Error(name) }; JSON.stringify = JSON.parse = null",
  'prototypes extended':
    'Object.prototype.extend = Array.prototype.each = function () { throw 1 }; Array.prototype.toJSON = () => "x"',
  '_govaq is text': "Object.defineProperty(window, '_govaq', { value: 'text', writable: true })",
  '_paq is an object': 'window._paq = { push() { throw 1 } }',
  '_paq is frozen': "window._paq = Object.freeze([['trackPageView']])",
  '_paq throws': "Object.defineProperty(window, '_paq', { get() { throw new Error('paq') } })",
  '_paq holds rubbish': 'window._paq = [null, 7, {}, [[]], [{}, Symbol()]]',
  'history gone': "Object.defineProperty(window, 'history', { value: undefined })",
  'history frozen': 'Object.freeze(history); Object.freeze(History.prototype)',
  'no sendBeacon': "Object.defineProperty(Navigator.prototype, 'sendBeacon', { value: undefined })",
  'sendBeacon throws': "Navigator.prototype.sendBeacon = () => { throw new Error('no') }",
  'performance gone': "Object.defineProperty(window, 'performance', { value: undefined })",
  'no URL, no Proxy, no Image': 'window.URL = window.Proxy = window.Image = undefined',
  'console gone': "Object.defineProperty(window, 'console', { value: undefined })",
  'encodeURIComponent throws': "window.encodeURIComponent = () => { throw new Error('encode') }",
  'cookies throw': "Object.defineProperty(Document.prototype, 'cookie', { get() { throw 1 }, set() { throw 1 } })",
};

/** Only what a script of another host throws (the browser says no more of it), or a promise nobody holds, is ours. */
const WATCH = `<script>window.seen = 'none';
  addEventListener('error', function (e) { if (e.message === 'Script error.' || /gov-/.test(e.filename)) window.seen += e.message });
  addEventListener('unhandledrejection', function (e) { window.seen += e.reason });</script>`;

test.concurrent.each(Object.entries(HOSTILE).map(([name, init], i) => [name, init, i] as const))(
  'a page never sees an exception of ours: %s',
  async (_, init, i) => {
    for (const code of [deployedSnippet(stage.tracker), oneLine(stage.tracker)]) {
      const page = await stage.page();
      stage.pages[`/hostile${i}`] = html(
        `${WATCH}<script>${init}</script>${code}`,
        `<a href="/x.pdf" onclick="return false">x</a>${USE}`,
      );
      await page.goto(`${stage.portal}/hostile${i}`);
      await page.locator('html[data-seen]').waitFor();
      expect(await page.locator('html').getAttribute('data-seen')).toBe('none');
      await page.context().close();
    }
  },
);

test.concurrent.for([
  'Object.prototype frozen',
  'prototypes extended',
  '_paq is an object',
  '_paq is frozen',
  '_paq throws',
  '_paq holds rubbish',
  'history frozen',
  'sendBeacon throws',
  'no sendBeacon',
  'cookies throw',
])('and is still measured: %s', async (name, context) => {
  const page = await stage.page();
  const path = `/${encodeURIComponent(name)}`;
  stage.pages[path] = html(`<script>${HOSTILE[name]}</script>${deployedSnippet(stage.tracker)}`);
  await page.goto(stage.portal + path);
  const mine = () => stage.hits.filter((hit) => hit.parameters['url'] === stage.portal + path);
  await context.expect.poll(() => mine().length).toBe(1);
  expect(mine()[0]!.parameters).toMatchObject({ idsite: '227', action_name: 'Trang chủ' });
  if (name.includes('sendBeacon')) {
    expect(mine()[0]!.method).toBe('GET');
    expect(mine()[0]!.parameters['rand']).toBeTruthy();
  }
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('a content security policy that lets nothing out causes no exception, nor one that forbids the second file', async () => {
  const page = await stage.visitor();
  stage.pages['/'] = html(oneLine(stage.tracker));
  stage.headers['content-security-policy'] =
    `default-src 'none'; script-src ${stage.tracker}; connect-src 'none'; img-src 'none'`;
  await page.goto(stage.portal);
  await stage.heard(0);
  await page.evaluate(() => (window as never as { _govaq: unknown[] })._govaq.push(['enableBadge'], ['x']));
  stage.headers['content-security-policy'] =
    `default-src 'none'; script-src ${stage.tracker}; connect-src ${stage.tracker}; require-trusted-types-for 'script'`;
  await page.goto(stage.portal);
  await stage.heard(1);
  await page.evaluate(() =>
    (window as never as { _govaq: unknown[] })._govaq.push(['trackGoal', 1], ['trackEvent', 'a', 'b']),
  );
  expect((await stage.heard(2))[1]!.parameters).toMatchObject({ e_c: 'a' });
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('a sandboxed frame, where storage is out of reach, is measured without an exception', async () => {
  const page = await stage.visitor();
  stage.pages['/frame'] = html(deployedSnippet(stage.tracker, '227', "_govaq.push(['setCookieConsentGiven']);"));
  stage.pages['/'] = html('', '<iframe sandbox="allow-scripts" src="/frame"></iframe>');
  await page.goto(stage.portal);
  expect((await stage.heard(1))[0]!.parameters['url']).toBe(`${stage.portal}/frame`);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('an unknown command is ignored with one warning, also when the second file cannot be had; what follows is run', async () => {
  for (const blocked of [false, true]) {
    const page = await stage.visitor();
    if (blocked) stage.blocked.add('/embed/gov-tracking-more.min.js');
    stage.pages['/'] = html(deployedSnippet(stage.tracker, '227', "_govaq.push(['noSuch', 1], ['noSuch', 2]);"));
    await page.goto(stage.portal);
    await stage.heard(1);
    await page.evaluate(() => (window as never as { _govaq: unknown[] })._govaq.push(['noSuch']));
    const warnings = () => page.warnings.filter((text) => text.includes('EMC'));
    await expect.poll(warnings).toEqual(['EMC ignored noSuch']);
    await pause(50); // one too many would follow at once
    expect(warnings()).toEqual(['EMC ignored noSuch']);
    expect(page.errors).toEqual([]);
    await page.context().close();
  }
});

test('a page that is left while the second file is awaited loses nothing', async () => {
  const page = await stage.visitor();
  await page.route('**/gov-tracking-more.min.js', () => {});
  stage.pages['/'] = html(deployedSnippet(stage.tracker, '227', "_govaq.push(['enableHeartBeatTimer']);"));
  await page.goto(stage.portal, { waitUntil: 'domcontentloaded' });
  await stage.heard(0, 1000);
  await page.goto(`${stage.portal}/khac`);
  await stage.heard(1);
  await page.context().close();
});

test('the tracker runs in a page opened from a file', async () => {
  const page = await stage.visitor();
  const { mkdtemp, writeFile, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const dir = await mkdtemp(`${tmpdir()}/emc-tracker-`);
  await writeFile(`${dir}/trang.html`, html(deployedSnippet(stage.tracker)));
  await page.goto(`file://${dir}/trang.html`);
  expect((await stage.heard(1))[0]!.parameters['url']).toContain('trang.html');
  expect(page.errors).toEqual([]);
  await page.context().close();
  await rm(dir, { recursive: true });
});
