import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually, freshDirectory, startProgram } from '@emc/test-kit';
import { expect, test } from 'vitest';

// Signals at moments that are rare: while the program starts, and again while it stops.

const MAIN = path.resolve(import.meta.dirname, '../../apps/emc/src/main.ts');

function processesOf(directory: string): string[] {
  const found = spawnSync('pgrep', ['-f', directory], { encoding: 'utf8' });
  return found.stdout.split('\n').filter(Boolean);
}

/** Starts the program and gives it a signal as soon as it printed something. */
async function signalled(dataDir: string, at: string, signals: readonly NodeJS.Signals[]) {
  const env = { ...process.env, EMC_DATA_DIR: dataDir, EMC_PORT: '0', EMC_LOG_LEVEL: 'info' };
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data: Buffer) => void (output += data));
  const ended = once(child, 'exit');
  await eventually(() => expect(output).toContain(at), 240_000);
  for (const signal of signals) child.kill(signal);
  const [code, by] = (await ended) as [number | null, NodeJS.Signals | null];
  return { code, by, output };
}

test.each([
  { at: 'starting PostgreSQL', signals: ['SIGTERM'] },
  { at: 'starting ClickHouse', signals: ['SIGINT'] },
  { at: 'entered 83 bodies', signals: ['SIGHUP'] },
  { at: 'starting ClickHouse', signals: ['SIGTERM', 'SIGTERM', 'SIGINT'] },
] as const)('$signals after "$at …" ends the start in order, without a store left behind', async ({ at, signals }) => {
  using directory = freshDirectory();
  const { code, by, output } = await signalled(directory.path, at, signals);
  expect([code, by], output).toEqual([0, null]);
  expect(output).not.toContain('EMC is ready');
  expect(output).toContain('EMC has stopped; nothing is lost.');
  expect(processesOf(directory.path)).toEqual([]);
  const next = await startProgram({ dataDir: directory.path });
  expect(await next.api('GET', '/health')).toMatchObject({ status: 'ok' });
  expect(await next.stop()).toBe(0);
});

test('further signals while it stops cut nothing short: what was acknowledged is there after the next start', async () => {
  using directory = freshDirectory();
  const first = await startProgram({ dataDir: directory.path });
  const { siteId } = (await first.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  })) as { siteId: number };
  const url = encodeURIComponent('https://portal.gov.vn/');
  for (let one = 0; one < 50; one += 1) {
    const answer = await fetch(`${first.url}/tracking?idsite=${siteId}&rec=1&url=${url}`, {
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    });
    expect(answer.status).toBe(200);
  }
  const stopped = first.stop();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    await eventually(() => expect(first.output()).toContain('EMC is stopping'));
    void first.stop(signal);
  }
  expect(await stopped).toBe(0);
  expect(first.output()).toContain('EMC has stopped; nothing is lost.');
  expect(processesOf(directory.path)).toEqual([]);
  const second = await startProgram({ dataDir: directory.path });
  await second.quiet();
  expect(await second.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ totals: { pageViews: 50 } });
  await second.stop();
});
