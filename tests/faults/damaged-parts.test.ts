import { createClient } from '@clickhouse/client';
import type { Health, Repair, Usage } from '@emc/contract';
import { clearOfMidnight, eventually, freshDirectory, runCommand, startProgram, type Program } from '@emc/test-kit';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
const HITS = 7;

async function sendHits(program: Program, siteId: number): Promise<void> {
  for (let page = 0; page < HITS; page++) {
    const url = encodeURIComponent(`https://portal.gov.vn/trang/${page}`);
    const address = `${program.url}/tracking?idsite=${siteId}&rec=1&send_image=0&url=${url}`;
    expect((await fetch(address, { headers: { 'user-agent': AGENT } })).status).toBe(204);
  }
  await program.quiet();
}

/** Where a table of the embedded event store keeps its parts; asked while the program runs. */
async function directoryOf(dataDir: string, table: string): Promise<string> {
  const port = /<http_port>(\d+)</.exec(readFileSync(path.join(dataDir, 'clickhouse/config.xml'), 'utf8'))![1];
  const { clickhouseReader: password } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
    clickhouseReader: string;
  };
  const client = createClient({ url: `http://127.0.0.1:${port}`, username: 'emc_reader', password });
  const query = `SELECT data_paths[1] AS place FROM system.tables WHERE database = 'emc' AND name = '${table}'`;
  const rows = await (await client.query({ query, format: 'JSONEachRow' })).json<{ place: string }>();
  await client.close();
  return rows[0]!.place;
}

const healthOf = async ({ url }: Program): Promise<Health> =>
  (await (await fetch(`${url}/api/v1/health`)).json()) as Health;
const usageOf = (program: Program, siteId: number): Promise<Usage> =>
  program.api('GET', `/portals/${siteId}/usage`) as Promise<Usage>;

/** Stops the program, takes the parts of a table away, and starts it again. */
async function lose(program: Program, table: string): Promise<Program> {
  const place = await directoryOf(program.dataDir, table);
  await program.stop();
  rmSync(place, { recursive: true });
  return startProgram({ dataDir: program.dataDir });
}

test('a damaged day is named by health and beside its figures, and "emc repair" makes whole what can be and says what cannot', async () => {
  await clearOfMidnight();
  using directory = freshDirectory();
  let program = await startProgram({ dataDir: directory.path });
  const portal = { bodyCode: 'H56', name: 'Portal', kind: 'other', url: 'https://portal.gov.vn' };
  const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
  await sendHits(program, siteId);
  const { value: before } = await eventually(async () => {
    const usage = await usageOf(program, siteId);
    expect(usage.totals).toMatchObject({ pageViews: HITS, visits: 1, visitors: 1 });
    // Visits are computed a moment after hits are loaded, of the first of them perhaps.
    await sleep(2_000);
    expect((await usageOf(program, siteId)).totals).toEqual(usage.totals);
    return usage;
  });
  const today = before.period.to;
  expect(before.completeness).toMatchObject({ complete: true });

  program = await lose(program, 'site_hours');
  const damaged = { table: 'site_hours', kind: 'differs', from: today, to: today, accepted: false };
  // A day that differs is named when it still does in the round after.
  await eventually(async () => {
    expect(await healthOf(program)).toMatchObject({ status: 'degraded', damage: [damaged] });
  }, 300_000);
  const short = await usageOf(program, siteId);
  expect(short.completeness).toMatchObject({ complete: false, damagedDays: [{ from: today, to: today }] });
  const repaired = await runCommand(program, ['repair']);
  expect(repaired.err).toBe('');
  expect(JSON.parse(repaired.out) as Repair).toMatchObject({ running: false, error: null, days: [today], left: [] });
  expect(repaired.code).toBe(0);
  expect(await healthOf(program)).toMatchObject({ status: 'ok' });
  const whole = await usageOf(program, siteId);
  expect([whole.totals, whole.completeness.complete]).toEqual([before.totals, true]);

  program = await lose(program, 'hits');
  const lost = { table: 'hits', kind: 'rows-missing', from: today, to: today, missingRows: HITS };
  await eventually(async () => {
    expect(await healthOf(program)).toMatchObject({ status: 'degraded', damage: [{ ...lost, accepted: false }] });
  });
  const unrepaired = await runCommand(program, ['repair']);
  expect(unrepaired.code).toBe(1);
  expect(JSON.parse(unrepaired.out) as Repair).toMatchObject({ days: [], left: [lost] });
  expect((await runCommand(program, ['repair', '--accept'])).code).toBe(0);
  expect(await healthOf(program)).toMatchObject({ status: 'ok', damage: [{ ...lost, accepted: true }] });
  const kept = await usageOf(program, siteId);
  expect(kept.totals).toEqual(before.totals);
  expect(kept.completeness).toMatchObject({ complete: false, damagedDays: [{ from: today, to: today }] });
  await program.stop();
}, 600_000);
