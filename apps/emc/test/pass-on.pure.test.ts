import { freshDirectory } from '@emc/test-kit';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { listenForFront } from '../src/readers/listen.ts';
import { oneATurn } from '../src/readers/one-a-turn.ts';
import { passOn } from '../src/readers/pass-on.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
const PATIENTLY = { timeout: 60_000 };
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** A front that passes everything on to the handler, through a socket file. */
async function front(
  handler: Handler,
  signal = new AbortController().signal,
): Promise<{ port: number; unanswered: Error[] }> {
  const directory = freshDirectory();
  const socketPath = path.join(directory.path, 's');
  const behind = await listenForFront(socketPath, (asked, answer) => void handler(asked, answer));
  const agent = new Agent({ keepAlive: true });
  const unanswered: Error[] = [];
  const server: Server = createServer((asked, answer) => {
    passOn(asked, answer, { agent, socketPath, signal }).catch((error: Error) => {
      unanswered.push(error);
      answer.writeHead(503).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    for (const one of [server, behind]) one.close().closeAllConnections();
    agent.destroy();
    directory.remove();
  });
  return { port: (server.address() as AddressInfo).port, unanswered };
}

/** Sends bytes as they are and gives all that comes back until the connection ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

test('method, address, headers, their repetitions and the body arrive as they were sent, and so does the answer', async () => {
  const seen: unknown[] = [];
  const { port } = await front(async (asked, answer) => {
    const { method, url, rawHeaders, socket } = asked;
    seen.push({ method, url, rawHeaders, address: socket.remoteAddress, body: await text(asked) });
    answer.writeHead(201, 'Made', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Of', 'it']).end('đã nhận');
  });
  const answer = await raw(
    port,
    'PATCH /a%20b?c=%2F&c=2 HTTP/1.1\r\nHost: emc.vn\r\nX-Emc-Client: 6.6.6.6\r\nX-Forwarded-For: 10.0.0.1\r\nX-Two: 1\r\nx-two: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nmot\r\n0\r\n\r\n',
  );
  expect(seen).toEqual([
    {
      method: 'PATCH',
      url: '/a%20b?c=%2F&c=2',
      rawHeaders: expect.arrayContaining(['Host', 'emc.vn', 'X-Forwarded-For', '10.0.0.1', 'X-Two', '1', 'x-two', '2']),
      address: '127.0.0.1',
      body: 'mot',
    },
  ]);
  expect(answer).toMatch(/^HTTP\/1\.1 201 Made\r\n/);
  for (const line of ['Set-Cookie: a=1', 'Set-Cookie: b=2', 'X-Of: it']) expect(answer).toContain(`\r\n${line}\r\n`);
  expect(answer).toContain('đã nhận');
});

test('the address of a client is what it connected from, whatever it says and whose the connection was before', async () => {
  const { port } = await front(
    ({ socket, headers }, answer) =>
      void answer.end(JSON.stringify([socket.remoteAddress, headers['x-emc-client'] ?? null])),
  );
  for (let turn = 0; turn < 3; turn++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-emc-client': `10.0.0.${turn}` } });
    expect(await answer.json()).toEqual(['127.0.0.1', null]);
  }
});

test('a request without a body has none behind the front, whatever its method', async () => {
  const { port } = await front(({ headers }, answer) => void answer.end(JSON.stringify(headers)));
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'POST']) {
    const answer = await raw(port, `${method} / HTTP/1.1\r\nHost: emc.vn\r\nConnection: close\r\n\r\n`);
    expect(answer, method).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer, method).not.toContain('transfer-encoding":');
  }
});

test('answers without a body, and those that only say how long it is, stay so', async () => {
  const { port } = await front(({ url }, answer) => {
    if (url === '/long') answer.writeHead(200, { 'content-length': '41000000' }).end();
    else answer.writeHead(Number(url!.slice(1))).end();
  });
  const head = await raw(port, 'HEAD /long HTTP/1.1\r\nHost: emc.vn\r\nConnection: close\r\n\r\n');
  expect(head).toContain('content-length: 41000000');
  for (const status of [204, 304]) {
    const answer = await raw(port, `GET /${status} HTTP/1.1\r\nHost: emc.vn\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\\r\\n\\r\\n$`));
  }
});

test('events arrive when they are written, and their sender sees the listener leave', async () => {
  let write: (event: string) => void = () => undefined;
  let left = false;
  const { port } = await front((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    write = (event) => void answer.write(event);
    answer.on('close', () => (left = true));
    write('retry: 3000\n\n');
  });
  const asked = request({ port, host: '127.0.0.1' }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  for (const event of ['retry: 3000\n\n', 'data: 1\n\n', 'data: 2\n\n']) {
    if (event.startsWith('data')) write(event);
    const [chunk] = (await once(answer, 'data')) as [Buffer];
    expect(chunk.toString()).toBe(event);
  }
  expect(left).toBe(false);
  answer.on('error', () => undefined);
  asked.destroy();
  await expect.poll(() => left, PATIENTLY).toBe(true);
});

test('a reader who takes nothing slows down who writes, instead of filling the memory of the front', async () => {
  let written = 0;
  let isHeld = false;
  const { port } = await front((_, answer) => {
    const piece = Buffer.alloc(65_536);
    const more = (): void => {
      while (written < 1_000 && answer.write(piece)) written++;
      isHeld = written < 1_000;
    };
    answer.on('drain', more);
    more();
  });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: emc.vn\r\n\r\n');
  await expect.poll(() => isHeld, PATIENTLY).toBe(true);
  const held = written;
  // Whatever the buffers of two connections hold: far less than 64 MB.
  await expect.poll(() => written === held, PATIENTLY).toBe(true);
  expect(written).toBeLessThan(500);
  socket.on('error', () => undefined);
  socket.destroy();
});

test('great answers arrive whole, several at once', async () => {
  const whole = Buffer.from(Array.from({ length: 500_000 }, (_, at) => `${at}\n`).join(''));
  const { port } = await front((_, answer) => void answer.end(whole));
  const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`http://127.0.0.1:${port}/`)));
  for (const answer of answers) expect(whole.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
});

test('of all great answers together one piece is passed on in a turn of the event loop', async () => {
  const inTurn = oneATurn();
  const done: number[] = [];
  for (let piece = 0; piece < 3; piece++) inTurn(() => void done.push(piece));
  const seen: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(done.length);
  }
  expect(seen.every((now, at) => now - (seen[at - 1] ?? 0) <= 1)).toBe(true);
  expect(done).toEqual([0, 1, 2]);
});

test('clients that break off at any moment do no harm', async () => {
  const left: unknown[] = [];
  const { port } = await front((asked, answer) => {
    answer.on('close', () => left.push(asked.url));
    const more = (): void => {
      while (!answer.destroyed && answer.write(Buffer.alloc(65_536)));
    };
    answer.on('drain', more).on('error', () => undefined);
    more();
  });
  for (let after = 0; after < 40; after++) {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`POST /${after} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n12`),
    );
    socket.on('error', () => undefined);
    let taken = 0;
    socket.on('data', () => taken++ === after && socket.resetAndDestroy());
  }
  await expect.poll(() => left.length, PATIENTLY).toBe(40);
});

test('an answer that comes before the body was sent is not lost', async () => {
  const { port } = await front((_, answer) => {
    answer.writeHead(413, { connection: 'close' }).end('too large');
  });
  const head = 'POST / HTTP/1.1\r\nHost: emc.vn\r\nContent-Length: 50000000\r\n\r\n';
  const answer = await raw(port, head + 'x'.repeat(100_000));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/connection: close/i);
  expect(answer).toContain('too large');
});

test('when nothing answers the request is left unanswered, for the front to refuse; what had begun is cut off', async () => {
  const hang = new AbortController();
  const { port, unanswered } = await front(({ url }, answer) => {
    if (url === '/begun') answer.writeHead(200).write('half');
  }, hang.signal);
  const silent = fetch(`http://127.0.0.1:${port}/silent`, { method: 'POST', body: 'x' });
  const begun = await fetch(`http://127.0.0.1:${port}/begun`);
  hang.abort();
  expect((await silent).status).toBe(503);
  await expect(begun.text()).rejects.toThrow();
  expect(unanswered).toHaveLength(1);
});
