import type { Attack, Flood, Target } from '../flood.ts';
import { sendRaw } from '../raw-socket.ts';

const PATHS = [
  '/tracking',
  '/matomo.php',
  '/TrackingMCDT',
  '/mapi/g',
  '/api/v1/portals',
  '/api/v1/usage',
  '/',
  '/embed/x.js',
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'CONNECT', 'BREW', 'get', ''];

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, all: readonly T[]): T => all[below(random, all.length)]!;

function garbage(random: Random, length: number): string {
  return Buffer.from(Array.from({ length }, () => below(random, 256))).toString('latin1');
}

function withBody(path: string, type: string, body: string, length = body.length): string {
  return `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

const get = (path: string, head = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n`;

/** Forms of what is no request, or a request that is not right. */
const FORMS: readonly ((random: Random, target: Target) => string)[] = [
  (random) => garbage(random, 1 + below(random, 400)),
  (random) =>
    `${pick(random, METHODS)} ${pick(random, PATHS)} HTTP/${pick(random, ['1.1', '1.0', '2.0', '9', ''])}\r\n\r\n`,
  (random) => get(`${pick(random, PATHS)}?${garbage(random, 60).replace(/[\s\0]/g, '%')}`),
  (random) => get(`${pick(random, PATHS)}/%${garbage(random, 2)}%00%ff/../..//${'%2e%2e/'.repeat(below(random, 40))}`),
  (random) => get(pick(random, PATHS), `X-${'a'.repeat(below(random, 70_000))}: 1\r\n`),
  (random) =>
    get(pick(random, PATHS), Array.from({ length: below(random, 3000) }, (_, at) => `H${at}: 1\r\n`).join('')),
  (random) => get(pick(random, PATHS), 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'),
  (random) =>
    get(pick(random, PATHS), `Content-Length: ${pick(random, ['-1', '1e9', '99999999999999999999', 'x'])}\r\n`),
  (random) =>
    `POST ${pick(random, PATHS)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${garbage(random, 20)}`,
  (random) => get(pick(random, PATHS), `Origin: ${garbage(random, 20)}\r\nCookie: ${garbage(random, 200)}\r\n`),
  (random) => withBody(pick(random, PATHS), 'application/json', '[{"a":'.repeat(1 + below(random, 20_000))),
  (random) => withBody(pick(random, PATHS), 'application/json', garbage(random, below(random, 2000))),
  (random) => withBody(pick(random, PATHS), 'application/json', '{"__proto__":{"x":1},"constructor":null}'),
  (random) => withBody(pick(random, PATHS), 'text/xml', '<a>&x;</a>', 3 + below(random, 5000)),
  (random, { siteIds }) => {
    const item = `?idsite=${siteIds[0]}&rec=1&url=https%3A%2F%2Fx&action_name=${garbage(random, 30)}`;
    return withBody('/matomo.php', 'application/json', JSON.stringify({ requests: [item, 5, null, [item], { a: 1 }] }));
  },
  (random, { siteIds }) =>
    get(
      `/tracking?idsite=${pick(random, ['-1', '1e3', '0x1', '', String(siteIds[0])])}&rec=1&_id=${garbage(random, 9).replace(/[\s\0]/g, '')}&cdt=${below(random, 1e12)}`,
    ),
];

export const malformed: Flood = {
  name: 'malformed',
  what: 'requests that are no HTTP, or HTTP that is not right, each on a raw socket of its own',
  sockets: 48,
  addresses: 8,
  requests: 100_000,
  run: async (attack: Attack, _socket, address) => {
    while (!attack.over()) {
      const text = pick(attack.random, FORMS)(attack.random, attack.target);
      await sendRaw(attack, address, Buffer.from(text, 'latin1'));
    }
  },
};
