import { request as httpRequest } from 'node:http';
import { eventually } from '@emc/test-kit';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { BodyRoom } from '../src/http/body-room.ts';
import { type RunningCollector, startCollector } from './support.ts';

let collector: RunningCollector | undefined;
afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

/** Somebody who announces a body and never sends the end of it. */
function stall(url: string, address: string, size_bytes: number): { leave: () => void } {
  const headers = { 'x-forwarded-for': address, 'content-length': String(size_bytes + 1) };
  const request = httpRequest(url, { method: 'POST', headers, agent: false });
  request.on('error', () => undefined);
  request.write('x'.repeat(size_bytes));
  return { leave: () => void request.destroy() };
}

test.each([
  { feed: '/DongBoHoSoMC', taken: 200 },
  { feed: '/matomo.php', taken: 400 },
])('bodies to $feed that never end fill only the room of their own address, until they go', async ({ feed, taken }) => {
  const running = await startCollector({ bodies: new BodyRoom(10_000, 4_000), trustedProxies: ['127.0.0.1'] });
  collector = running;
  const send = async (address: string) =>
    (await running.send('POST', feed, { 'x-forwarded-for': address }, 'x'.repeat(200))).status;
  const stalled = stall(`${running.url}${feed}`, '203.0.113.7', 3_900);
  await eventually(async () => expect(await send('203.0.113.7')).toBe(503));
  expect(await send('203.0.113.8')).toBe(taken);
  const others = ['203.0.113.9', '203.0.113.10'].map((address) => stall(running.url + feed, address, 2_990));
  await eventually(async () => expect(await send('203.0.113.8')).toBe(503));
  for (const one of [stalled, ...others]) one.leave();
  await eventually(async () => expect(await send('203.0.113.7')).toBe(taken));
  const { drops, dossierDrops } = await running.stored();
  expect([...drops, ...dossierDrops].filter(({ reason }) => reason === 'spool-full').length).toBeGreaterThan(0);
});

test('whatever is taken and given back, neither limit is passed, and an empty room takes again what it took', () => {
  const one = fc.record({ address: fc.constantFrom('203.0.113.1', '203.0.113.2', '2001:db8::1'), size: fc.nat(60) });
  fc.assert(
    fc.property(fc.array(fc.tuple(one, fc.boolean()), { maxLength: 60 }), (moves) => {
      const room = new BodyRoom(100, 50);
      const held: { address: string; size: number }[] = [];
      const sum = (of: typeof held) => of.reduce((total, { size }) => total + size, 0);
      for (const [move, gives] of moves) {
        const back = gives ? held.shift() : undefined;
        if (back !== undefined) room.give(back.address, back.size);
        const own = sum(held.filter(({ address }) => address === move.address));
        const fits = sum(held) + move.size <= 100 && own + move.size <= 50;
        expect(room.take(move.address, move.size)).toBe(fits);
        if (fits) held.push(move);
      }
      for (const { address, size } of held) room.give(address, size);
      expect(room.take('203.0.113.1', 50)).toBe(true);
    }),
  );
});
