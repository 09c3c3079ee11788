import path from 'node:path';
import { openControlStore } from '@emc/control-store';
import { freshDirectory, movableClock } from '@emc/test-kit';
import { beforeEach, expect, test, vi } from 'vitest';
import { createSalts } from '../src/index.ts';

// kill -9 keeps what the operating system holds, so it shows no missing sync: the order of calls does.

const calls = vi.hoisted((): string[] => []);
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const names = new Map<number, string>();
  const short = (place: unknown): string => String(place).split('/').pop()!;
  return {
    ...real,
    openSync: (place: string, ...rest: [string, number?]) => {
      const handle = real.openSync(place, ...rest);
      names.set(handle, short(place));
      return handle;
    },
    writeSync: (handle: number, ...rest: [string]) => {
      calls.push(`write ${names.get(handle)}`);
      return real.writeSync(handle, ...rest);
    },
    fsyncSync: (handle: number) => {
      calls.push(`sync ${names.get(handle)}`);
      real.fsyncSync(handle);
    },
    renameSync: (from: string, to: string) => {
      calls.push(`rename ${short(from)} ${short(to)}`);
      real.renameSync(from, to);
    },
    unlinkSync: (place: string) => {
      calls.push(`unlink ${short(place)}`);
      real.unlinkSync(place);
    },
  };
});
beforeEach(() => void calls.splice(0));

test('a salt is written, synced, renamed and its directory synced before it is used, and overwritten, synced and unlinked after its day', () => {
  using directory = freshDirectory();
  const clock = movableClock(Date.parse('2026-11-20T12:00:00+07:00'));
  // Never asked: a salt needs no store to be used.
  const { db } = openControlStore('postgres://emc@127.0.0.1:1/none');
  const salts = createSalts({ db, dir: path.join(directory.path, 'salts'), clock });
  salts.current();
  calls.push('used');
  clock.advance(86_400_000);
  salts.current();
  calls.push('used');
  salts.stop();
  const made = (day: string) => [
    `write ${day}.json.new`,
    `sync ${day}.json.new`,
    `rename ${day}.json.new ${day}.json`,
    'sync salts',
  ];
  expect(calls).toEqual([
    `sync ${path.basename(directory.path)}`,
    ...made('2026-11-20'),
    'used',
    ...made('2026-11-21'),
    'write 2026-11-20.json',
    'sync 2026-11-20.json',
    'unlink 2026-11-20.json',
    'sync salts',
    'used',
  ]);
});
