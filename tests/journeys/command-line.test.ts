import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory, runCommand, startProgram, type Program } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const directory = freshDirectory();
const outside = freshDirectory();
const headsFile = path.join(outside.path, 'heads.txt');
let program: Program;

beforeAll(async () => {
  program = await startProgram({ dataDir: directory.path, env: { EMC_AUDIT_HEADS_FILE: headsFile } });
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
  outside.remove();
});

const emc = (args: string[], env?: Record<string, string>) => runCommand(program, args, env);

const REGISTER = [
  'portals',
  'register',
  '--body',
  'H56',
  '--kind',
  'other',
  '--name',
  'Cổng',
  '--url',
  'https://cong.gov.vn',
];

test('a portal is registered, changed, asked for and retired beside a running server, each answer being JSON', async () => {
  const registered = await emc(REGISTER);
  expect(registered.code, registered.err).toBe(0);
  const { siteId } = JSON.parse(registered.out) as { siteId: number };
  expect(registered.err).toContain(
    `<script async src="${program.url}/embed/gov-tracking.min.js" data-site-id="${siteId}"></script>`,
  );

  const changed = await emc(['portals', 'change', String(siteId), '--hosts', 'www.cong.gov.vn']);
  expect(JSON.parse(changed.out)).toMatchObject({ siteId, allowedHosts: ['www.cong.gov.vn'] });
  for (const args of [['usage'], ['usage', 'H56'], ['usage', String(siteId)]]) {
    expect(JSON.parse((await emc(args)).out)).toMatchObject({ totals: { pageViews: 0 } });
  }
  expect(JSON.parse((await emc(['recent', String(siteId)])).out)).toMatchObject({ accepted: 0, drops: [] });
  expect(JSON.parse((await emc(['bodies', 'list', '--as-of', '2024-01-18'])).out)).toMatchObject({ total: 83 });
  expect(JSON.parse((await emc(['portals', 'retire', String(siteId)])).out)).toMatchObject({ state: 'retired' });
  expect(JSON.parse((await emc(['doctor'])).out)).toMatchObject({ status: 'ok' });
});

test.each([
  ['a body that is not registered', [...REGISTER.slice(0, 3), 'H99', ...REGISTER.slice(4)], {}, 'body-unknown'],
  ['a wrong key', REGISTER, { EMC_OPERATOR_KEY: 'wrong' }, 'operator-key-wrong'],
  [
    'a server that is not there',
    ['usage'],
    { EMC_URL: 'http://127.0.0.1:9' },
    'No server answers at http://127.0.0.1:9',
  ],
  ['a unit that is no number', [...REGISTER, '--unit', 'abc'], {}, 'A whole number is needed'],
  ['a command that does not exist', ['portal'], {}, 'unknown command'],
])('%s is refused in words, with exit code 1', async (_what, args, env, words) => {
  const { code, out, err } = await emc(args, env);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain(words);
});

test('the head of the audit log is noted by a command, as open data and in a file outside, and the log is held against it', async () => {
  const ofDay = async () =>
    ((await program.api('GET', '/open-data/audit-heads.json')) as { rows: Record<string, unknown>[] }).rows;
  await expect.poll(ofDay).toHaveLength(1);
  const [published] = await ofDay();
  expect(published).toMatchObject({ number: 0, hash: '0'.repeat(64), in_log: true });
  await expect
    .poll(() => readFileSync(headsFile, 'utf8'))
    .toBe(`${String(published!['day'])} 0 ${String(published!['hash'])}\n`);

  const head = JSON.parse((await emc(['audit', 'head'])).out) as { number: number; hash: string };
  const verified = await emc(['audit', 'verify', '--head', head.hash]);
  expect([verified.code, JSON.parse(verified.out)]).toMatchObject([0, { intact: true, head: head.hash }]);
  const strange = 'f'.repeat(64);
  const refuted = await emc(['audit', 'verify', '--head', strange]);
  expect([refuted.code, JSON.parse(refuted.out)]).toMatchObject([1, { intact: false, headsMissing: [strange] }]);
});
