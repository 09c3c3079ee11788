import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, freshDirectory } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { PAGE } from './samples.ts';
import { smallDisk, startCollector } from './support.ts';

const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** A bulk request of so many hits, and one of a robot. */
function bulk(title: string, count: number, more: object = {}): string {
  const hit = `?idsite=5&rec=1&url=${PAGE}&action_name=${title}`;
  const requests = [...Array.from({ length: count }, () => hit), `${hit}&ua=${encodeURIComponent(BOT)}`];
  return JSON.stringify({ requests, ...more });
}

test('a bulk request for which the spool has no room for all is answered 503 and leaves nothing behind, in both forms', async () => {
  const collector = await startCollector({ spoolOptions: { limit_bytes: 3000 } });
  const post = (body: string) => collector.send('POST', '/matomo.php', {}, body);
  for (const more of [{}, { send_image: 0 }]) {
    const reply = await post(bulk('much', 40, more));
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBe('5');
    expect(String(reply.headers['x-emc-reason'])).toMatch(/^spool-full; /);
  }
  expect((await post(bulk('little', 3))).status).toBe(200);
  const { hits, drops } = await collector.stored();
  expect(hits.map((hit) => hit['title'])).toEqual(['little', 'little', 'little']);
  // What is sent again is counted then, the robot too.
  const counted = drops.map(({ reason, count }) => `${reason} ${count}`);
  expect(counted.sort()).toEqual(['bot 1', 'spool-full 80']);
  await collector.stop();
});

test('a bulk request that the disk takes in part is answered 503, and sent again it is there once', async (context) => {
  using place = freshDirectory();
  const disk = smallDisk(place.path);
  if (disk === undefined) return context.skip('needs the right to mount a tmpfs');
  try {
    const collector = await startCollector({ dir: path.join(disk, 'spool') });
    const post = (title: string) => collector.send('POST', '/matomo.php', {}, bulk(title, 900));
    const ballast = path.join(disk, 'ballast');
    try {
      writeFileSync(ballast, Buffer.alloc(2 ** 21));
    } catch {
      // What fits is there: the disk is full but for what the spool holds.
    }
    const wide = 'x'.repeat(250);
    expect((await post(wide)).status).toBe(503);
    expect(collector.spool.status().accepting).toBe(false);
    rmSync(ballast);
    await eventually(async () => expect((await post(wide)).status).toBe(200));
    const { hits } = await collector.stored();
    expect(hits).toHaveLength(900);
    await collector.stop();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
