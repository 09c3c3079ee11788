import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createMadeUpApi } from './made-up-api.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As strict as the program serves the console. */
const CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'";

/** Serves the built console with made-up answers on a free port, for tests. */
export async function serveBuilt(
  clock: () => number,
  dist: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const api = createMadeUpApi(clock);
  const server = createServer((req, res) => {
    void (async () => {
      if (await api(req, res)) return;
      const { pathname } = new URL(req.url ?? '/', 'http://localhost');
      const asked =
        path.extname(pathname) in TYPES ? path.join(dist, path.normalize(pathname)) : path.join(dist, 'index.html');
      const body = await readFile(asked).catch(() => null);
      res.writeHead(body === null ? 404 : 200, {
        'content-type': TYPES[path.extname(asked)] ?? 'application/octet-stream',
        'content-security-policy': CSP,
        // As the program: names in there hold a digest of what is in the file.
        ...(pathname.startsWith('/assets/') ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
      });
      res.end(body ?? '');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
