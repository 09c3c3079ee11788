import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, freshDirectory } from '@emc/test-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEY } from './samples.ts';
import { smallDisk, startCollector, type RunningCollector } from './support.ts';

/** An envelope of many records, some 80 bytes each on disk, told from others by its status. */
function envelopeOf(count: number, status: number): string {
  const one = (at: number) => ({
    MaHoSo: `H56-240110-${10_000 + at}`,
    ThoiDiemXuLy: '20240110090000',
    TrangThai: status,
  });
  const data = Array.from({ length: count }, (_, at) => one(at));
  return JSON.stringify({ session: KEY, madonvi: 'H56', service: 'CapNhatTienDoHoSoMC', isUpdating: 'False', data });
}

async function send(
  collector: RunningCollector,
  count: number,
  status: number,
): Promise<{ status: number; code: string }> {
  const reply = await collector.send('POST', '/mapi/g', {}, envelopeOf(count, status));
  const json = JSON.parse(reply.body.toString()) as { error_code: string };
  if (reply.status === 503) expect(reply.headers['retry-after']).toBeDefined();
  return { status: reply.status, code: json.error_code };
}

test('an envelope that does not fit into the spool is answered 503 and is not there in part', async () => {
  const collector = await startCollector({ spoolOptions: { limit_bytes: 100_000 } });
  const tracking = () => collector.send('POST', '/TrackingMCDT', {}, 'siteId=5&codeProfile=H56-240110-0001&status=1');
  const codes: string[] = [];
  for (let i = 0; i < 6; i++) codes.push((await send(collector, 300, 2)).code);
  expect(codes[0]).toBe('0');
  expect(await send(collector, 300, 2)).toEqual({ status: 503, code: '302' });
  // What is small may still fit.
  for (let i = 0; i < 2000 && (await tracking()).status === 204; i++);
  const reply = await tracking();
  expect([reply.status, String(reply.headers['x-emc-reason']).split(';')[0]]).toEqual([503, 'spool-full']);
  const { changes } = await collector.stored();
  expect(changes.filter((change) => change['feed'] === 3)).toHaveLength(
    300 * codes.filter((code) => code === '0').length,
  );
  await collector.stop();
});

test('a full disk is answered 503 and no envelope is there in part; when there is space again they are taken', async (context) => {
  using place = freshDirectory();
  const disk = smallDisk(place.path);
  if (disk === undefined) return context.skip('needs the right to mount a tmpfs');
  try {
    const collector = await startCollector({ dir: path.join(disk, 'spool') });
    expect((await send(collector, 10, 1)).code).toBe('0');
    const ballast = path.join(disk, 'ballast');
    try {
      writeFileSync(ballast, Buffer.alloc(2 ** 21));
    } catch {
      // What fits is there: the disk is full.
    }
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) codes.push((await send(collector, 200, 4)).code);
    expect(codes).toContain('302');
    rmSync(ballast);
    await eventually(async () => expect((await send(collector, 10, 9)).code).toBe('0'));
    const { changes } = await collector.stored();
    const count = (status: number): number => changes.filter((change) => change['status'] === status).length;
    expect([count(1), count(4), count(9)]).toEqual([10, 200 * codes.filter((code) => code === '0').length, 10]);
    await collector.stop();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

/** What no system of good will sends. */
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record({
      session: fc.constant(KEY),
      madonvi: fc.constant('H56'),
      service: fc.constantFrom('DongBoHoSoMC', 'CapNhatTienDoHoSoMC'),
      data: fc.array(record(), { maxLength: 4 }),
    })
    .map((envelope) => Buffer.from(JSON.stringify(envelope))),
  record().map((one) => Buffer.from(JSON.stringify({ siteId: 5, ...one }))),
);

/** A record whose fields have the right names and any values. */
function record(): fc.Arbitrary<object> {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('1', '10', '20240110090000', '99999999999999', 'H56-240110-0001', '__proto__'),
    fc.array(fc.record({ NgayBoSung: fc.anything({ maxDepth: 1 }), Gia: fc.string() }, { requiredKeys: [] })),
  );
  const names = [
    'MaHoSo',
    'codeProfile',
    'status',
    'MaTTHC',
    'TrangThaiHoSo',
    'TrangThai',
    'NgayTiepNhan',
    'NgayHenTra',
  ];
  const lists = ['ThoiDiemXuLy', 'TaiLieuNop', 'DanhSachHoSoBoSung', 'DanhSachLePhi', 'DSKetNoiCSDL', '__proto__'];
  return fc.record(Object.fromEntries([...names, ...lists].map((name) => [name, value])), { requiredKeys: [] });
}

test('whatever is sent is taken or refused with a reason, never a failure, and no more is stored than was acknowledged', async () => {
  const collector = await startCollector();
  let acknowledged = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('/mapi/g', '/DongBoHoSoMC', '/TrackingMCDT'), garbage, async (target, body) => {
      const reply = await collector.send('POST', target, {}, body);
      expect([200, 204, 400, 413]).toContain(reply.status);
      const taken = /"error_code":"0","message":"Tiếp nhận thành công (\d+)/.exec(reply.body.toString());
      acknowledged += reply.status === 204 ? 1 : Number(taken?.[1] ?? 0);
    }),
    { numRuns: 600 },
  );
  expect((await collector.stored()).changes).toHaveLength(acknowledged);
  expect(collector.log.lines).toEqual([]);
  await collector.stop();
});
