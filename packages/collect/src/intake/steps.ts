import { dayNumberOf, type DropReason } from '@emc/contract';
import { encodeHit } from '@emc/event-store';
import { FRAME_TYPES } from '../spool/frames.ts';
import { HINTS_MARK } from './agents.ts';
import { pageOf, urlOf, type Intake, type IntakeContext } from './intake.ts';
import { isNothing, NAMES } from './parameters.ts';
import type { Step } from './run-steps.ts';
import { readShape } from './shape.ts';
import { hostBelongs, ownHost } from './site-hosts.ts';
import { stripHit } from './strip.ts';
import { visitorOf } from './visitor.ts';

/** The intake, in order. A hit that passes them all is in the spool's next group; it is answered when that is on disk. */
export const STEPS: readonly Step<Intake, IntakeContext, DropReason>[] = [
  { name: 'parse', run: parse },
  { name: 'recording', run: checkRecording },
  { name: 'site', run: findSite },
  { name: 'shape', run: readShape },
  { name: 'do-not-track', run: respectDoNotTrack },
  { name: 'host', run: checkHost },
  { name: 'bots', run: filterBots },
  { name: 'strip', run: stripHit },
  { name: 'visitor', run: tellVisitor },
  { name: 'bound', run: boundValues },
  { name: 'spool', run: appendToSpool },
];

/** Query string and form body are one set of parameters; of both, the query string wins. */
function parse(intake: Intake): DropReason | undefined {
  const { parameters } = intake;
  parameters.read(intake.query, intake.queryStart, false);
  if (intake.body !== '') parameters.read(intake.body, 0, true);
  if (parameters.sent === 0) return intake.refuse('nothing-to-track', 'The request has no parameters.');
  if (parameters.sent === 1 && parameters.raw(NAMES.rec) !== '') return 'nothing-to-track';
  return undefined;
}

function checkRecording(_intake: Intake, context: IntakeContext): DropReason | undefined {
  return context.recording() ? undefined : 'not-recording';
}

/** What the event store has room for; siteIds are far smaller. */
const LARGEST_SITE_ID = 0xffff_ffff;

function findSite(intake: Intake, context: IntakeContext): DropReason | undefined {
  const text = intake.parameters.raw(NAMES.idsite);
  if (text === '') return intake.refuse('unknown-site', 'The parameter idsite is missing.');
  if (!/^\d{1,10}$/.test(text)) return intake.refuse('unknown-site', 'idsite is not a number above 0.');
  const siteId = Number(text);
  if (siteId > LARGEST_SITE_ID) return 'unknown-site';
  const site = context.sites.get(siteId);
  // The number stays out of the hit: it is whatever somebody sent, and what was not counted is stored by site.
  if (site === undefined) return 'unknown-site';
  intake.hit.siteId = siteId;
  intake.site = site;
  return site.retired ? 'retired-site' : undefined;
}

function respectDoNotTrack(intake: Intake): DropReason | undefined {
  return intake.sender.optedOut ? 'do-not-track' : undefined;
}

/**
 * The page must be on a host of the site. A hit without `url` (the pixel of `<noscript>`) is of the page in the Referer
 * header; where a page's policy hides that too, the hit counts for the site's first host and the path `/`: it names the
 * site and nothing speaks against it.
 */
function checkHost(intake: Intake, context: IntakeContext): DropReason | undefined {
  const site = intake.site!;
  const url = urlOf(intake);
  if (url === '' && intake.sender.referer === '') {
    intake.page = { scheme: 'https', host: ownHost(site), path: '/', campaign: '' };
    return undefined;
  }
  const page = pageOf(url === '' ? encodeURIComponent(intake.sender.referer) : url, context.known);
  intake.page = page;
  if (page.host !== '') return hostBelongs(site, page.host) ? undefined : 'wrong-host';
  if (page.scheme === '') return intake.refuse('bad-parameter', 'url is not an absolute address.');
  return intake.refuse('wrong-host', 'The page has no host, so it is not on a host of this site.');
}

/**
 * Servers and apps hand over the hits of people without an agent, or with their library's: in bulk the PHP and Android clients send
 * `ua` with the first item only. Such a hit is a person's when it names its visitor (`_id`, `cid`), which takes a client that keeps
 * one. `uid` does not: it is an account's name, is never read, and so distinguishes no visitors.
 */
function filterBots(intake: Intake, context: IntakeContext): DropReason | undefined {
  const { parameters } = intake;
  const sent = parameters.text(NAMES.ua);
  const userAgent = isNothing(sent) ? intake.sender.userAgent : sent;
  const hints = parameters.raw(NAMES.uadata) === '' ? '' : parameters.text(NAMES.uadata);
  intake.userAgent = userAgent;
  intake.agent = context.known.agents.get(hints === '' ? userAgent : userAgent + HINTS_MARK + hints);
  if (!intake.agent.bot) return undefined;
  if (!intake.agent.anonymous) return 'bot';
  if (intake.visitorId !== '') return undefined;
  return intake.refuse(
    'bot',
    'Not counted: no user agent, or that of a program library; send ua, or name the visitor with _id or cid.',
  );
}

function tellVisitor(intake: Intake, context: IntakeContext): DropReason | undefined {
  intake.hit.visitor = visitorOf(context.salt.current(), intake.visitorId, intake.sender.address, intake.userAgent);
  return undefined;
}

/** Of what is stripped, leaves what the portal's day has places for. Before the hit is encoded: what is summed up from it is bounded too. */
function boundValues(intake: Intake, context: IntakeContext): DropReason | undefined {
  if (intake.waiter !== undefined) context.bound.apply(intake.hit, intake.sender.address);
  return undefined;
}

/** Serialises the hit, once, and hands it to the spool. A hit that nobody waits for (HEAD) is not recorded. */
function appendToSpool(intake: Intake, context: IntakeContext): DropReason | undefined {
  const { hit, row, waiter } = intake;
  if (waiter === undefined) return undefined;
  row.reset();
  encodeHit(hit, row);
  const taken = context.spool.append(FRAME_TYPES.hits, dayNumberOf(hit.time_ms), row.view(), 1, waiter);
  return taken ? undefined : 'spool-full';
}
