/**
 * Made `a0db2f6/`: run once, with the program as it was at commit a0db2f6, and not again: what the program of today makes
 * is not what an installation of that day has on its disk.
 *
 *   node_modules/.bin/node tests/recorded/record.ts
 *
 * Five days of a small country by real requests, a start and a stop each; `whole` is that data directory. Then robots,
 * hits and dossiers meet a disk of three seconds a write: two lists of drop counts share a sync, and `stuck` is the same
 * directory with the spool that this leaves.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, dayOf, startOfDay } from '@emc/contract';
import { type Program, startProgram } from '@emc/test-kit';
import { FRAME_TYPES, readSegment } from '../../packages/collect/src/spool/frames.ts';
import { pack, writeRecord } from './archive.ts';
import {
  changeRegister,
  checkPages,
  dossier,
  register,
  type Registered,
  sendDossiers,
  sendHit,
  sendHits,
  sendRecords,
  sendRobot,
  VISITOR,
} from './country.ts';
import { type Asked, differences, readFigures } from './figures.ts';
import { runOnStore } from './run-on-store.ts';

const HOUR_MS = 3_600_000;
const DAYS = 5;
const parent = mkdtempSync(path.join(tmpdir(), 'emc-record-'));
const whole = path.join(parent, 'whole');
const stuck = path.join(parent, 'stuck');
const today = dayOf(Date.now());
const atTen_ms = (day: string): number => startOfDay(day) + 10 * HOUR_MS;

const begin = (dataDir: string, at_ms: number, slow_ms = 0): Promise<Program> =>
  startProgram({
    dataDir,
    main: path.join(import.meta.dirname, 'serve-at.ts'),
    env: {
      AT: new Date(at_ms).toISOString(),
      SLOW_WRITES_MS: String(slow_ms),
      EMC_TRUSTED_PROXIES: '127.0.0.1',
      EMC_LOG_LEVEL: 'warn',
    },
  });

/** Drop counts are forgotten after 90 days by the machine's clock: not those of a recording. */
async function keepDropCounts(dataDir: string): Promise<void> {
  const ofTables = "SELECT name FROM system.tables WHERE database = 'emc' AND create_table_query LIKE '% TTL %'";
  const [tables = ''] = await runOnStore(dataDir, ofTables);
  await runOnStore(dataDir, ...tables.split('\n').map((table) => `ALTER TABLE emc.${table} REMOVE TTL`));
}

async function recordDays(): Promise<Registered> {
  let registered: Registered | undefined;
  for (let at = 0; at < DAYS; at++) {
    const day = addDays(today, at - DAYS + 1);
    const now_ms = atTen_ms(day);
    const program = await begin(whole, now_ms);
    registered ??= await register(program, day);
    await sendHits(program, registered.portals, now_ms, at);
    await sendDossiers(program, registered.systems, now_ms, at);
    if (at === DAYS - 2) await changeRegister(program, registered);
    // So that none is due when the recording is opened an hour later.
    if (at === DAYS - 1) await checkPages(program, registered);
    await program.quiet();
    await sleep(5000);
    await program.stop();
    process.stdout.write(`${day} recorded\n`);
  }
  return registered!;
}

/** What the program of now answers, twice the same. */
async function recordFigures(asked: Asked, at_ms: number): Promise<void> {
  const answers: Record<string, unknown>[] = [];
  for (let time = 0; time < 2; time++) {
    const copy = path.join(parent, `copy-${time}`);
    cpSync(whole, copy, { recursive: true });
    const program = await begin(copy, at_ms + time * 60_000);
    await sleep(5000);
    answers.push(await readFigures(program, asked));
    await program.stop();
    rmSync(copy, { recursive: true });
  }
  const [first, second] = answers as [Record<string, unknown>, Record<string, unknown>];
  const unsettled = Object.keys(first).flatMap((address) =>
    differences(first[address], second[address], `${address}: `),
  );
  for (const one of unsettled) process.stdout.write(`UNSETTLED ${JSON.stringify(one)}\n`);
  writeRecord('figures', { at: new Date(at_ms).toISOString(), asked, figures: first });
}

/** @returns what was acknowledged */
async function recordStuck(
  { portals, systems }: Registered,
  at_ms: number,
): Promise<{ hits: number; dossiers: number; robots: number }> {
  cpSync(whole, stuck, { recursive: true });
  const program = await begin(stuck, at_ms, 3000);
  const sent = { hits: 0, dossiers: 0, robots: 0 };
  const robots = Array.from({ length: 70 }, async (_, at) => {
    await sleep(at * 100);
    if ((await sendRobot(program, portals[0]!)) < 300) sent.robots++;
  });
  await Promise.all(robots);
  const hits = Array.from({ length: 60 }, async (_, at) => {
    const portal = portals[at % 2]!;
    const status = await sendHit(program, portal, VISITOR, {
      url: `https://${portal.host}/cho-${at}`,
      action_name: 'Chờ',
    });
    if (status < 300) sent.hits++;
  });
  const records = Array.from({ length: 8 }, (_, one) =>
    dossier(`H56-${today.slice(2).replaceAll('-', '')}-9${String(one).padStart(4, '0')}`, '1.005610', one, at_ms),
  );
  await Promise.all([
    ...hits,
    sendRecords(program, systems[0]!, 'DongBoHoSoMC', records).then(
      (taken) => (sent.dossiers += taken ? records.length : 0),
    ),
  ]);
  await sleep(8000);
  await program.stop();
  const dir = path.join(stuck, 'spool');
  for (const name of readdirSync(dir).filter((one) => one.endsWith('.sealed'))) {
    const bytes = readFileSync(path.join(dir, name));
    for (const frame of readSegment(bytes)!.frames) {
      const payload = bytes.subarray(frame.from, frame.to).toString('latin1');
      process.stdout.write(
        `${name} type ${frame.type} count ${frame.count} ${frame.type === FRAME_TYPES.drops ? payload : ''}\n`,
      );
    }
  }
  return sent;
}

const registered = await recordDays();
await keepDropCounts(whole);
const end_ms = atTen_ms(today) + HOUR_MS;
const asked: Asked = {
  from: addDays(today, 1 - DAYS),
  to: today,
  siteIds: registered.portals.map(({ siteId }) => siteId),
  unitIds: [1],
  systemIds: registered.systems.map(({ id }) => id),
};
await recordFigures(asked, end_ms);
const sent = await recordStuck(registered, end_ms);
process.stdout.write(`acknowledged into the stuck spool: ${JSON.stringify(sent)}\n`);
writeRecord('stuck', { at: new Date(end_ms).toISOString(), sent });
pack(parent, ['whole', 'stuck']);
rmSync(parent, { recursive: true });
