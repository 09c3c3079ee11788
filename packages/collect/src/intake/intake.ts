import type { CollectedSite, DropReason, Redaction } from '@emc/contract';
import { emptyHit, RowWriter } from '@emc/event-store';
import type { Hit } from '@emc/event-store';
import type { Spool, Waiter } from '../spool/spool.ts';
import { TwoGenerationCache } from '../two-generation-cache.ts';
import { readAgent, type Agent } from './agents.ts';
import { readAddress, type PageAddress } from './page-address.ts';
import { decode, isNothing, NAMES, Parameters } from './parameters.ts';
import { readReferrer, type Referrer } from './referrer.ts';

const TITLE_LIMIT = 300;
const NO_PAGE: PageAddress = { scheme: '', host: '', path: '', campaign: '' };
const NO_AGENT: Agent = { bot: true, anonymous: true, device: 'other', browser: '', os: '' };

/** What a step may ask: everything that is the same for all hits of a collector. */
export interface IntakeContext {
  sites: KnownSites;
  salt: SaltSource;
  recording: () => boolean;
  spool: Pick<Spool, 'append'>;
  redaction: Redaction;
  known: IntakeCaches;
  /** Replaces what has no place on its day; `address` is that of the sender. */
  bound: { apply(hit: Hit, address: string): void };
}

/** The portals; a change comes as a new object for the site. */
export interface KnownSites {
  get(siteId: number): CollectedSite | undefined;
  /** The one with a star above a host: what stands below it may name a person, at whichever portal it comes in. */
  starAbove?(host: string): CollectedSite | undefined;
}

/** Where the salt comes from. */
export interface SaltSource {
  /** Of the local day that it is now, the same in every collector of the country; asked for with every hit. */
  current(): string;
}

/** What the sender of a request is known by, before its parameters are read. */
export interface Sender {
  address: string;
  userAgent: string;
  referer: string;
  /** Do Not Track or Global Privacy Control. */
  optedOut: boolean;
}

/**
 * A hit on its way through the steps. One object serves all hits of a collector, one after another: steps never wait,
 * so that nothing is allocated for a hit but its strings.
 */
export class Intake {
  readonly parameters = new Parameters();
  readonly row = new RowWriter();
  /** Taken over by the spool step: told when the hit is on disk. */
  waiter: Waiter | undefined;
  now_ms = 0;
  sender: Sender = { address: '', userAgent: '', referer: '', optedOut: false };
  /** The request's address and where its query string begins. */
  query = '';
  queryStart = 0;
  body = '';

  site: CollectedSite | undefined;
  userAgent = '';
  visitorId = '';
  page = NO_PAGE;
  agent = NO_AGENT;
  /** What was wrong, in English and ASCII, never in the sender's words; '' = what the reason says is enough. */
  detail = '';
  readonly hit: Hit = emptyHit();

  /** Notes what is wrong with the hit and gives back the reason. */
  refuse(reason: DropReason, detail: string): DropReason {
    this.detail = detail;
    return reason;
  }

  /** Forgets the hit before. */
  reset(): void {
    this.parameters.reset();
    this.site = undefined;
    this.userAgent = '';
    this.visitorId = '';
    this.page = NO_PAGE;
    this.agent = NO_AGENT;
    this.detail = '';
    resetHit(this.hit);
  }
}

/** What is read again and again, by the text as it was sent. */
export interface IntakeCaches {
  pages: TwoGenerationCache<PageAddress>;
  referrers: TwoGenerationCache<Referrer>;
  titles: TwoGenerationCache<string>;
  agents: TwoGenerationCache<Agent>;
}

/**
 * The page of an address as it was sent (percent-encoded). Of a query string only the campaign matters, so an address is
 * looked up without it when there is none: visitors come with query strings that are new every time. The route behind
 * it, if there is one, stays.
 */
export function pageOf(raw: string, known: IntakeCaches): PageAddress {
  let mark = raw.indexOf('%3F');
  if (mark === -1) mark = raw.indexOf('?');
  if (mark === -1 || raw.indexOf('campaign', mark) !== -1) return known.pages.get(raw);
  const route = ROUTE.exec(raw.slice(mark));
  return known.pages.get(raw.slice(0, mark) + (route?.[1] ?? ''));
}

/** The page's address as it was sent; '' when there is none, or one in name only (`undefined`). */
export function urlOf({ parameters }: Intake): string {
  const raw = parameters.raw(NAMES.url);
  // Nearly every hit: what begins so is no such word, and need not be decoded to see it.
  return raw.startsWith('http') || !isNothing(decode(raw)) ? raw : '';
}

/** A fragment that is a route, behind a query string, up to a query string of its own; percent-encoded, as it was sent. */
const ROUTE = /^(?:(?!%23|#).)*((?:%23|#)(?:%2F|\/|%21|!)(?:(?!%3F|\?).)*)/is;

export function createCaches(redaction: Redaction): IntakeCaches {
  return {
    pages: new TwoGenerationCache((raw) => readAddress(decode(raw), redaction)),
    referrers: new TwoGenerationCache((raw) => readReferrer(decode(raw), redaction)),
    titles: new TwoGenerationCache((raw) => redaction.clean(decode(raw), TITLE_LIMIT)),
    agents: new TwoGenerationCache((key) => readAgent(key)),
  };
}

/** Clears what a step sets only sometimes; written out, since copying an object costs as much as a whole step. */
function resetHit(hit: Hit): void {
  hit.siteId = 0;
  hit.title = '';
  hit.referrerKind = 'direct';
  hit.referrer = '';
  hit.campaign = '';
  hit.eventCategory = '';
  hit.eventAction = '';
  hit.eventName = '';
  hit.eventValue = 0;
  hit.target = '';
  hit.serviceCode = '';
  hit.serviceState = 0;
  hit.network_ms = 0;
  hit.server_ms = 0;
  hit.transfer_ms = 0;
  hit.domProcessing_ms = 0;
  hit.domCompletion_ms = 0;
  hit.onLoad_ms = 0;
}
