import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { oneAfterAnother } from '../src/one-after-another.ts';

const stack: (() => void)[] = [];
afterEach(() => {
  for (const undo of stack.splice(0)) undo();
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(oneAfterAnother(handle));
  stack.push(() => void (server.closeAllConnections(), server.close()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function open(port: number): { socket: Socket; received: () => string; closed: Promise<void> } {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
  socket.on('error', () => undefined);
  stack.push(() => socket.destroy());
  return { socket, received: () => received, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

test('requests that a connection sends ahead are answered in order, each begun when the one before is answered', async () => {
  const open_: ServerResponse[] = [];
  const begun: string[] = [];
  const port = await serve((request, response) => {
    begun.push(request.url!);
    open_.push(response);
  });
  const { socket, received } = open(port);
  socket.write(get('/1') + get('/2') + get('/3'));
  for (const [at, url] of ['/1', '/2', '/3'].entries()) {
    await expect.poll(() => begun.length).toBe(at + 1);
    open_[at]!.end(url);
  }
  await expect
    .poll(() =>
      received()
        .match(/\r\n\r\n\/\d/g)
        ?.map((end) => end.slice(-2)),
    )
    .toEqual(['/1', '/2', '/3']);
  // The connection goes on as before.
  socket.write(get('/4'));
  await expect.poll(() => begun.at(-1)).toBe('/4');
});

test('a body that comes in pieces behind other requests is read to its end', async () => {
  const port = await serve((request, response) => {
    void text(request).then((body) => response.end(`[${request.url} ${body.length}]`));
  });
  const { socket, received } = open(port);
  const size = 300_000;
  socket.write(`${get('/1')}${get('/2')}POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`);
  for (let sent = 0; sent < size; sent += 50_000) socket.write('x'.repeat(50_000));
  socket.write(get('/4'));
  await expect.poll(() => received().match(/\[.*?\]/g)).toEqual(['[/1 0]', '[/2 0]', `[/3 ${size}]`, '[/4 0]']);
});

test('a connection that sends ahead without end is closed, with one request of it begun, and others are answered', async () => {
  let begun = 0;
  const port = await serve((request, response) => {
    if (request.url === '/other') response.end('here');
    else begun++;
  });
  const hostile = open(port);
  hostile.socket.write(get('/x').repeat(20_000));
  await hostile.closed;
  expect(begun).toBe(1);
  expect(await (await fetch(`http://127.0.0.1:${port}/other`)).text()).toBe('here');
});

test('what waits behind an answer whose client has gone is never begun', async () => {
  const begun: ServerResponse[] = [];
  const port = await serve((_request, response) => void begun.push(response));
  const { socket } = open(port);
  socket.write(get('/1') + get('/2'));
  await expect.poll(() => begun.length).toBe(1);
  socket.destroy();
  await new Promise<void>((resolve) => begun[0]!.once('close', resolve));
  expect(begun.length).toBe(1);
});
