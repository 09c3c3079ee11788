import type { Program } from '@emc/test-kit';
import { report, whole } from './report.ts';
import { pageViewRequest } from './requests.ts';
import { counted, inTurns, timeToVisible, type Turns } from './turns.ts';

const HOST = 'bench.gov.vn';
const VISITORS = 512;

/** Page views of one portal. Gives the most memory that the program took. */
export async function benchHits(turns: Turns): Promise<number> {
  const { program } = turns;
  const portal = { bodyCode: 'H56', name: 'Bench', kind: 'other', url: `https://${HOST}` };
  const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
  const requests = Array.from({ length: VISITORS }, (_, visitor) => pageViewRequest(siteId, HOST, visitor));
  const { acknowledged, busy_bytes } = await inTurns(turns, 'page views', requests);

  const views = (): Promise<number> => pageViews(program, siteId);
  const drained_ms = await counted(acknowledged, views);
  const all = `${whole(acknowledged)} of ${whole(acknowledged)}`;
  report('acknowledged page views counted', `${all}, ${(drained_ms / 1000).toFixed(1)} s after the last`);
  const send = (turn: number) => {
    const address = pageViewRequest(siteId, HOST, turn).split(' ')[1];
    return fetch(`${program.url}${address}`, {
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    });
  };
  report('from acknowledgement to visible (ms), median / worst of 20', await timeToVisible(20, views, send));
  return busy_bytes;
}

async function pageViews(program: Program, siteId: number): Promise<number> {
  const usage = (await program.api('GET', `/portals/${siteId}/usage`)) as { totals: { pageViews: number } };
  return usage.totals.pageViews;
}
