import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory, startProgram, type Program } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { readRecord, unpack } from './archive.ts';
import { CHANGED_ON_PURPOSE, type Change } from './changed-on-purpose.ts';
import { type Asked, differences, type Figures, readFigures } from './figures.ts';
import { runOnStore } from './run-on-store.ts';

/** An upgrade finds what the program before it left on the disk. The recording is of embedded stores. */
const embedded = test.skipIf(process.env['TEST_SERVERS'] === 'outgrown');
const PATIENCE = { timeout: 120_000, interval: 1000 };
const DROPPED = "SELECT sum(count) FROM emc.drops WHERE site_id = 10001 AND reason = 'bot'";

interface Recorded {
  at: string;
  asked: Asked;
  figures: Figures;
}

/** At the recorded time, so that today is the day on which the answers were recorded. */
function open(dataDir: string, at: string): Promise<Program> {
  return startProgram({ dataDir, main: path.join(import.meta.dirname, 'serve-at.ts'), env: { AT: at } });
}

const fits = (change: Change, one: ReturnType<typeof differences>[number]): boolean =>
  (typeof change.where === 'string' ? change.where === one.where : change.where.test(one.where)) &&
  JSON.stringify([change.old, change.new]) === JSON.stringify([one.old, one.new]);

embedded(
  'a data directory of a0db2f6 is opened, and every figure is what it was or is changed on purpose',
  async () => {
    using place = freshDirectory();
    const recorded = readRecord('figures') as Recorded;
    const program = await open(unpack('whole', place.path), recorded.at);
    try {
      let found: ReturnType<typeof differences> = [];
      const unexplained = async (): Promise<unknown[]> => {
        const figures = await readFigures(program, recorded.asked);
        found = Object.keys(figures).flatMap((one) => differences(recorded.figures[one], figures[one], `${one}: `));
        const rest = found.filter((one) => !CHANGED_ON_PURPOSE.some((change) => fits(change, one)));
        const list = process.env['CHANGES'];
        if (list !== undefined) writeFileSync(list, JSON.stringify(rest, undefined, 2));
        return rest.slice(0, 40);
      };
      await expect.poll(unexplained, PATIENCE).toEqual([]);
      expect(CHANGED_ON_PURPOSE.filter((change) => !found.some((one) => fits(change, one)))).toEqual([]);
    } finally {
      await program.stop();
    }
  },
);

// Two lists of drop counts share a frame, `[…][…]`; hits and dossiers wait behind it, until a program starts that reads both.
embedded('a spool of a0db2f6 that is stuck is loaded: hits, dossiers and drops are counted once each', async () => {
  using place = freshDirectory();
  const { at, sent } = readRecord('stuck') as {
    at: string;
    sent: { hits: number; dossiers: number; robots: number };
  };
  const { asked, figures } = readRecord('figures') as Recorded;
  const dataDir = unpack('stuck', place.path);
  const [before] = await runOnStore(dataDir, DROPPED);
  const program = await open(dataDir, at);
  const addresses = [
    `/usage?from=${asked.from}&to=${asked.to}&interval=day`,
    `/dossiers?from=${asked.from}&to=${asked.to}`,
  ];
  try {
    const totals = async () => {
      const [usage, dossiers] = await Promise.all(addresses.map((address) => program.api('GET', address)));
      return [numberOf(usage, 'pageViews'), numberOf(dossiers, 'received')];
    };
    const [pageViews, received] = [
      numberOf(figures[addresses[0]!], 'pageViews'),
      numberOf(figures[addresses[1]!], 'received'),
    ];
    await expect.poll(totals, PATIENCE).toEqual([pageViews + sent.hits, received + sent.dossiers]);
  } finally {
    await program.stop();
  }
  const [after] = await runOnStore(dataDir, DROPPED);
  expect(Number(after) - Number(before)).toBe(sent.robots);
  expect(readdirSync(path.join(dataDir, 'spool')).filter((name) => name.endsWith('.sealed'))).toEqual([]);
  expect(readdirSync(path.join(dataDir, 'spool/quarantine'))).toEqual([]);
});

function numberOf(answer: unknown, name: string): number {
  return (answer as { totals: Record<string, number> }).totals[name]!;
}
