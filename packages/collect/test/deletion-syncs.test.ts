import { readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { freshDirectory } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Journal } from '../src/loader/journal.ts';
import { JOURNAL } from '../src/spool/directory.ts';
import { OpenSegment } from '../src/spool/segment.ts';

/** What was cut off or deleted must not come back with the power: the order of calls on files, as in `syncs.test.ts`. */
const WATCHED = ['appendFile', 'truncate', 'sync', 'datasync'] as const;
type Prototype = Record<(typeof WATCHED)[number], (...given: unknown[]) => Promise<unknown>>;

let events: string[] = [];
let prototype: Prototype;
const originals = new Map<(typeof WATCHED)[number], Prototype['sync']>();

beforeAll(async () => {
  const any = await open(import.meta.filename, 'r');
  prototype = Object.getPrototypeOf(any) as Prototype;
  await any.close();
  for (const name of WATCHED) {
    const original = prototype[name];
    originals.set(name, original);
    prototype[name] = async function (this: FileHandle, ...given) {
      const file = path.basename(readlinkSync(`/proc/self/fd/${this.fd}`));
      const result = await original.apply(this, given);
      events.push(`${name} ${file}`);
      return result;
    };
  }
});
afterAll(() => {
  for (const [name, original] of originals) prototype[name] = original;
});
beforeEach(() => void (events = []));

describe.skipIf(process.platform !== 'linux')('after a loss of power', () => {
  test('what a disk that failed left behind the last whole frame is not there again', async () => {
    using place = freshDirectory();
    const segment = await OpenSegment.create(place.path, 1, 1, Date.now());
    events = [];
    await segment.cutTail();
    expect(events).toEqual(['truncate 00000000000000000001.open', 'sync 00000000000000000001.open']);
    await segment.seal();
  });

  test('a segment that is loaded and deleted is not there again, when the journal no longer knows it', async () => {
    using place = freshDirectory();
    const { journal } = await Journal.open(place.path);
    const plan = { segments: ['x'.repeat(2 ** 20)], blocks: [] };
    await journal.planned(plan);
    await journal.done(plan);
    events = [];
    await journal.tidy();
    expect(events.slice(0, 2)).toEqual([`sync ${path.basename(place.path)}`, `appendFile ${JOURNAL}.new`]);
    await journal.close();
  });
});
