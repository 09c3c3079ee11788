import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, deployedSnippet, html, pause } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

declare const _govaq: { push(...commands: unknown[]): void };

async function portal(before: string, count: number, init = '') {
  const page = await stage.visitor();
  if (init) await page.addInitScript(init);
  for (const path of ['/', '/b'])
    stage.pages[path] = html(deployedSnippet(stage.tracker, '227', before), '<a href="/x.pdf">x</a>');
  await page.goto(stage.portal);
  await stage.heard(count);
  return page;
}

test.each([
  ['Do Not Track', "Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' })"],
  ['Do Not Track in old Safari', "window.doNotTrack = '1'"],
  ['Global Privacy Control', "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"],
])('under %s nothing is sent and no cookie is set, whatever the portal commands', async (_, init) => {
  const page = await portal(
    "_govaq.push(['setDoNotTrack', false], ['setCookieConsentGiven'], ['enableHeartBeatTimer']);",
    0,
    init,
  );
  await page.evaluate(() => {
    document.addEventListener('click', (event) => event.preventDefault());
    _govaq.push(['trackDVC', '1.000123', '1'], () => document.body.setAttribute('data-called', '1'));
    history.pushState({}, '', '/b');
  });
  await page.click('a');
  await stage.heard(0, 700);
  expect(await page.evaluate(() => document.body.dataset['called'])).toBe('1');
  expect(await page.context().cookies()).toEqual([]);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('hits wait for consent, are sent when it is given, and stop when it is forgotten', async () => {
  const page = await portal("_govaq.push(['requireConsent']);", 0);
  await page.evaluate(() => _govaq.push(['trackEvent', 'a', 'b'], ['setConsentGiven']));
  const hits = await stage.heard(2);
  expect(hits.map((hit) => hit.parameters['e_c'] ?? hit.parameters['action_name'])).toEqual(['Trang chủ', 'a']);
  await page.evaluate(() => _govaq.push(['forgetConsentGiven'], ['trackEvent', 'c', 'd']));
  await stage.heard(2);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

test('consent is awaited even where the second file cannot be had', async () => {
  const page = await stage.visitor();
  stage.blocked.add('/embed/gov-tracking-more.min.js');
  stage.pages['/'] = html(deployedSnippet(stage.tracker, '227', "_govaq.push(['requireConsent']);"));
  await page.goto(stage.portal);
  await stage.heard(0);
  await page.context().close();
});

test('consent that is remembered is recalled on the next page, until it is forgotten', async () => {
  const page = await portal("_govaq.push(['requireConsent']);", 0);
  await page.evaluate(() => _govaq.push(['rememberConsentGiven', 1]));
  await stage.heard(1, 50);
  await page.goto(`${stage.portal}/b`);
  await stage.heard(2);
  await page.evaluate(() => _govaq.push(['forgetConsentGiven']));
  await pause(200);
  await page.goto(stage.portal);
  await stage.heard(2);
  await page.context().close();
});

test('a cookie is set only after the portal says that the visitor agreed to cookies, and goes when that is taken back', async () => {
  const page = await portal("_govaq.push(['setCookieConsentGiven']);", 1);
  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ name: '_emc_id', sameSite: 'Lax' });
  expect(cookie!.value).toMatch(/^[0-9a-f]{16}$/);
  expect(stage.hits[0]!.parameters['_id']).toBe(cookie!.value);
  await page.goto(`${stage.portal}/b`);
  expect((await stage.heard(2))[1]!.parameters['_id']).toBe(cookie!.value);
  await page.evaluate(() => _govaq.push(['forgetCookieConsentGiven'], ['trackEvent', 'a', 'b']));
  expect((await stage.heard(3))[2]!.parameters).not.toHaveProperty('_id');
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

test('what could carry personal data is ignored with one warning a name', async () => {
  const page = await portal(
    "_govaq.push(['setUserId', 'CANARY'], ['setCustomVariable', 1, 'ten', 'CANARY'], ['setUserId', 'CANARY2']);",
    1,
  );
  await expect.poll(() => page.warnings).toEqual(['EMC ignored setUserId', 'EMC ignored setCustomVariable']);
  expect(stage.hits[0]!.raw).not.toContain('CANARY');
  await page.context().close();
});
