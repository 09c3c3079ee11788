import { createClient } from '@clickhouse/client';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The embedded event store of a data directory, asked past the program with its read-only user. Close it. */
export function openReader(dataDir: string) {
  const port = /<http_port>(\d+)</.exec(readFileSync(path.join(dataDir, 'clickhouse/config.xml'), 'utf8'))![1];
  const secrets = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as { clickhouseReader: string };
  const client = createClient({
    url: `http://127.0.0.1:${port}`,
    username: 'emc_reader',
    password: secrets.clickhouseReader,
    database: 'emc',
    request_timeout: 60_000,
  });
  return {
    client,
    rows: async <Row>(query: string): Promise<Row[]> =>
      (await client.query({ query, format: 'JSONEachRow' })).json<Row>(),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

export type Reader = ReturnType<typeof openReader>;
