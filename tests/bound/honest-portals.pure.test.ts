import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ValueBound } from '@emc/collect';
import { addDays, dayOf, startOfDay, type Day } from '@emc/contract';
import { emptyHit, type Hit } from '@emc/event-store';
import { mix, planCountry, seededRandom } from '@emc/simulate';
import { expect, test, vi } from 'vitest';
import { buildCountry, simulateDay } from '../../packages/simulate/src/country-day.ts';
import { referenceBodies } from '../../packages/simulate/test/bodies.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 120_000 });

const RECORD = readFileSync(
  path.resolve(import.meta.dirname, '../../docs/decisions/0014-bounds-of-distinct-values.md'),
  'utf8',
);
const FIRST_DAY = '2026-11-02';
const NETWORKS = 3_000;

/** An address in one of the networks: some bring far more than others, the largest 2 in 100. */
function addressOf(seed: number): string {
  const number = Math.floor(NETWORKS * (seed / 0x1_0000_0000) ** 2);
  return `27.${number >> 8}.${number & 255}.${seed & 255}`;
}

/** What portals sent and what of it was lost to the bound. */
class Tally {
  readonly bound = new ValueBound({ key: Buffer.from('a key of the tests') });
  readonly #pages = new Map<string, Set<string>>();
  #hits = 0;
  #lost = 0;

  send(hit: Hit, address: string): void {
    const of = `${hit.siteId} ${dayOf(hit.time_ms)}`;
    const pages = this.#pages.get(of) ?? new Set();
    this.#pages.set(of, pages.add(hit.host + hit.path));
    this.bound.apply(hit, address);
    this.#hits++;
  }

  /** A row of the decision record. */
  row(name: string): string {
    for (const { field, hits } of this.bound.others.takeChanged()) if (field === 'any') this.#lost += hits;
    const most = Math.max(...[...this.#pages.values()].map(({ size }) => size));
    const numbers = [this.#pages.size, this.#hits, most, this.#lost].map((value) => value.toLocaleString('en'));
    return `| ${[name, ...numbers].join(' | ')} |`;
  }
}

const plan = planCountry(2026, referenceBodies(), '2026-11-22');
const country = buildCountry(plan);

function demoDay(tally: Tally, day: Day, scale: number): void {
  simulateDay(country, day, scale, (hit) => tally.send({ ...hit }, addressOf(Number(hit.visitor & 0xffff_ffffn))));
}

/** A newspaper: each day articles of its own, most readers with those of the last days, some with any of the archive. */
function newspaperDay(tally: Tally, number: number, views: number, viralShare: number): void {
  const begin_ms = startOfDay(addDays(FIRST_DAY, number));
  const random = seededRandom(mix(14, number));
  const newArticle = (day: number): string => `/bai-viet/${day}-${Math.floor(2_000 * random() ** 2)}`;
  for (let view = 0; view < views; view++) {
    const time_ms = begin_ms + Math.floor((view * 86_400_000) / views);
    const kind = random();
    let page = newArticle(number);
    if (random() < viralShare) page = `/bai-viet/${number}-1`;
    else if (kind < 0.15) page = `/bai-viet/cu-${Math.floor(random() * 300_000)}`;
    else if (kind < 0.5) page = newArticle(number - Math.floor(random() * 7));
    const texts = { host: 'bao.example.gov.vn', path: page, title: `Bài ${page}` };
    const hit = { ...emptyHit(), siteId: 1, time_ms, received_ms: time_ms, ...texts };
    tally.send(hit, addressOf(mix(15, Math.floor(random() * 1e9))));
  }
}

const SCENES: Record<string, (tally: Tally) => void> = {
  'portals of the demo, three days': (tally) => {
    for (let day = 0; day < 3; day++) demoDay(tally, addDays(FIRST_DAY, day), 1);
  },
  'portals of the demo, all 20 times as busy, their first day': (tally) => demoDay(tally, FIRST_DAY, 20),
  'a newspaper with 2,000 new addresses a day, its first three days': (tally) => {
    for (let day = 0; day < 3; day++) newspaperDay(tally, day, 100_000, 0);
  },
  'the same on a viral day, its first': (tally) => newspaperDay(tally, 0, 400_000, 0.7),
};

test.each(Object.entries(SCENES))('%s: no hit is lost to the bound, as the decision record says', (name, scene) => {
  const tally = new Tally();
  scene(tally);
  const row = tally.row(name);
  expect(row).toMatch(/\| 0 \|$/);
  expect(RECORD).toContain(row);
});
