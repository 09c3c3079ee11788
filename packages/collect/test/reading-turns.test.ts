import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { AddressTurns } from '../src/address-turns.ts';
import { BodyRoom } from '../src/http/body-room.ts';
import { readBody } from '../src/http/read-body.ts';
import { throwAway } from '../src/http/reading-turns.ts';

const SENDERS = 8;
const BODY_BYTES = 3_000_000;

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});

/** What is read of all bodies in the turns of the event loop until the last is whole, and the most in one turn. */
function reading(read: (request: IncomingMessage) => void): Promise<{ all_bytes: number; most_bytes: number }> {
  return new Promise((resolve) => {
    let [all_bytes, most_bytes, inTurn_bytes, ended] = [0, 0, 0, 0];
    const sockets: Socket[] = [];
    const next = (): void => {
      most_bytes = Math.max(most_bytes, inTurn_bytes);
      inTurn_bytes = 0;
      if (ended === SENDERS) resolve({ all_bytes, most_bytes });
      else setImmediate(next);
    };
    const server = createServer((request) => {
      request.on('data', (piece: Buffer) => {
        all_bytes += piece.length;
        inTurn_bytes += piece.length;
      });
      request.on('end', () => (ended += 1));
      read(request);
    });
    undo.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      for (let sender = 0; sender < SENDERS; sender++) {
        const socket = connect(port, '127.0.0.1');
        socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`);
        socket.write(Buffer.alloc(BODY_BYTES, ' '));
        sockets.push(socket);
      }
      next();
    });
  });
}

/** A first look at each of them, and one piece of one of them. */
const MOST_IN_A_TURN_BYTES = SENDERS * 3 * 64 * 1024;

test('of long bodies that are refused, all that still comes is read, and never much between two turns of others', async () => {
  const { all_bytes, most_bytes } = await reading((request) => throwAway('203.0.113.7', request));
  expect(all_bytes).toBe(SENDERS * BODY_BYTES);
  expect(most_bytes).toBeLessThan(MOST_IN_A_TURN_BYTES);
});

test('long bodies that are wanted come whole, and never much of them between two turns of others', async () => {
  const room = new BodyRoom();
  const sizes: number[] = [];
  const { most_bytes } = await reading((request) =>
    readBody(request, { limit_bytes: BODY_BYTES, room, address: '203.0.113.7' }, (outcome) => {
      if (typeof outcome === 'object') sizes.push(outcome.body.size_bytes);
    }),
  );
  expect(sizes).toEqual(Array.from({ length: SENDERS }, () => BODY_BYTES));
  expect(most_bytes).toBeLessThan(MOST_IN_A_TURN_BYTES);
});

test('addresses take turns, and the addresses of one subscriber are one', () => {
  const turns = new AddressTurns<string>();
  const senders = ['203.0.113.7', '203.0.113.7', '203.0.113.7', '203.0.113.8', '2001:db8::1', '2001:db8::2'];
  for (const [at, address] of senders.entries()) turns.add(address, `${address} ${at}`);
  const order = Array.from({ length: senders.length }, () => turns.take());
  expect(order).toEqual([
    '203.0.113.7 0',
    '203.0.113.8 3',
    '2001:db8::1 4',
    '203.0.113.7 1',
    '2001:db8::2 5',
    '203.0.113.7 2',
  ]);
  expect(turns.take()).toBeUndefined();
});
