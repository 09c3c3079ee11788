import { createClient } from '@clickhouse/client';
import {
  dossierStates,
  eventually,
  freshDirectory,
  numberOfChange,
  readDossierChanges,
  readDossierStates,
  sendDossiers,
  startProgram,
} from '@emc/test-kit';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outcomesOf, reckonDossiers } from '../../packages/measure/test/dossier-reckoning.ts';
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

test('after kill -9 in the midst of thousands of dossier changes, every acknowledged one is there once, and states and counts are those of all of them', async () => {
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
  // What is counted from the states: by system, procedure and day, and when the system was last heard.
  const outcomes = outcomesOf(changes);
  const period = { from: '2024-01-01', to: '2024-12-30' };
  await eventually(async () => {
    const answer = await program.api('GET', `/systems/1/dossiers?from=${period.from}&to=${period.to}`);
    const { totals, days } = answer as { totals: object; days: { day: string; counts: object | null }[] };
    const reckon = (from: string, to: string) => reckonDossiers(outcomes, () => undefined, from, to);
    expect(totals).toEqual(reckon(period.from, period.to));
    // null: nothing was known of the system yet; that is no day on which anything happened.
    const nothing = reckonDossiers([], () => undefined, period.from, period.to);
    for (const { day, counts } of days) expect(counts ?? nothing, day).toEqual(reckon(day, day));
  }, 120_000);
  const heard = await store.query({
    query: 'SELECT toUnixTimestamp64Milli(max(last_change_at)) AS at FROM system_days',
    format: 'JSON',
  });
  const { data } = await heard.json<{ at: string }>();
  expect(Number(data[0]!.at)).toBe(Math.max(...changes.map(({ received_ms }) => received_ms)));
  await store.close();
  await program.stop();
}, 600_000);
