import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A portal of somebody else: pages by path, over http and over https with a certificate made for the occasion. */
export interface PortalSite {
  httpPort: number;
  httpsPort: number;
  close(): Promise<void>;
}

/** Serves `pages[path]` as HTML; a path that ends in .pdf as a document to download; everything else 404. */
export async function startPortalSite(pages: Record<string, string>, host: string): Promise<PortalSite> {
  const answer: RequestListener = (request, response) => {
    const place = request.url!.split('?')[0]!;
    const page = pages[place];
    if (place.endsWith('.pdf'))
      response
        .writeHead(200, { 'content-type': 'application/pdf', 'content-disposition': 'attachment' })
        .end('%PDF-1.4\n');
    else if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], { keySize: 2048 });
  const servers = [createPlain(answer), createSecure({ key, cert }, answer)];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
        ),
    ),
  );
  return {
    httpPort: ports[0]!,
    httpsPort: ports[1]!,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
