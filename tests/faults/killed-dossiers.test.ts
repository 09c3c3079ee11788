import { createClient } from '@clickhouse/client';
import {
  dossierStates,
  freshDirectory,
  numberOfChange,
  readDossierChanges,
  readDossierStates,
  sendDossiers,
  startProgram,
} from '@emc/test-kit';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The embedded event store beside the program. */
function eventStore(dataDir: string) {
  const port = /<http_port>(\d+)</.exec(readFileSync(path.join(dataDir, 'clickhouse/config.xml'), 'utf8'))![1];
  const { clickhouseReader } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
    clickhouseReader: string;
  };
  return createClient({
    url: `http://127.0.0.1:${port}`,
    username: 'emc_reader',
    password: clickhouseReader,
    database: 'emc',
  });
}

test('after kill -9 in the midst of thousands of dossier changes, every acknowledged one is there once and the states are those of all of them', async () => {
  using directory = freshDirectory();
  let program = await startProgram({ dataDir: directory.path });
  const { siteId } = (await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'public-service-portal',
    url: 'https://dichvucong.example.gov.vn',
  })) as { siteId: number };
  const { key } = (await program.api('POST', '/systems', {
    bodyCode: 'H56',
    name: 'System',
    agencyCode: 'H56',
    siteId,
    addresses: ['127.0.0.1'],
  })) as { key: string };

  const acknowledged: number[] = [];
  for (const [round, killAfter] of [1200, 2600, 1900].entries()) {
    const victim = program;
    let killed: Promise<void> | undefined;
    const sender = { port: victim.port, key, siteId };
    const taken = await sendDossiers(sender, round * 100_000, (count) => {
      if (count >= killAfter) killed ??= victim.kill();
      return killed !== undefined;
    });
    acknowledged.push(...taken);
    await killed;
    program = await startProgram({ dataDir: directory.path });
  }
  expect(acknowledged.length).toBeGreaterThan(5000);
  await program.quiet();

  const store = eventStore(directory.path);
  const changes = await readDossierChanges(store);
  const numbers = changes.map(numberOfChange);
  // One whose acknowledgement was cut off by the kill may be there, once.
  expect(new Set(numbers).size).toBe(numbers.length);
  const there = new Set(numbers);
  expect(acknowledged.filter((number) => !there.has(number))).toEqual([]);
  expect(await readDossierStates(store)).toEqual(dossierStates(changes));
  await store.close();
  await program.stop();
}, 180_000);
