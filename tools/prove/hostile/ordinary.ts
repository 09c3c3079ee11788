import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, type Target } from './flood.ts';
import { type Asked, HttpClient } from './http-client.ts';

/** A person turns a page every half second; one request in twenty reads a figure. */
const REST_MS = 500;
const READ_EVERY = 20;
const READS = ['/api/v1/usage', '/api/v1/bodies', '/api/v1/connection', '/api/v1/country'];

/** A page view of one of a few pages, as the monitoring code sends it. */
export function pageView({ siteIds, host }: Target, number: number): Asked {
  const url = encodeURIComponent(`https://${host}/trang/${number % 50}`);
  return {
    path: `/tracking?idsite=${siteIds[0]}&rec=1&url=${url}`,
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
  };
}

export const readOf = (number: number): Asked => ({ path: READS[number % READS.length]! });

/** What one ordinary connection does until it is over. */
export async function beOrdinary({ target, answers, random, over }: Attack, address: string): Promise<void> {
  const client = new HttpClient(target.port, address);
  await sleep(random() * REST_MS);
  for (let number = 0; !over(); number += 1) {
    await client.ask(answers, number % READ_EVERY === 0 ? readOf(number / READ_EVERY) : pageView(target, number));
    await sleep(REST_MS * (0.5 + random()));
  }
  client.close();
}
