import { spawn } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freshDirectory } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { Spool, type SpoolOptions } from '../src/index.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_TYPES,
  isTorn,
  missingRows,
  readSegment,
  SEGMENT_HEADER_BYTES,
  type FrameInfo,
} from '../src/spool/frames.ts';
import { PAGE } from './samples.ts';
import { loggedLines, smallDisk, startCollector } from './support.ts';

const DAY = 20_779;

function open(dir: string, more: Partial<SpoolOptions> = {}): Promise<Spool> {
  return Spool.open({ dir, limit_bytes: 2 ** 30, clock: Date.now, log: loggedLines(), ...more });
}

function append(spool: Spool, row: string | Buffer, day = DAY): Promise<'written' | 'failed' | 'full'> {
  return new Promise((resolve) => {
    const taken = spool.append(FRAME_TYPES.hits, day, Buffer.from(row), 1, {
      written: () => resolve('written'),
      failed: () => resolve('failed'),
    });
    if (!taken) resolve('full');
  });
}

/** The payloads of all frames in the sealed segments. */
function payloads(dir: string): Buffer[] {
  const sealed = readdirSync(dir)
    .filter((name) => name.endsWith('.sealed'))
    .sort();
  return sealed.flatMap((name) => {
    const bytes = readFileSync(path.join(dir, name));
    return readSegment(bytes)!.frames.map((frame) => bytes.subarray(frame.from, frame.to));
  });
}

test('rows that are acknowledged are in a sealed segment when the spool is closed, and no empty file is left', async () => {
  using place = freshDirectory();
  const spool = await open(place.path);
  const outcomes = await Promise.all(Array.from({ length: 5000 }, (_, i) => append(spool, `row ${i};`, DAY + (i % 2))));
  expect(new Set(outcomes)).toEqual(new Set(['written']));
  await spool.close();
  const text = payloads(place.path).join('');
  for (let i = 0; i < 5000; i++) expect(text).toContain(`row ${i};`);
  expect(readdirSync(place.path).filter((name) => name.endsWith('.open'))).toEqual([]);
  expect(await append(spool, 'late')).toBe('full');
});

test('a segment is sealed soon after its first row, without being told', async () => {
  using place = freshDirectory();
  const spool = await open(place.path, { segmentAge_ms: 30 });
  await append(spool, 'row');
  await eventually(() => expect(spool.sealed()).toHaveLength(1));
  await spool.close();
});

test('numbers of segments are not used twice, also when all segments are gone and only the journal remembers', async () => {
  using place = freshDirectory();
  writeFileSync(path.join(place.path, 'journal'), 'xxxxxxxx {"segments":["00000000000000000041.sealed"]}\n');
  const spool = await open(place.path);
  await append(spool, 'row');
  await spool.close();
  expect(spool.sealed()[0]!.number).toBe(42);
});

test('a torn tail at every byte is cut off, and what is whole before it is kept', async () => {
  using place = freshDirectory();
  const made = path.join(place.path, 'made');
  const spool = await open(made, { segmentAge_ms: 60_000 });
  for (const row of ['first', 'second', 'third']) await append(spool, row);
  const name = readdirSync(made).find((one) => statSync(path.join(made, one)).size > SEGMENT_HEADER_BYTES)!;
  const whole = path.join(place.path, 'whole');
  copyFileSync(path.join(made, name), whole);
  await spool.close();
  const ends = readSegment(readFileSync(whole))!.frames.map((frame) => frame.to);
  expect(ends).toHaveLength(3);

  for (let length = 0; length < ends[2]!; length++) {
    const dir = path.join(place.path, `cut-${length}`);
    mkdirSync(dir);
    copyFileSync(whole, path.join(dir, '00000000000000000007.open'));
    truncateSync(path.join(dir, '00000000000000000007.open'), length);
    const recovered = await open(dir);
    const kept = ends.filter((end) => end <= length).length;
    expect([length, payloads(dir).map(String)]).toEqual([length, ['first', 'second', 'third'].slice(0, kept)]);
    await recovered.close();
    expect(readdirSync(path.join(dir, 'quarantine'))).toEqual([]);
    rmSync(dir, { recursive: true });
  }
});

/** Three frames in a segment that a killed process left open, changed on the way. */
async function leftOpen(dir: string, change: (bytes: Buffer, frames: FrameInfo[]) => Buffer): Promise<string> {
  const spool = await open(dir, { segmentAge_ms: 60_000 });
  for (const row of ['first', 'second', 'third']) await append(spool, row);
  await spool.close();
  const name = readdirSync(dir).find((one) => one.endsWith('.sealed'))!;
  const bytes = readFileSync(path.join(dir, name));
  rmSync(path.join(dir, name));
  const { frames } = readSegment(bytes)!;
  // A segment that is open has no trailer yet.
  writeFileSync(path.join(dir, name.replace('.sealed', '.open')), change(bytes.subarray(0, frames.at(-1)!.to), frames));
  return name;
}

test('a tail of zeros, which a loss of power leaves, is cut off as well', async () => {
  using place = freshDirectory();
  await leftOpen(place.path, (bytes, frames) => Buffer.concat([bytes.subarray(0, frames[0]!.to), Buffer.alloc(500)]));
  const again = await open(place.path);
  expect(payloads(place.path).map(String)).toEqual(['first']);
  expect(again.status().torn_bytes).toBe(500);
  await again.close();
});

test('a damaged frame at the end of an open segment, which may have been acknowledged, is not cut off as a torn tail', async () => {
  using place = freshDirectory();
  const name = await leftOpen(place.path, (bytes) => {
    bytes[bytes.length - 1]! ^= 1;
    return bytes;
  });
  const again = await open(place.path);
  expect(payloads(place.path).map(String)).toEqual(['first', 'second']);
  expect(again.status().torn_bytes).toBe(0);
  const content = readSegment(readFileSync(path.join(place.path, name)))!;
  expect(missingRows(content)).toEqual({ rows: new Map([[FRAME_TYPES.hits, 1]]), bytes: 0 });
  await again.close();
});

test('wherever one bit of the last frame of an open segment is wrong, its length included, it is not cut off as a torn tail', async () => {
  using place = freshDirectory();
  const name = await leftOpen(place.path, (bytes) => bytes);
  const bytes = readFileSync(path.join(place.path, name.replace('.sealed', '.open')));
  const from = readSegment(bytes)!.frames.at(-1)!.from - FRAME_HEADER_BYTES;
  const cutOff: number[] = [];
  for (let bit = 0; bit < (bytes.length - from) * 8; bit++) {
    const tail = Buffer.from(bytes.subarray(from));
    tail[bit >> 3]! ^= 1 << (bit & 7);
    if (isTorn(tail)) cutOff.push(bit);
  }
  expect(cutOff).toEqual([]);
});

test('wherever one bit of a sealed segment is wrong every other frame is read, and the rows that are missing are known', async () => {
  using place = freshDirectory();
  const spool = await open(place.path, { segmentAge_ms: 60_000 });
  const kinds = [FRAME_TYPES.hits, FRAME_TYPES.dossiers, FRAME_TYPES.drops, FRAME_TYPES.hits];
  for (const [at, type] of kinds.entries())
    await new Promise<void>((written) =>
      spool.append(type, DAY, Buffer.from(`payload ${at}`), at + 1, { written, failed: written }),
    );
  await spool.close();
  const name = readdirSync(place.path).find((one) => one.endsWith('.sealed'))!;
  const bytes = readFileSync(path.join(place.path, name));
  const { frames } = readSegment(bytes)!;
  expect(frames.map(({ count }) => count)).toEqual([1, 2, 3, 4]);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const wrong = Buffer.from(bytes);
    wrong[bit >> 3]! ^= 1 << (bit & 7);
    const hit = frames.find(({ from, to }) => bit >> 3 >= from - FRAME_HEADER_BYTES && bit >> 3 < to);
    const content = readSegment(wrong)!;
    expect([bit, content.frames]).toEqual([bit, frames.filter((frame) => frame !== hit)]);
    const missing = new Map(hit === undefined ? [] : [[hit.type, hit.count]]);
    expect([bit, missingRows(content)]).toEqual([bit, { rows: missing, bytes: 0 }]);
  }
  // Two frames beside one another, overwritten as a whole.
  bytes.fill(0, frames[1]!.from - 40, frames[2]!.to - 2);
  expect(missingRows(readSegment(bytes)!).rows).toEqual(
    new Map<number, number>([
      [FRAME_TYPES.hits, 1],
      [FRAME_TYPES.dossiers, 2],
      [FRAME_TYPES.drops, 3],
    ]),
  );
});

test('what is not its own in its directory does not keep the spool from starting, and is named', async () => {
  using place = freshDirectory();
  mkdirSync(path.join(place.path, 'lost+found'));
  mkdirSync(path.join(place.path, '00000000000000000007.sealed'));
  mkdirSync(path.join(place.path, '00000000000000000008.open'));
  writeFileSync(path.join(place.path, '99999999999999999999.sealed'), 'a number that none ever had');
  writeFileSync(path.join(place.path, 'notes.txt'), 'of a person');
  const log = loggedLines();
  const spool = await open(place.path, { log });
  expect(await append(spool, 'row')).toBe('written');
  const strays = [
    '00000000000000000007.sealed',
    '00000000000000000008.open',
    '99999999999999999999.sealed',
    'lost+found',
    'notes.txt',
  ];
  expect(spool.status().strays).toEqual(strays);
  expect(log.lines.join('\n')).toContain('lost+found');
  await spool.close();
  expect(spool.sealed().map(({ number }) => number)).toEqual([9]);
  for (const name of strays) expect(readdirSync(place.path)).toContain(name);
});

test('numbers are not used twice when a part of a segment in the quarantine is all that is left of it', async () => {
  using place = freshDirectory();
  mkdirSync(path.join(place.path, 'quarantine'));
  writeFileSync(path.join(place.path, 'quarantine', '00000000000000000077-32.sealed'), '');
  const spool = await open(place.path);
  await append(spool, 'row');
  await spool.close();
  expect(spool.sealed()[0]!.number).toBe(78);
});

test('of an open segment with damage between whole frames all that are whole are kept', async () => {
  for (const damaged of [0, 1]) {
    using place = freshDirectory();
    await leftOpen(place.path, (bytes, frames) => {
      bytes[frames[damaged]!.from]! ^= 1;
      return bytes;
    });
    const again = await open(place.path);
    expect(payloads(place.path).map(String)).toEqual(['first', 'second', 'third'].filter((_, at) => at !== damaged));
    expect(again.status().torn_bytes).toBe(0);
    await again.close();
  }
});

test('nothing acknowledged is lost when the process is killed in the middle of writing, round after round', async () => {
  using place = freshDirectory();
  const dir = path.join(place.path, 'spool');
  const acknowledged = new Set<number>();
  for (let round = 0; round < 8; round++) {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('spool-child.ts', import.meta.url)), dir, String(round * 10_000_000)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // Killed at another moment of the cycle each time, never at a fixed time.
      if (text.length > 4000 + round * 1777) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.stdout.on('close', resolve));
    for (const line of text.split('\n').slice(0, -1)) acknowledged.add(Number(line));
  }
  const spool = await open(dir);
  await spool.close();
  const found = new Map<number, number>();
  for (const payload of payloads(dir)) {
    for (let at = 0; at < payload.length;) {
      const number = Number(payload.readBigUInt64LE(at));
      found.set(number, (found.get(number) ?? 0) + 1);
      at += 8 + (number % 300);
    }
  }
  expect(acknowledged.size).toBeGreaterThan(1000);
  expect([...acknowledged].filter((number) => !found.has(number))).toEqual([]);
  expect([...found.values()].every((times) => times === 1)).toBe(true);
  expect(readdirSync(path.join(dir, 'quarantine'))).toEqual([]);
});

test('past its limit the collector answers 503 and says so; when the loader has made room it takes hits again', async () => {
  const collector = await startCollector({ spoolOptions: { limit_bytes: 3000 } });
  const hit = () => collector.send('GET', `/tracking?idsite=5&rec=1&url=${PAGE}`);
  const statuses: number[] = [];
  for (let i = 0; i < 40; i++) statuses.push((await hit()).status);
  expect(statuses[0]).toBe(200);
  const last = await hit();
  expect(last.status).toBe(503);
  expect(String(last.headers['x-emc-reason'])).toMatch(/^spool-full; /);
  expect(collector.spool.status().used_bytes).toBeLessThanOrEqual(3000);
  await collector.spool.sealNow();
  for (const segment of collector.spool.sealed()) collector.spool.forget(segment.number);
  expect((await hit()).status).toBe(200);
  await collector.stop();
});

test('a full disk is answered 503 and nothing of it is acknowledged; when there is space again so are hits', async (context) => {
  using place = freshDirectory();
  const disk = smallDisk(place.path);
  if (disk === undefined) return context.skip('needs the right to mount a tmpfs');
  try {
    const collector = await startCollector({ dir: path.join(disk, 'spool') });
    const hit = (query: string) => collector.send('GET', `/tracking?idsite=5&rec=1&url=${PAGE}&action_name=${query}`);
    expect((await hit('before')).status).toBe(200);
    const ballast = path.join(disk, 'ballast');
    try {
      writeFileSync(ballast, Buffer.alloc(2 ** 21));
    } catch {
      // What fits is there: the disk is full.
    }
    const refused: number[] = [];
    for (let i = 0; i < 30; i++) refused.push((await hit('x'.repeat(290))).status);
    expect(refused).toContain(503);
    expect(collector.spool.status().accepting).toBe(false);
    rmSync(ballast);
    await eventually(async () => expect((await hit('after')).status).toBe(200));
    const { hits } = await collector.stored();
    expect(hits.filter((one) => one['title'] === 'before')).toHaveLength(1);
    expect(hits.filter((one) => one['title'] === 'after').length).toBeGreaterThan(0);
    expect(hits.filter((one) => String(one['title']).startsWith('x'))).toHaveLength(
      refused.filter((status) => status === 200).length,
    );
    await collector.stop();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
