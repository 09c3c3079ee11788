import { sql } from '@emc/control-store';
import { eventually, freshDirectory, registerOf, startProgram, type Program } from '@emc/test-kit';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

async function register(program: Program, host: string): Promise<{ status: number; code: string | undefined }> {
  const answer = await fetch(`${program.url}/api/v1/portals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${program.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ bodyCode: 'H56', name: host, kind: 'other', url: `https://${host}` }),
  });
  return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
}

test('what cannot be written into the register because its disk is full is refused with 503 and a code, and can be written later', async () => {
  using directory = freshDirectory();
  const program = await startProgram({ dataDir: directory.path });
  const store = registerOf(program);
  await sql`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end $$`.execute(
    store.db,
  );
  for (const table of ['portals', 'audit_entries']) {
    await sql`create trigger full_disk before insert on ${sql.table(table)} execute function refuse()`.execute(
      store.db,
    );
    expect(await register(program, 'one.gov.vn'), table).toEqual({ status: 503, code: 'store-unavailable' });
    await sql`drop trigger full_disk on ${sql.table(table)}`.execute(store.db);
  }
  expect(await register(program, 'one.gov.vn')).toMatchObject({ status: 201 });
  await store.close();
  await program.stop();
});

function mount(dir: string): boolean {
  mkdirSync(dir, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', dir]).status === 0;
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const size_bytes of [1 << 20, 1 << 12]) {
      try {
        for (;;) writeSync(descriptor, Buffer.alloc(size_bytes));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

function canMount(): boolean {
  using directory = freshDirectory();
  const dir = path.join(directory.path, 'disk');
  return mount(dir) && spawnSync('umount', [dir]).status === 0;
}

test.skipIf(!canMount())('on a disk that is really full no write into the register ends with 500', async () => {
  using directory = freshDirectory();
  const disk = path.join(directory.path, 'postgres');
  expect(mount(disk)).toBe(true);
  try {
    const program = await startProgram({ dataDir: directory.path });
    fill(path.join(disk, 'filler'));
    const refusals = [];
    for (let turn = 0; turn < 2_000 && refusals.length < 3; turn++) {
      const answer = await register(program, `portal-${turn}.gov.vn`);
      if (answer.status !== 201) refusals.push(answer);
    }
    expect(refusals).toEqual(Array.from({ length: 3 }, () => ({ status: 503, code: 'store-unavailable' })));
    rmSync(path.join(disk, 'filler'));
    await eventually(async () => expect(await register(program, 'after.gov.vn')).toMatchObject({ status: 201 }));
    await program.stop();
  } finally {
    spawnSync('umount', ['-l', disk]);
  }
});
