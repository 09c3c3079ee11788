import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { freshDirectory } from '@emc/test-kit';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RUN = path.join(ROOT, 'tools/run.mjs');
const readText = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Locked {
  name?: string;
  version: string;
  link?: boolean;
  integrity?: string;
}
interface Component {
  name: string;
  version: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
}

/** Each package and version of the lockfile, and its digest in hex; a part of EMC has none. */
function locked(): Map<string, string | undefined> {
  const { packages } = JSON.parse(readText('package-lock.json')) as { packages: Record<string, Locked> };
  const entries = Object.entries(packages).filter(([place, { link }]) => place !== '' && link !== true);
  return new Map(
    entries.map(([place, { name, version, integrity }]) => [
      `${name ?? place.split('node_modules/').at(-1)}@${version}`,
      integrity === undefined ? undefined : Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
    ]),
  );
}

test('the bill of materials has just the packages of the lockfile, each with its digest', () => {
  const text = execFileSync(process.execPath, [RUN, 'sbom'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const bill = JSON.parse(text) as {
    bomFormat: string;
    specVersion: string;
    metadata: { component: { name: string } };
    components: Component[];
  };
  expect([bill.bomFormat, bill.specVersion, bill.metadata.component.name]).toEqual(['CycloneDX', '1.5', 'emc']);
  const listed = bill.components.map(({ name, version, hashes }) => [
    `${name}@${version}`,
    hashes?.find(({ alg }) => alg === 'SHA-512')?.content,
  ]);
  expect(locked().size).toBeGreaterThan(300);
  expect(new Map(listed as [string, string | undefined][])).toEqual(locked());
  expect(bill.components).toHaveLength(locked().size);
  for (const { name, version, purl } of bill.components)
    expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
});

/** A registry that answers every question for advisories with this, and knows no package. */
async function registry(status: number, answer: object): Promise<{ url: string; asked: Record<string, string[]>[] }> {
  const asked: Record<string, string[]>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isBulk = request.method === 'POST' && request.url?.endsWith('/advisories/bulk') === true;
      if (isBulk) asked.push(JSON.parse(String(readBody(request, chunks))) as Record<string, string[]>);
      response.writeHead(isBulk ? status : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isBulk ? answer : {}));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

function readBody({ headers }: IncomingMessage, chunks: Buffer[]): Buffer {
  const body = Buffer.concat(chunks);
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** `npm run audit` against that registry. */
async function audit(url: string): Promise<{ code: number; said: string }> {
  using cache = freshDirectory();
  const env = { ...process.env, npm_config_registry: url, npm_config_cache: cache.path, npm_config_fetch_retries: '0' };
  return await new Promise((resolve) => {
    execFile(process.execPath, [RUN, 'audit'], { env }, (error, said) =>
      resolve({ code: Number(error?.code ?? 0), said }),
    );
  });
}

test('the audit asks about every package of the lockfile, and names what is known against one', async () => {
  const known = await registry(200, {
    pino: [
      {
        id: 1,
        url: 'https://example.org/GHSA-1',
        title: 'Made up',
        severity: 'high',
        vulnerable_versions: '*',
        cwe: [],
      },
    ],
  });
  const { code, said } = await audit(known.url);
  expect(said).toMatch(/^\d+ of the \d+ packages of the lockfile have known vulnerabilities:\n/);
  expect(said).toContain('high     pino: Made up (*) https://example.org/GHSA-1');
  expect(code).toBe(1);
  const asked = Object.entries(known.asked[0]!).flatMap(([name, versions]) => versions.map((one) => `${name}@${one}`));
  const foreign = [...locked()].filter(([, digest]) => digest !== undefined).map(([name]) => name);
  expect(asked).toEqual(expect.arrayContaining(foreign));
});

test('a lockfile against which nothing is known passes', async () => {
  const { code, said } = await audit((await registry(200, {})).url);
  expect([code, said]).toEqual([0, expect.stringMatching(/^Nothing is known against the \d+ packages/)]);
});

test('with a registry that has no advisories the audit says plainly that nothing was compared, and does not pass', async () => {
  const { code, said } = await audit((await registry(405, {})).url);
  expect([code, said]).toEqual([2, expect.stringMatching(/^NOT COMPARED: no advisory source can be reached/)]);
});

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'what is said of the size of the dependencies is what they take',
  () => {
    const [taken_kib] = execFileSync('du', ['-sk', path.join(ROOT, 'node_modules')], { encoding: 'utf8' }).split('\t');
    const taken_GB = (Number(taken_kib) * 1024) / 1e9;
    for (const file of ['tools/run.mjs', 'docs/decisions/0001-two-embedded-servers.md']) {
      const said_GB = Number(/([\d.]+) GB (?:with both|of dependencies)/.exec(readText(file))?.[1]);
      expect(Math.abs(said_GB - taken_GB), `${file}: ${said_GB} GB, taken ${taken_GB} GB`).toBeLessThan(0.15);
    }
  },
);
