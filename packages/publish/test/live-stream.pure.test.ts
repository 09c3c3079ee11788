import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { liveSchema } from '@emc/contract';
import { afterEach, expect, test } from 'vitest';
import { figuresDouble, testApi, type TestApi } from './doubles.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The API behind a plain server that others share, as the program has it. */
async function serve(changes: Parameters<typeof testApi>[0] = {}): Promise<TestApi & { port: number }> {
  const api = await testApi(changes);
  const server = createServer((request, response) => api.app.routing(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    await api.app.close();
    server.closeAllConnections();
    server.close();
  });
  return { ...api, port: (server.address() as AddressInfo).port };
}

async function open(port: number, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = get({ port, host: '127.0.0.1', path: '/api/v1/live', headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  return response;
}

/** Reads until an event is whole. */
async function nextEvent(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response.iterator({ destroyOnReturn: false })) {
    text += String(piece);
    if (/\ndata: .*\n\n$/.test(text)) return text;
  }
  return text;
}

test('the stream begins with how to come back and the whole state, under headers that keep proxies from holding it', async () => {
  const { port } = await serve();
  const response = await open(port, { accept: 'text/event-stream' });
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  const text = await nextEvent(response);
  expect(text).toMatch(/^retry: 3000\n\nevent: live\nid: 2026-11-22T08:00:00\+07:00\ndata: /);
  expect(liveSchema.parse(JSON.parse(text.split('data: ')[1] ?? '')).bodies.total).toBe(83);
  response.destroy();
});

test('a follower who goes away is forgotten, and reading stops with the last one', async () => {
  const cancelled: number[] = [];
  const waiting = new Set<() => void>();
  const { port, asked } = await serve({
    schedule: (task) => {
      waiting.add(task);
      return () => {
        if (waiting.delete(task) && waiting.size === 0) cancelled.push(1);
      };
    },
  });
  const [one, two] = [await open(port), await open(port)];
  await Promise.all([nextEvent(one), nextEvent(two)]);
  expect(asked.filter(({ what }) => what === 'live')).toHaveLength(1);
  one.destroy();
  two.destroy();
  await expect.poll(() => waiting.size).toBe(0);
  expect(cancelled).toEqual([1]);
});

test('closing the API ends the streams', async () => {
  const { port, app } = await serve();
  const response = await open(port);
  await nextEvent(response);
  const ended = once(response, 'end');
  response.resume();
  await app.close();
  await ended;
  expect(response.complete).toBe(true);
});

test('a stream whose first reading fails stays open and says so, since a browser never comes back after an error status', async () => {
  const broken = { ...figuresDouble([]), live: () => Promise.reject(new Error('secret inside')) };
  const { port } = await serve({ figures: broken });
  const response = await open(port);
  expect(response.statusCode).toBe(200);
  const text = await nextEvent(response);
  expect(text).toContain('event: problem\ndata: {"type":"/docs/errors#internal"');
  expect(text).not.toContain('secret inside');
  response.destroy();
});

test.each([
  { url: '/api/v1/live?once=true', accept: 'text/event-stream' },
  { url: '/api/v1/live', accept: 'application/json' },
  { url: '/api/v1/live', accept: 'application/json, text/plain, */*' },
])('$url with Accept $accept is one JSON answer', async ({ url, accept }) => {
  const { app } = await serve();
  const response = await app.inject({ url, headers: { accept } });
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(response.headers['vary']).toContain('Accept');
  liveSchema.parse(response.json());
});

test('HEAD of the stream has its type and ends', async () => {
  const { app } = await serve();
  const response = await app.inject({ method: 'HEAD', url: '/api/v1/live' });
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
});

test('an office of two hundred behind one address sees no error: beyond fifty a page is given the state and asks from time to time', async () => {
  const { port, app } = await serve();
  const pages = await Promise.all(Array.from({ length: 200 }, () => open(port, { accept: 'text/event-stream' })));
  expect(new Set(pages.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const ended: string[] = [];
  for (const page of pages) {
    let text = '';
    page.on('data', (piece: string) => (text += piece));
    page.on('end', () => ended.push(text));
  }
  await expect.poll(() => ended.length).toBe(150);
  for (const text of ended) {
    expect(text).toMatch(/event: live\n.*retry: 10000\nevent: poll\ndata: \{"everySeconds":10\}\n\n$/s);
  }
  const asked = await Promise.all(Array.from({ length: 150 }, () => app.inject({ url: '/api/v1/live?once=true' })));
  expect(new Set(asked.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  for (const page of pages) page.destroy();
});

test('behind a trusted proxy it is the client that takes a place, not the proxy', async () => {
  const { port } = await serve({ trustedProxies: ['127.0.0.1'], mostFollowers: { all: 10, each: 1 } });
  const [one, again, other] = [
    await open(port, { 'x-forwarded-for': '203.0.113.7' }),
    await open(port, { 'x-forwarded-for': '203.0.113.7' }),
    await open(port, { 'x-forwarded-for': '203.0.113.8' }),
  ];
  const texts = await Promise.all([one, again, other].map((page) => nextEvent(page)));
  expect(texts.map((text) => text.includes('event: live'))).toEqual([true, true, true]);
  again.resume();
  await expect.poll(() => again.complete).toBe(true);
  expect([one.complete, other.complete]).toEqual([false, false]);
  one.destroy();
  other.destroy();
});
