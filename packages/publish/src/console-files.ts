import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { type Asset, assetOf } from './assets.ts';
import { pageHeaders } from './security-headers.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The bundler puts a hash of the content into the name (`assets/index-B7x_k2Qa.js`): such a file never changes. */
const HASHED = /^\/assets\/[^/]*-[\w-]{8}\.\w+$/;

/** The pages that people see. */
export interface ConsoleFiles {
  assets: Asset[];
  /** Answers every address that the console itself routes. */
  index: Asset;
}

/**
 * Reads the built console into memory: a few megabytes, served without touching the disk again.
 * @throws Error when the directory holds no index.html
 */
export async function readConsole(directory: string): Promise<ConsoleFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const assets = await Promise.all(names.map((name) => readOne(directory, name)));
  const index = assets.find(({ path }) => path === '/index.html');
  if (index === undefined) throw new Error(`There is no index.html in ${directory}: build the console first`);
  return { assets: [...assets, { ...index, path: '/' }], index };
}

async function readOne(directory: string, name: string): Promise<Asset> {
  const path = `/${relative(directory, name).split(sep).join('/')}`;
  const body = await readFile(name);
  const contentType = TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
  const caching = { 'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache' };
  return assetOf(
    { path, body, contentType },
    contentType.startsWith('text/html') ? pageHeaders(body.toString(), 'inline') : caching,
  );
}
