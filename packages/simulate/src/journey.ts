import { dayNumberOf } from '@emc/contract';
import { EVENTS, FEEDBACK_EVENTS, KEYWORDS, OUTLINKS } from './data/actions.ts';
import { HABITS } from './data/habits.ts';
import { type Emit, HitWriter, type Journey } from './hit-writer.ts';
import { articleOn } from './news.ts';
import type { Source } from './data/audience.ts';
import { exponential, pick, type Random } from './random.ts';
import type { Page, ServicePages, Site } from './site.ts';

/**
 * Somebody's way through a portal, hit by hit in order of time, as the tracker would send it: page views with what is
 * done on each page, think time between them, heart beats while the page is open.
 * @returns when the last page was left, Unix milliseconds
 */
export function walk(journey: Journey, random: Random, emit: Emit): number {
  const { site, source } = journey;
  const hits = new HitWriter(journey, random() < HABITS.www, emit);
  let now_ms = journey.start_ms;
  let page = firstPage(site, source, dayNumberOf(now_ms), random);
  for (let left = pageCount(random); ; left--) {
    hits.view(page, now_ms, random);
    now_ms = act(site, page, now_ms, hits, random);
    const left_ms = now_ms + stay_ms(random);
    if (site.portal.heartBeat) beat(hits, now_ms, left_ms);
    now_ms = left_ms;
    if (left <= 1) return now_ms;
    page = nextPage(site, page, dayNumberOf(now_ms), random);
  }
}

function pageCount(random: Random): number {
  return random() < HABITS.bounce ? 1 : 2 + Math.floor(exponential(random, HABITS.furtherPages));
}

function stay_ms(random: Random): number {
  if (random() < HABITS.longPause) return HABITS.shortestPause_ms + exponential(random, HABITS.meanPause_ms);
  return HABITS.shortestStay_ms + exponential(random, HABITS.meanStay_ms);
}

function firstPage(site: Site, source: Source, day: number, random: Random): Page {
  if (random() < HABITS.homeFirst[source.kind]) return site.home;
  const kind = random();
  if (site.portal.kind === 'public-service-portal')
    return kind < 0.6 ? aService(site, random).about : site.pages.pick(random);
  if (source.kind === 'search' && kind < HABITS.serviceFirst) return aService(site, random).about;
  return random() < HABITS.articleFirst ? articleOn(site, day, random) : site.pages.pick(random);
}

function nextPage(site: Site, page: Page, day: number, random: Random): Page {
  if (page.role === 'services' && random() < HABITS.serviceNext * 1.6) return aService(site, random).about;
  if (site.portal.kind === 'public-service-portal') {
    return random() < HABITS.serviceNext * 0.6 ? aService(site, random).about : site.pages.pick(random);
  }
  return random() < HABITS.articleNext ? articleOn(site, day, random) : site.pages.pick(random);
}

function aService(site: Site, random: Random): ServicePages {
  return site.services.pick(random);
}

/** What is done on a page besides reading it. @returns when it was done */
function act(site: Site, page: Page, now_ms: number, hits: HitWriter, random: Random): number {
  const soon_ms = now_ms + 2_000 + exponential(random, 9_000);
  if (page.role === 'service') return useService(site, page, now_ms, hits, random);
  if (page.role === 'search' && random() < HABITS.search) {
    hits.search(pick(random, KEYWORDS), soon_ms);
    return soon_ms;
  }
  const download =
    page.role === 'documents' ? HABITS.download : page.role === 'article' ? HABITS.downloadFromArticle : 0;
  if (random() < download) {
    hits.download(pick(random, site.documents), soon_ms);
    return soon_ms;
  }
  if (page.role === 'feedback' && random() < HABITS.feedback) {
    hits.event(pick(random, FEEDBACK_EVENTS), soon_ms);
    return soon_ms;
  }
  const other = random();
  if (other < HABITS.event) hits.event(pick(random, EVENTS), soon_ms);
  else if (other < HABITS.event + HABITS.outlink) hits.outlink(pick(random, OUTLINKS), soon_ms);
  else return now_ms;
  return soon_ms;
}

/** A service's page reports that it was viewed; on a public service portal some go on to the form and hand it in. */
function useService(site: Site, page: Page, now_ms: number, hits: HitWriter, random: Random): number {
  hits.service(page.serviceCode, -1, now_ms + 300);
  if (site.portal.kind !== 'public-service-portal' || random() >= HABITS.apply) return now_ms + 300;
  const form = site.services.items.find(({ about }) => about === page)?.apply;
  if (form === undefined) return now_ms + 300;
  let at_ms = now_ms + stay_ms(random);
  hits.view(form, at_ms, random);
  if (random() >= HABITS.declared) return at_ms;
  at_ms += 30_000 + exponential(random, HABITS.declaring_ms);
  hits.service(page.serviceCode, 0, at_ms);
  if (random() >= HABITS.submitted) return at_ms;
  at_ms += 20_000 + exponential(random, HABITS.submitting_ms);
  hits.service(page.serviceCode, 1, at_ms);
  return at_ms;
}

/** Heart beats while the page is open and looked at. */
function beat(hits: HitWriter, from_ms: number, to_ms: number): void {
  for (let count = 1; count <= HABITS.mostHeartBeats; count++) {
    const at_ms = from_ms + count * HABITS.heartBeat_ms;
    if (at_ms >= to_ms) return;
    hits.ping(at_ms);
  }
}
