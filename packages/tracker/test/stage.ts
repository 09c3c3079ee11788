import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchBrowser } from '@emc/test-kit';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildTracker } from '../src/index.ts';

/** A request that reached the collector. */
export interface Hit {
  method: string;
  path: string;
  /** Parameters of the address. */
  parameters: Record<string, string>;
  /** Address, headers and body as they came, to look for what must not be there. */
  raw: string;
}

/** A page; what it throws or rejects is in `errors`, what it warns of on the console in `warnings`. */
export type Visitor = Page & { errors: string[]; warnings: string[] };

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** One Chromium, a portal that serves whatever page a test gives it, and a server with the tracker and a collector. */
export class Stage {
  hits: Hit[] = [];
  /** Paths that the tracker's server refuses, as if a firewall stood before it. */
  blocked = new Set<string>();
  /** Files of the tracker's server that were asked for. */
  loaded: string[] = [];
  pages: Record<string, string> = {};
  headers: Record<string, string> = {};
  portal = '';
  tracker = '';
  #servers: Server[] = [];
  #browser!: Browser;

  async open(): Promise<void> {
    const { files } = await buildTracker();
    const byPath = new Map(files.flatMap((file) => [file.path, ...file.aliases].map((path) => [path, file])));
    this.tracker = await this.#serve((req, res, body) => {
      const url = new URL(req.url!, 'http://x');
      const file = byPath.get(url.pathname);
      if (this.blocked.has(url.pathname)) return void res.writeHead(403).end();
      if (file) {
        this.loaded.push(url.pathname);
        return void res.writeHead(200, { 'content-type': file.contentType }).end(file.body);
      }
      this.hits.push({
        method: req.method!,
        path: url.pathname,
        parameters: Object.fromEntries(url.searchParams),
        raw: [decodeURIComponent(req.url!.replace(/\+/g, ' ')), JSON.stringify(req.headers), body].join('\n'),
      });
      if (req.method === 'GET') res.writeHead(200, { 'content-type': 'image/gif' }).end(PIXEL);
      else res.writeHead(204).end();
    });
    this.portal = await this.#serve((req, res) => {
      const path = new URL(req.url!, 'http://x').pathname;
      const html = this.pages[path] ?? `<!doctype html><title>${path}</title><p>${path}</p>`;
      res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...this.headers }).end(html);
    });
    this.#browser = await launchBrowser();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    for (const server of this.#servers) server.close();
  }

  /** A new visitor, and nothing left of the one before. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    this.hits = [];
    this.loaded = [];
    this.blocked.clear();
    this.pages = {};
    this.headers = {};
    return this.page(options);
  }

  /** One more visitor. */
  async page(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    const errors: string[] = [];
    const warnings: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    return Object.assign(page, { errors, warnings });
  }

  /** Waits until this many hits have come, and a moment more for one too many. */
  async heard(count: number, quiet_ms = 400): Promise<Hit[]> {
    const until = Date.now() + 60_000;
    while (this.hits.length < count && Date.now() < until) await pause(10);
    await pause(quiet_ms);
    if (this.hits.length !== count)
      throw new Error(
        `expected ${count} hits, got ${JSON.stringify(
          this.hits.map((hit) => hit.parameters),
          null,
          1,
        )}`,
      );
    return this.hits;
  }

  async #serve(answer: (req: IncomingMessage, res: ServerResponse, body: string) => void): Promise<string> {
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk) => (body += chunk));
      req.on('end', () => answer(req, res, body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
}

export const pause = (time_ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time_ms));

/** A page with this in its head and this in its body. */
export const html = (head: string, body = '', title = 'Trang chủ'): string =>
  `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title>${head}</head><body>${body}</body></html>`;

/** The snippet as it stands on portals today. */
export const deployedSnippet = (
  tracker: string,
  siteId = '227',
  before = '',
): string => `<script type="text/javascript">
  var _govaq = window._govaq || [];
  ${before}
  /* tracker methods like "setCustomDimension" should be called before "trackPageView" */
  _govaq.push(['trackPageView']);
  _govaq.push(['enableLinkTracking']);
  (function () {
    var u = '${tracker}/';
    _govaq.push(['setTrackerUrl', u + 'tracking']);
    _govaq.push(['setSiteId', '${siteId}']);
    var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
    g.type = 'text/javascript';
    g.async = true;
    g.defer = true;
    g.src = u + 'embed/gov-tracking.min.js';
    s.parentNode.insertBefore(g, s);
  })();
</script>`;

/** The one-line script. */
export const oneLine = (tracker: string, attributes = ''): string =>
  `<script async src="${tracker}/embed/gov-tracking.min.js" data-site-id="227" ${attributes}></script>`;

/** Sorts by what is read. */
export const byText = (one: unknown, two: unknown): number => String(one).localeCompare(String(two));
