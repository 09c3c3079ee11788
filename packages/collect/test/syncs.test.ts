import { constants, copyFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { eventually, freshDirectory } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLoader, Spool, type LoaderStore } from '../src/index.ts';
import { Journal } from '../src/loader/journal.ts';
import { JOURNAL, JOURNAL_COPY } from '../src/spool/directory.ts';
import { FRAME_TYPES } from '../src/spool/frames.ts';
import { OpenSegment } from '../src/spool/segment.ts';
import { hitRow } from './rows.ts';
import { loggedLines } from './support.ts';

/**
 * What is not synced survives a kill, since the pages are the kernel's, and is gone with the power. So no drill that ends
 * processes can show that a sync is missing: here the order of what is written, synced, sent and answered is looked at.
 */
const DAY = 20_779;
const WATCHED = ['writev', 'appendFile', 'truncate', 'sync', 'datasync'] as const;
type Prototype = Record<(typeof WATCHED)[number], (...given: unknown[]) => Promise<unknown>>;

let events: string[] = [];
let prototype: Prototype;
const originals = new Map<(typeof WATCHED)[number], Prototype['sync']>();

/** `segment`, `journal`, `directory` …: what a file is, whatever its number. */
function kindOf(handle: FileHandle): string {
  const name = path.basename(readlinkSync(`/proc/self/fd/${handle.fd}`));
  if (/^\d{20}\.(open|sealed)/.test(name)) return 'segment';
  return name.includes(JOURNAL) ? name : 'directory';
}

beforeAll(async () => {
  const any = await open(import.meta.filename, 'r');
  prototype = Object.getPrototypeOf(any) as Prototype;
  await any.close();
  for (const name of WATCHED) {
    const original = prototype[name];
    originals.set(name, original);
    prototype[name] = async function (this: FileHandle, ...given) {
      const kind = kindOf(this);
      const result = await original.apply(this, given);
      // When it is done: what is begun before is not on disk yet.
      events.push(`${name} ${kind}`);
      return result;
    };
  }
});
afterAll(() => {
  for (const [name, original] of originals) prototype[name] = original;
});
beforeEach(() => void (events = []));

/** Whether the events come in this order, others between them or not. */
function inOrder(expected: readonly string[]): string[] {
  let at = 0;
  return expected.filter((event) => {
    const found = events.indexOf(event, at);
    if (found === -1) return true;
    at = found + 1;
    return false;
  });
}

const openSpool = (dir: string): Promise<Spool> =>
  Spool.open({ dir, limit_bytes: 2 ** 30, clock: Date.now, log: loggedLines(), segmentAge_ms: 60_000 });

function append(spool: Spool): Promise<void> {
  return new Promise((resolve, reject) => {
    spool.append(FRAME_TYPES.hits, DAY, hitRow(1, Date.now()), 1, {
      written: () => {
        events.push('answer');
        resolve();
      },
      failed: () => reject(new Error('not written')),
    });
  });
}

describe.skipIf(process.platform !== 'linux')('before a hit is answered', () => {
  test('its segment is written through to the disk: the file is open with O_DSYNC', async () => {
    using place = freshDirectory();
    const spool = await openSpool(place.path);
    await append(spool);
    const own = readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return (
          readlinkSync(`/proc/self/fd/${fd}`).startsWith(place.path) &&
          readlinkSync(`/proc/self/fd/${fd}`).endsWith('.open')
        );
      } catch {
        return false;
      }
    });
    const flags = own.map((fd) =>
      Number.parseInt(/flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))![1]!, 8),
    );
    expect(flags.length).toBeGreaterThan(0);
    for (const one of flags) expect(one & constants.O_DSYNC).toBe(constants.O_DSYNC);
    await spool.close();
  });

  test('the name of its segment is on disk too', async () => {
    using place = freshDirectory();
    const spool = await openSpool(place.path);
    await append(spool);
    expect(inOrder(['writev segment', 'sync directory', 'writev segment', 'answer'])).toEqual([]);
    await spool.close();
  });

  test('what a disk that failed left behind the last whole frame is cut off, on disk', async () => {
    using place = freshDirectory();
    const segment = await OpenSegment.create(place.path, 1, 1, Date.now());
    events = [];
    await segment.cutTail();
    expect(events).toEqual(['truncate segment', 'sync segment']);
    await segment.seal();
  });
});

describe.skipIf(process.platform !== 'linux')('before a block is sent to the event store', () => {
  test('its plan is on disk in both files of the journal; and before its segment is deleted, that it is loaded', async () => {
    using place = freshDirectory();
    const spool = await openSpool(place.path);
    await append(spool);
    const segments = (): number => readdirSync(place.path).filter((name) => name.endsWith('.sealed')).length;
    let atInsert: string[] = [];
    const store = {
      insertHits: async () => {
        events.push('insert');
        atInsert = [...events];
      },
    } as unknown as LoaderStore;
    const loader = createLoader({ spool, eventStore: store, clock: Date.now, log: loggedLines() });
    await loader.start();
    await loader.drain();
    await eventually(() => expect(segments()).toBe(0));
    for (const name of [JOURNAL, JOURNAL_COPY]) {
      const own = atInsert.filter((event) => event.endsWith(` ${name}`) || event === 'insert');
      expect([name, ...own.slice(-3)]).toEqual([name, `appendFile ${name}`, `datasync ${name}`, 'insert']);
      expect(inOrder(['insert', `appendFile ${name}`, `datasync ${name}`])).toEqual([]);
    }
    await loader.stop();
    await spool.close();
  });

  test('a journal that is begun is on disk with its name, and after the deletion of what it forgets', async () => {
    using place = freshDirectory();
    const { journal } = await Journal.open(place.path);
    const begun = (name: string): string[] => [`appendFile ${name}.new`, `datasync ${name}.new`, 'sync directory'];
    expect(inOrder([...begun(JOURNAL), ...begun(JOURNAL_COPY)])).toEqual([]);
    const plan = { segments: ['x'.repeat(2 ** 20)], blocks: [] };
    await journal.planned(plan);
    await journal.done(plan);
    events = [];
    await journal.tidy();
    expect(events.slice(0, 4)).toEqual(['sync directory', ...begun(JOURNAL)]);
    await journal.close();
  });
});

test.skipIf(process.platform !== 'linux')(
  'a segment that was left open is cut to what is whole, on disk, before the spool is open',
  async () => {
    using made = freshDirectory();
    using place = freshDirectory();
    const spool = await openSpool(made.path);
    await append(spool);
    const name = readdirSync(made.path).find((one) => one.endsWith('1.open'))!;
    copyFileSync(path.join(made.path, name), path.join(place.path, name));
    await spool.close();
    events = [];
    const recovered = await openSpool(place.path);
    expect(inOrder(['sync segment', 'sync directory'])).toEqual([]);
    await recovered.close();
  },
);
