import type { Catalogue, FileInPieces } from '@emc/contract';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApi, type TestApi } from './doubles.ts';

const LINES = Array.from({ length: 3_000 }, (_, number) => `H56,1.00${number},"Cấp ""sổ đỏ"" số ${number}"\r\n`);
const WHOLE = `\u{FEFF}${LINES.join('')}`;
const FILE: FileInPieces = [Buffer.from('\u{FEFF}'), ...LINES.map((line) => Buffer.from(line))];

let api: TestApi;
beforeAll(async () => {
  const exportProcedures = (): Promise<FileInPieces> => Promise.resolve(FILE);
  api = await testApi({ catalogue: { exportProcedures } as unknown as Catalogue });
});
afterAll(() => api.app.close());

const get = (accept: string, encoding: string, method: 'GET' | 'HEAD' = 'GET') =>
  api.app.inject({ method, url: '/api/v1/procedures/export', headers: { accept, 'accept-encoding': encoding } });

test('a file arrives whole, as it is and packed, with its length where that is known', async () => {
  const plain = await get('text/csv', 'identity');
  expect(plain.rawPayload.toString()).toBe(WHOLE);
  expect(plain.headers['content-length']).toBe(String(Buffer.byteLength(WHOLE)));
  expect(plain.headers['content-disposition']).toBe('attachment; filename="emc-procedures.csv"');
  const [gzip, brotli] = [await get('text/csv', 'gzip'), await get('text/csv', 'br')];
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(WHOLE);
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(WHOLE);
  expect((await get('text/csv', 'identity', 'HEAD')).headers['content-length']).toBe(plain.headers['content-length']);
});

test('within JSON it is the text of its field, as it is and packed', async () => {
  const plain = await get('application/json', 'identity');
  expect(plain.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(plain.json()).toEqual({ csv: WHOLE });
  expect(JSON.parse(gunzipSync((await get('application/json', 'gzip')).rawPayload).toString())).toEqual({ csv: WHOLE });
});

test('while a file is packed others have their turn', async () => {
  let [read, mostInATurn] = [0, 0];
  const file = [...FILE];
  const value = function* (): Iterable<Uint8Array> {
    for (const piece of FILE) {
      read++;
      yield piece;
    }
  };
  Object.defineProperty(file, Symbol.iterator, { value });
  const catalogue = { exportProcedures: () => Promise.resolve(file) } as unknown as Catalogue;
  const { app } = await testApi({ catalogue });
  let packing = true;
  const turn = (before: number): void => {
    mostInATurn = Math.max(mostInATurn, read - before);
    if (packing) setImmediate(turn, read);
  };
  turn(0);
  await app.inject({
    url: '/api/v1/procedures/export',
    headers: { accept: 'application/json', 'accept-encoding': 'gzip' },
  });
  packing = false;
  await app.close();
  expect(read).toBe(FILE.length);
  expect(mostInATurn).toBeLessThan(100);
});
