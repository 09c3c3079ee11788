import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startCollector } from './support.ts';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../../docs/integrate/dossiers.md'), 'utf8');
const EXAMPLES = [...DOCUMENT.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => {
  const [, target] = /'https:\/\/emc\.example\.gov\.vn([^']*)'/.exec(block!)!;
  const headers = [...block!.matchAll(/-H '([^:']+): ([^']+)'/g)].map(([, name, value]) => [name!, value!] as const);
  const [, body] = /--data-raw '([^']*)'/.exec(block!)!;
  return { target: target!, headers: Object.fromEntries(headers), body: body! };
});

test('every example of docs/integrate/dossiers.md is taken as it stands', async () => {
  const system = {
    systemId: 3,
    keyDigest: hash('sha256', 'KEY'),
    agencyCode: 'H56',
    siteId: 227,
    addresses: ['127.0.0.1'],
    retired: false,
  };
  const systems = {
    bySite: (siteId: number) => (siteId === system.siteId ? system : undefined),
    byKeyDigest: (digest: string) => (digest === system.keyDigest ? system : undefined),
  };
  const collector = await startCollector({ dossiers: { systems, secret: Buffer.from('x') } });
  expect(EXAMPLES).toHaveLength(4);
  for (const { target, headers, body } of EXAMPLES) {
    const reply = await collector.send('POST', target, headers, body);
    const taken = /^204 $|"error_code":"0","message":"Tiếp nhận thành công 1 hồ sơ."/;
    expect(`${reply.status} ${reply.body.toString()}`, body).toMatch(taken);
  }
  const { changes } = await collector.stored();
  expect(changes.map((change) => change['status'])).toEqual([10, 9, 2, 10]);
  await collector.stop();
});

test('docs/integrate/dossiers.md names every field that is read, and only those', async () => {
  const { SYNCHRONISATION_FIELDS } = await import('../src/dossiers/synchronisation.ts');
  const { PROGRESS_FIELDS } = await import('../src/dossiers/progress.ts');
  const { TRACKING_FIELDS } = await import('../src/dossiers/tracking.ts');
  const read = new Set(
    [SYNCHRONISATION_FIELDS, PROGRESS_FIELDS, TRACKING_FIELDS].flatMap((allowed) => [...allowed.values()]),
  );
  const tables = DOCUMENT.split('\n').filter((line) => /^\| `\w+[`[]/.test(line));
  const named = new Set(
    tables.flatMap((line) => [...line.split('|')[1]!.matchAll(/`(\w+)(?:\[\][^`]*)?`/g)].map(([, name]) => name!)),
  );
  for (const name of read) expect([name, named.has(name)]).toEqual([name, true]);
  for (const name of named) if (!/^\d+$|^error/.test(name)) expect([name, read.has(name)]).toEqual([name, true]);
});
