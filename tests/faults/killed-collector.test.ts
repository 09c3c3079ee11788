import { createClient } from '@clickhouse/client';
import { clearOfMidnight, eventually, freshDirectory, ROLLUP_SUMS, startProgram } from '@emc/test-kit';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';

const HITS = 10_000;
const CONNECTIONS = 64;
/** One network has places for 5,000 new pages on a day: page and title together keep hits apart. */
const PAGES = 1_000;
const placeOf = (number: number): string => `/trang/${number % PAGES} ${Math.floor(number / PAGES)}`;

/** Sends hits until `count` have been tried or the server is gone; gives the pages, with their titles, of those that were acknowledged. */
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
      const number = next++;
      const place = placeOf(number);
      const accepted = await sendOne(agent, port, siteId, number);
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

/** Page views, and something of everything else that a rollup counts. */
const ACTIONS = [
  '',
  '',
  '&e_c=menu&e_a=open',
  '&download=https%3A%2F%2Fportal.gov.vn%2Fa.pdf',
  '&gov_dvc=1.000123&gov_dvc_state=1',
];

function sendOne(agent: Agent, port: number, siteId: number, number: number): Promise<boolean> {
  const action = ACTIONS[number % ACTIONS.length]!;
  const [page = '', title = ''] = placeOf(number).split(' ');
  const url = encodeURIComponent(`https://portal.gov.vn${page}`);
  const address = `/tracking?idsite=${siteId}&rec=1&send_image=0&url=${url}&action_name=${title}${action}`;
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
  await clearOfMidnight();
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

  await program.quiet();
  const store = await readEventStore(directory.path);

  // A hit whose acknowledgement was cut off by the kill may be counted, once; an acknowledged one must be.
  const counted = new Map(store.hits.map((row) => [row.path, Number(row.count)]));
  expect([...acknowledged].filter((place) => !counted.has(place))).toEqual([]);
  expect([...counted].filter(([, count]) => count !== 1)).toEqual([]);
  for (const { what, raw, rollup } of store.sums) expect([what, rollup]).toEqual([what, raw]);
  expect(new Set(store.sums.map(({ what }) => what.split('.')[0]))).toEqual(new Set(store.rollups));

  const pageViews = Number(store.sums.find(({ what }) => what === 'site_pages.page_views')!.raw);
  await eventually(async () => {
    const totals = [`/portals/${siteId}/usage`, '/usage'].map(
      async (address) => (await program.api('GET', address)) as Usage,
    );
    const [portal, country] = await Promise.all(totals);
    expect(portal!.totals).toMatchObject({ pageViews, visitors: 1 });
    expect(portal!.totals.visits).toBeGreaterThan(0);
    expect(country!.totals).toEqual(portal!.totals);
  });
  await program.stop();
}, 600_000);

interface Usage {
  totals: { pageViews: number; visits: number; visitors: number };
}

interface PathCount {
  path: string;
  count: string;
}

/** Reads the embedded event store beside the program, with the read-only user of its data directory. */
async function readEventStore(
  dataDir: string,
): Promise<{ hits: PathCount[]; sums: { what: string; raw: string; rollup: string }[]; rollups: string[] }> {
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
    const hits = await ask<PathCount>(
      "SELECT concat(h.path, ' ', h.title) AS path, toString(count()) AS count FROM hits AS h GROUP BY h.path, h.title",
    );
    const sums = await Promise.all(
      ROLLUP_SUMS.map(async ([what, raw, rollup]) => {
        const table = what.split('.')[0];
        const [row] = await ask<{ raw: string; rollup: string }>(
          `SELECT toString((SELECT ${raw} FROM hits)) AS raw, toString((SELECT ${rollup} FROM ${table})) AS rollup`,
        );
        return { what, ...row! };
      }),
    );
    const tables = await ask<{ name: string }>(
      // What dossiers make is held against their changes in killed-dossiers.test.ts.
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'AggregatingMergeTree' AND name NOT LIKE '%_rebuilt' AND name NOT IN ('dossiers', 'system_days')",
    );
    return { hits, sums, rollups: tables.map(({ name }) => name) };
  } finally {
    await client.close();
  }
}
