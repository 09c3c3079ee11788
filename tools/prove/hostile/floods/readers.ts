import { setTimeout as sleep } from 'node:timers/promises';
import type { Flood } from '../flood.ts';
import { HttpClient } from '../http-client.ts';
import { openSocket } from '../raw-socket.ts';

const DAY_MS = 86_400_000;

function readers(flood: Omit<Flood, 'run'>, path: (turn: number, bodyCodes: readonly string[]) => string): Flood {
  return {
    ...flood,
    run: async ({ target, answers, over }, socket, address) => {
      const client = new HttpClient(target.port, address);
      for (let turn = socket; !over(); turn += flood.sockets)
        await client.ask(answers, { path: path(turn, target.bodyCodes) });
      client.close();
    },
  };
}

/** A period that no one asked for a moment ago, so that its answer is not shared. */
function period(turn: number): string {
  const to = new Date(Date.now() - (turn % 20) * DAY_MS).toISOString().slice(0, 10);
  const from = new Date(Date.now() - (20 + (turn % 400)) * DAY_MS).toISOString().slice(0, 10);
  return `from=${from}&to=${to}`;
}

const HEAVY = [
  '/api/v1/procedures/export',
  '/api/v1/procedures?q=dang%20ky',
  '/api/v1/procedures?limit=1000&offset=150000',
  '/api/v1/portals',
  '/api/v1/connection',
  '/api/v1/open-data',
];

export const readerFloods: readonly Flood[] = [
  readers(
    { name: 'questions', what: 'usage of ever other periods, asked from 30 addresses', sockets: 120, addresses: 30 },
    (turn, codes) => `/api/v1/bodies/${codes[turn % codes.length]}/usage?${period(turn)}`,
  ),
  readers(
    { name: 'heavy-answers', what: 'the largest public answers, sixteen at a time from one address', sockets: 16 },
    (turn) => HEAVY[turn % HEAVY.length]!,
  ),
  {
    name: 'listeners',
    what: 'one address follows the live figures as often as it can',
    sockets: 2100,
    run: async ({ target, answers, over }, _socket, address) => {
      const socket = await openSocket(target.port, address);
      if (socket === undefined) return void (answers.closed += 1);
      socket.on('error', () => undefined);
      let seen = false;
      socket.on('data', (data: Buffer) => {
        if (seen) return;
        seen = true;
        const answer = data.toString('latin1');
        answers.note(Number(answer.slice(9, 12)), () => answer);
      });
      socket.write('GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
      while (!over()) await sleep(200);
      socket.destroy();
    },
  },
];
