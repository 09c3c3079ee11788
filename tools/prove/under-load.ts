import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareDerived, compareRecords } from './compare.ts';
import { isFaulty, type Stage } from './drill.ts';
import { compareFigures } from './figures.ts';
import { Installation } from './installation.ts';
import { Ledger } from './ledger.ts';
import { Load } from './load.ts';
import { Prober } from './prober.ts';

/** How long everything acknowledged may take until it is counted, when nothing harms any more; past it counting is stuck. */
const SETTLE_LIMIT_MS = 120_000;
const HOST = 'portal.gov.vn';
const PORTALS = 3;

/** An installation with portals, a system, load and readers; what a drill harms. */
export interface Scene {
  emc: Installation;
  ledger: Ledger;
  load: Load;
  /** Lets the load work for a random time. */
  work: (least_ms: number, most_ms: number) => Promise<void>;
  /**
   * Pauses the load, waits until everything is counted and compares every record with the ledger. What is found goes into the
   * tally. @returns false when there is a fault, which ends the drill
   */
  check: (round: number, options?: CheckOptions) => Promise<boolean>;
}

interface CheckOptions {
  /** Records that the program says are missing, from now on; none may be when it was never given. */
  reported?: () => Promise<number>;
}

interface UnderLoad {
  /** Where the data directory is; in the stage's directory when left out. */
  dataDir?: string;
  env?: Record<string, string>;
  main?: string;
  /** Whether visitors are those of the ledger: not where the day of the hits is another than that of the machine. */
  visitors?: boolean;
  /** Whether what is made from the records, and the figures, are compared at the end; not where records were destroyed. */
  derived?: boolean;
  figures?: boolean;
}

/** Runs a drill's work on an installation under load, and compares everything at its end. */
export async function underLoad(
  stage: Stage,
  options: UnderLoad,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const { dir, tally, random } = stage;
  const logFile = path.join(dir, 'program.log');
  const emc = new Installation({ ...options, dataDir: options.dataDir ?? path.join(dir, 'data'), logFile });
  const ledger = new Ledger();
  let prober: Prober | undefined;
  let load: Load | undefined;
  let reported = (): Promise<number> => Promise.resolve(0);
  let lostHits: ReadonlySet<number> = new Set();
  try {
    await emc.start();
    const targets = await register(emc);
    load = new Load(emc, ledger, targets, random);
    prober = new Prober(emc);
    const scene: Scene = {
      emc,
      ledger,
      load,
      work: (least_ms, most_ms) => sleep(least_ms + random() * (most_ms - least_ms)),
      check: async (round, how = {}) => {
        reported = how.reported ?? reported;
        await check(stage, { emc, ledger, load: load! }, round, reported);
        load!.go();
        return !isFaulty(tally);
      },
    };
    load.go();
    await work(scene);
    if (!isFaulty(tally)) lostHits = await check(stage, { emc, ledger, load }, tally.rounds, reported);
    if (!isFaulty(tally))
      tally.faults.push(...(await compareAll(emc, { ledger, lostHits, siteIds: targets.siteIds }, options)));
  } catch (error) {
    tally.faults.push(error instanceof Error ? error.message.slice(0, 2000) : String(error));
  } finally {
    await load?.close();
    await prober?.stop();
    if (prober !== undefined) Object.assign(tally, { worst: prober.worst, late: [...tally.late, ...prober.late] });
    if (emc.port !== undefined) await emc.stop().catch((error: unknown) => tally.faults.push(`stop: ${String(error)}`));
    emc.end();
    if (isFaulty(tally)) keepLedger(dir, ledger);
  }
}

async function register(emc: Installation) {
  const siteIds: number[] = [];
  for (let number = 0; number < PORTALS; number += 1) {
    const kind = number === 0 ? 'public-service-portal' : 'other';
    const url = number === 0 ? `https://${HOST}` : `https://p${number}.${HOST}`;
    const portal = { bodyCode: 'H56', name: `Cổng số ${number}`, kind, url, allowedHosts: [HOST] };
    const { siteId } = (await emc.api('POST', '/portals', number === 0 ? { ...portal, allowedHosts: [] } : portal)) as {
      siteId: number;
    };
    siteIds.push(siteId);
  }
  const system = { bodyCode: 'H56', name: 'Hệ thống một cửa', agencyCode: 'H56', addresses: ['127.0.0.1'] };
  const { key } = (await emc.api('POST', '/systems', { ...system, siteId: siteIds[0] })) as { key: string };
  return { siteIds, host: HOST, system: { key, siteId: siteIds[0]! }, operatorKey: emc.operatorKey };
}

async function check(
  { tally, say }: Stage,
  { emc, ledger, load }: Pick<Scene, 'emc' | 'ledger' | 'load'>,
  round: number,
  reported: () => Promise<number>,
): Promise<ReadonlySet<number>> {
  await load.pause();
  await emc.settled(SETTLE_LIMIT_MS);
  const { acknowledged, lost, open, doubled, lostWhich, lostHits, faults } = await compareRecords(emc, ledger);
  const said = await reported();
  Object.assign(tally, { rounds: round, acknowledged, lost, doubled, reported: said });
  if (lost > said || said > lost + open) tally.faults.push(`${lost} lost, ${said} reported`, ...lostWhich);
  tally.faults.push(...faults);
  say(`round ${round}: ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, ${said} reported`);
  return lostHits;
}

async function compareAll(
  emc: Installation,
  compared: { ledger: Ledger; lostHits: ReadonlySet<number>; siteIds: readonly number[] },
  { visitors = true, derived = true, figures = true }: UnderLoad,
): Promise<string[]> {
  return [
    ...(derived ? await compareDerived(emc, compared.ledger) : []),
    ...(figures ? await compareFigures(emc, { ...compared, visitors }) : []),
  ];
}

/** For whoever looks for the cause of a fault. */
function keepLedger(dir: string, ledger: Ledger): void {
  const file = path.join(dir, 'ledger.tsv');
  writeFileSync(file, 'kind\tnumber\tanswered\n');
  for (const kind of ['hits', 'dossiers', 'units'] as const)
    appendFileSync(file, [...ledger[kind].entries()].map(([number, how]) => `${kind}\t${number}\t${how}\n`).join(''));
}
