import { createClient } from '@clickhouse/client';
import { eventually, freshDirectory, startProgram } from '@emc/test-kit';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';

const HITS = 10_000;
const CONNECTIONS = 64;

/** Sends hits until `count` have been tried or the server is gone; gives the paths of those that were acknowledged. */
async function sendHits(
  port: number,
  siteId: number,
  first: number,
  count: number,
  onAcknowledged: (total: number) => void,
): Promise<Set<string>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const acknowledged = new Set<string>();
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + count) {
      const place = `/trang/${next++}`;
      const accepted = await sendOne(agent, port, siteId, place);
      if (accepted) {
        acknowledged.add(place);
        onAcknowledged(acknowledged.size);
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return acknowledged;
}

function sendOne(agent: Agent, port: number, siteId: number, place: string): Promise<boolean> {
  const address = `/tracking?idsite=${siteId}&rec=1&send_image=0&url=${encodeURIComponent(`https://portal.gov.vn${place}`)}`;
  return new Promise((resolve) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: address,
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 204);
      },
    );
    sent.on('error', () => resolve(false));
    sent.end();
  });
}

test('after kill -9 in the midst of 10,000 hits, every acknowledged hit is counted once, in the raw table and in every rollup', async () => {
  using directory = freshDirectory();
  let program = await startProgram({ dataDir: directory.path });
  const { siteId } = (await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  })) as { siteId: number };

  const acknowledged = new Set<string>();
  let sent = 0;
  // Killed three times, at moments spread over the run, so that spool, loader and views are hit in different states.
  for (const killAt of [900, 2_300, 3_100]) {
    const victim = program;
    let killed: Promise<void> | undefined;
    const round = await sendHits(victim.port, siteId, sent, Math.ceil(HITS / 3), (total) => {
      if (total >= killAt) killed ??= victim.kill();
    });
    for (const place of round) acknowledged.add(place);
    sent += Math.ceil(HITS / 3);
    await (killed ?? victim.kill());
    program = await startProgram({ dataDir: directory.path });
  }
  expect(acknowledged.size).toBeGreaterThan(5_000);

  const rows = await eventually(async () => {
    const usage = (await program.api('GET', `/portals/${siteId}/usage`)) as { totals: { pageViews: number } };
    expect(usage.totals.pageViews).toBeGreaterThanOrEqual(acknowledged.size);
    await program.quiet();
    return readEventStore(directory.path);
  }, 30_000);

  // A hit whose acknowledgement was cut off by the kill may be counted, once; an acknowledged one must be.
  const counted = new Map(rows.value.hits.map((row) => [row.path, Number(row.count)]));
  expect([...acknowledged].filter((place) => !counted.has(place))).toEqual([]);
  expect([...counted].filter(([, count]) => count !== 1)).toEqual([]);
  const total = counted.size;
  expect(rows.value.pages).toEqual(rows.value.hits);
  expect(rows.value.hours).toBe(total);
  const usage = (await program.api('GET', `/portals/${siteId}/usage`)) as {
    totals: { pageViews: number; visits: number; visitors: number };
  };
  await eventually(async () => {
    const country = (await program.api('GET', '/usage')) as {
      totals: { pageViews: number; visits: number; visitors: number };
    };
    expect(country.totals).toMatchObject({ pageViews: total, visits: usage.totals.visits, visitors: 1 });
    expect(usage.totals.visits).toBeGreaterThan(0);
  });
  await program.stop();
}, 180_000);

interface PathCount {
  path: string;
  count: string;
}

/** Reads the embedded event store beside the program, with the read-only user of its data directory. */
async function readEventStore(dataDir: string): Promise<{ hits: PathCount[]; pages: PathCount[]; hours: number }> {
  const port = /<http_port>(\d+)</.exec(readFileSync(path.join(dataDir, 'clickhouse/config.xml'), 'utf8'))![1];
  const { clickhouseReader } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
    clickhouseReader: string;
  };
  const client = createClient({
    url: `http://127.0.0.1:${port}`,
    username: 'emc_reader',
    password: clickhouseReader,
    database: 'emc',
  });
  const ask = async <T>(query: string): Promise<T[]> =>
    (await client.query({ query, format: 'JSONEachRow' })).json<T>();
  try {
    const hits = await ask<PathCount>('SELECT path, toString(count()) AS count FROM hits GROUP BY path ORDER BY path');
    const pages = await ask<PathCount>(
      'SELECT path, toString(sum(page_views)) AS count FROM site_pages GROUP BY path ORDER BY path',
    );
    const [hours] = await ask<{ total: string }>('SELECT toString(sum(page_views)) AS total FROM site_hours');
    return { hits, pages, hours: Number(hours!.total) };
  } finally {
    await client.close();
  }
}
