import { dayOf } from '@emc/contract';
import { readDossierChanges } from '@emc/test-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { outcomesOf, reckonDossiers } from '../../packages/measure/test/dossier-reckoning.ts';
import { openReader } from './event-store-reader.ts';
import type { Installation } from './installation.ts';
import type { Ledger } from './ledger.ts';
import { BROWSERS, browserOf, isPageView, siteOf } from './load-requests.ts';

/** Figures follow the records by themselves; longer than this they lag. */
const LIMIT_MS = 120_000;

interface Compared {
  ledger: Ledger;
  /** Hits that are known to be missing, and said to be. */
  lostHits: ReadonlySet<number>;
  siteIds: readonly number[];
  /** Whether visitors are compared with the browsers of the ledger. */
  visitors: boolean;
}

/** The figures that people read, against the ledger. Gives what differs for good, in words. */
export async function compareFigures(emc: Installation, compared: Compared): Promise<string[]> {
  const differences = async () => [...(await usageDifferences(emc, compared)), ...(await dossierDifferences(emc))];
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const found = await differences().catch((error: unknown) => [`a figure was not answered: ${String(error)}`]);
    if (found.length === 0 || performance.now() > end) return found;
    await sleep(1000);
  }
}

interface Range {
  least: number;
  most: number;
}

/** What a portal's page views and visitors can be: records without an answer may be there or not. */
function expected({ ledger, siteIds, lostHits }: Compared, siteId: number): { pageViews: Range; visitors: Range } {
  const pageViews = { least: 0, most: 0 };
  const browsers = { least: new Set<number>(), most: new Set<number>() };
  for (const [number, answered] of ledger.hits.entries()) {
    if (siteOf(number, siteIds) !== siteId || lostHits.has(number)) continue;
    const browser = browserOf(number);
    const may = answered !== 'refused';
    if (may) browsers.most.add(browser);
    if (answered === 'acknowledged') browsers.least.add(browser);
    if (!isPageView(number)) continue;
    if (may) pageViews.most += 1;
    if (answered === 'acknowledged') pageViews.least += 1;
  }
  return { pageViews, visitors: { least: browsers.least.size, most: Math.min(browsers.most.size, BROWSERS) } };
}

interface Usage {
  totals: { pageViews: number; visits: number; visitors: number };
}

async function usageDifferences(emc: Installation, compared: Compared): Promise<string[]> {
  const { ledger, siteIds, visitors } = compared;
  if (ledger.first_ms === undefined || ledger.last_ms === undefined) return [];
  const found: string[] = [];
  const note = (what: string, value: number, { least, most }: Range): void => {
    const should = least === most ? String(least) : `between ${least} and ${most}`;
    if (value < least || value > most) found.push(`${what}: ${value} instead of ${should}`);
  };
  // A browser is another visitor the next day.
  const oneDay = dayOf(ledger.first_ms) === dayOf(ledger.last_ms);
  const visits = await visitsOf(emc);
  for (const siteId of siteIds) {
    const should = expected(compared, siteId);
    const { totals } = (await emc.api('GET', `/portals/${siteId}/usage`)) as Usage;
    note(`page views of portal ${siteId}`, totals.pageViews, should.pageViews);
    if (visitors && oneDay) note(`visitors of portal ${siteId}`, totals.visitors, should.visitors);
    const reckoned = visits.get(siteId) ?? 0;
    note(`visits of portal ${siteId}`, totals.visits, { least: reckoned, most: reckoned });
  }
  return found;
}

/** Visits by portal, reckoned from the hits: a new one after more than 30 minutes without a hit, and each day. */
async function visitsOf(emc: Installation): Promise<Map<number, number>> {
  await using reader = openReader(emc.dataDir);
  const rows = await reader.rows<{ site: number; visits: string }>(
    `SELECT site_id AS site, toString(countIf(previous = 0 OR at - previous > 1800000)) AS visits FROM (
       SELECT site_id, toUnixTimestamp64Milli(time) AS at,
         lagInFrame(at, 1, 0) OVER (PARTITION BY site_id, day, visitor ORDER BY at) AS previous
       FROM hits WHERE kind != 'ping') GROUP BY site_id`,
  );
  return new Map(rows.map(({ site, visits }) => [site, Number(visits)]));
}

/** Counts of dossiers, worked out the slow way from the changes in the store. */
async function dossierDifferences(emc: Installation): Promise<string[]> {
  await using reader = openReader(emc.dataDir);
  const outcomes = outcomesOf(await readDossierChanges(reader.client));
  const [from, to] = ['2024-01-01', '2024-12-30'] as const;
  const { totals } = (await emc.api('GET', `/systems/1/dossiers?from=${from}&to=${to}`)) as { totals: object };
  // Its body has no catalogue, so nobody can say which of its procedures are full.
  const should = reckonDossiers(outcomes, () => undefined, from, to);
  if (isDeepStrictEqual(totals, should)) return [];
  return [`dossiers of the system: ${JSON.stringify(totals)} instead of ${JSON.stringify(should)}`];
}
