import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stage, deployedSnippet, html } from './stage.ts';

const stage = new Stage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

async function portal(body: string, before = '') {
  const page = await stage.visitor();
  stage.pages['/'] = html(deployedSnippet(stage.tracker, '227', before), body);
  await page.goto(`${stage.portal}/`);
  await stage.heard(1, 50);
  return page;
}

test('a download and an outgoing link are sent without query string, and survive the page', async () => {
  const page = await portal('<a id="out" href="https://dichvucong.example/tra-cuu?so=CANARY">x</a>');
  await page.route('https://dichvucong.example/**', (route) => route.fulfill({ body: 'there' }));
  await page.click('#out');
  await page.waitForURL('https://dichvucong.example/**');
  const hits = await stage.heard(2);
  expect(hits[1]!.parameters).toMatchObject({ link: 'https://dichvucong.example/tra-cuu', idsite: '227' });
  expect(hits[1]!.parameters['pv_id']).toBe(hits[0]!.parameters['pv_id']);
  expect(hits[1]!.raw).not.toContain('CANARY');
  await page.context().close();
});

test('links added later are heard, by mouse, middle button and keyboard, also when the page stops the event', async () => {
  const page = await portal('<div id="box"></div>');
  await page.evaluate(() => {
    const box = document.getElementById('box')!;
    box.innerHTML =
      '<a id="a" href="/tep/bao-cao.pdf?token=1"><b>pdf</b></a> <a id="b" href="/tai?id=3" download>x</a> <a id="c" href="http://localhost:9/ra-ngoai">c</a>';
    box.addEventListener('click', (event) => (event.stopPropagation(), event.preventDefault()));
    box.addEventListener('auxclick', (event) => event.preventDefault());
  });
  await page.click('#a b');
  await page.focus('#b');
  await page.keyboard.press('Enter');
  await page.click('#c', { button: 'middle' });
  const hits = await stage.heard(4);
  expect(hits.slice(1).map((hit) => hit.parameters['download'] ?? hit.parameters['link'])).toEqual([
    `${stage.portal}/tep/bao-cao.pdf`,
    `${stage.portal}/tai`,
    'http://localhost:9/ra-ngoai',
  ]);
  expect(hits.slice(1).every((hit) => !('action_name' in hit.parameters))).toBe(true);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('a link inside the portal, to a mail address or a script, and a click on no link send nothing', async () => {
  const page = await portal(
    '<p id="p">x</p><a id="i" href="#x">i</a><a id="m" href="mailto:a@b.vn">m</a><a id="j" href="javascript:void 0">j</a><a id="n">n</a><svg width="50" height="50"><a id="s" href="#y"><rect width="50" height="50"/></a></svg>',
  );
  await page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()));
  for (const id of ['p', 'i', 'm', 'j', 'n', 's']) await page.click(`#${id}`);
  await page.click('#i', { button: 'right' });
  await stage.heard(1);
  expect(page.errors).toEqual([]);
  await page.context().close();
});

test('without enableLinkTracking no link is sent', async () => {
  const page = await stage.visitor();
  stage.pages['/'] = html(
    deployedSnippet(stage.tracker).replace("_govaq.push(['enableLinkTracking']);", ''),
    '<a href="http://localhost:9/x">x</a>',
  );
  await page.goto(stage.portal);
  await stage.heard(1, 50);
  await page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()));
  await page.click('a');
  await stage.heard(1);
  await page.context().close();
});

test('setDomains, addDownloadExtensions and trackLink come with the second file and are run in their order', async () => {
  const page = await portal(
    '<a id="own" href="https://sub.so.example/x">x</a><a id="ext" href="/ban-do.dwg">x</a>',
    "_govaq.push(['setDomains', ['*.so.example']], ['addDownloadExtensions', 'dwg']);",
  );
  await page.evaluate(() => {
    document.addEventListener('click', (event) => event.preventDefault());
    (window as unknown as { _govaq: unknown[] })._govaq.push(['trackLink', 'https://y.example/?z=1', 'link']);
  });
  await stage.heard(2, 50);
  await page.click('#own');
  await page.click('#ext');
  const hits = await stage.heard(3);
  expect(hits[1]!.parameters).toMatchObject({ link: 'https://y.example/' });
  expect(hits[2]!.parameters).toMatchObject({ download: `${stage.portal}/ban-do.dwg` });
  expect(stage.loaded).toEqual(['/embed/gov-tracking.min.js', '/embed/gov-tracking-more.min.js']);
  expect(page.warnings).toEqual([]);
  await page.context().close();
});
