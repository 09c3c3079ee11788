import { randomUUID } from 'node:crypto';
import type { Asked } from '../http-client.ts';
import type { Flood, Target } from '../flood.ts';
import { HttpClient } from '../http-client.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function asked(name: string, what: string, sockets: number, request: (target: Target, turn: number) => Asked): Flood {
  return {
    name,
    what,
    sockets,
    addresses: 30,
    run: async ({ target, answers, over }, socket, address) => {
      const client = new HttpClient(target.port, address);
      for (let turn = socket; !over(); turn += sockets) await client.ask(answers, request(target, turn));
      client.close();
    },
  };
}

export const accountFloods: readonly Flood[] = [
  asked('passwords', 'wrong passwords for accounts that are not there', 30, ({ port }, turn) => ({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: { ...JSON_TYPE, origin: `http://127.0.0.1:${port}` },
    body: JSON.stringify({ email: `nguoi.${turn}@example.gov.vn`, password: randomUUID() }),
  })),
  asked('operator-keys', 'wrong operator keys', 30, () => ({
    method: 'POST',
    path: '/api/v1/portals',
    headers: { ...JSON_TYPE, authorization: `Bearer ${randomUUID()}` },
    body: '{}',
  })),
  asked(
    'bodies-nobody-reads',
    'bodies of 60 kB to an address that takes none, with the right key',
    8,
    (target, turn) => ({
      method: 'POST',
      path: `/api/v1/portals/${target.siteIds[turn % target.siteIds.length]}/check`,
      headers: { ...JSON_TYPE, authorization: `Bearer ${target.operatorKey}` },
      body: JSON.stringify({ a: Array.from({ length: 6000 }, () => turn) }),
    }),
  ),
  asked('page-checks', 'looks at pages on demand, 150 at once', 150, (target, turn) => ({
    method: 'POST',
    path: `/api/v1/portals/${target.siteIds[turn % target.siteIds.length]}/check`,
    headers: { authorization: `Bearer ${target.operatorKey}` },
  })),
];
