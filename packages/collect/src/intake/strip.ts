import type { CollectedSite, DropReason } from '@emc/contract';
import type { Intake, IntakeContext } from './intake.ts';
import { cleanCampaign, PATH_LIMIT, readAddress } from './page-address.ts';
import { decode, NAMES } from './parameters.ts';
import { plainHost, type Referrer } from './referrer.ts';
import { hostBelongs, keptHost, keptHostOf } from './site-hosts.ts';

const EVENT_LIMIT = 100;
const NAME_LIMIT = 300;
const KEYWORD_LIMIT = 200;

/**
 * Leaves of a hit what may be stored: addresses as host and path, of the referrer only its host, texts without personal
 * numbers and addresses. What the steps behind this one see is what reaches the disk.
 */
export function stripHit(intake: Intake, context: IntakeContext): DropReason | undefined {
  const { hit, page, agent, parameters } = intake;
  hit.host = keptHost(intake.site!, page.host, context.redaction);
  hit.path = page.path;
  hit.device = agent.device;
  hit.browser = agent.browser;
  hit.os = agent.os;
  const title = parameters.raw(NAMES.action_name);
  if (title !== '') hit.title = context.known.titles.get(title);
  stripReferrer(intake, context);
  stripTexts(intake, context);
  return undefined;
}

/** A campaign outdoes every other referrer; a referrer on a host of the site itself is internal. */
function stripReferrer(intake: Intake, context: IntakeContext): void {
  const { hit, page, parameters } = intake;
  hit.campaign =
    page.campaign ||
    (parameters.raw(NAMES._rcn) === '' ? '' : cleanCampaign(parameters.text(NAMES._rcn), context.redaction));
  if (hit.campaign !== '') {
    hit.referrerKind = 'campaign';
    hit.referrer = hit.campaign;
    return;
  }
  const from = parameters.raw(NAMES.urlref);
  if (from === '') return;
  const referrer = context.known.referrers.get(from);
  const isInternal = referrer.host !== '' && hostBelongs(intake.site!, referrer.host);
  hit.referrerKind = isInternal ? 'internal' : referrer.kind;
  const owner = isInternal ? intake.site : ownerOf(referrer, context);
  hit.referrer = owner === undefined ? referrer.value : plainHost(keptHost(owner, referrer.host, context.redaction));
}

/** Another portal, of which the referrer may be a host that names a person. */
function ownerOf({ kind, host }: Referrer, { sites }: IntakeContext): CollectedSite | undefined {
  return kind === 'website' ? sites.starAbove?.(host) : undefined;
}

function stripTexts(intake: Intake, context: IntakeContext): void {
  const { hit, parameters } = intake;
  const { redaction } = context;
  switch (hit.kind) {
    case 'event':
      hit.eventCategory = redaction.clean(parameters.text(NAMES.e_c), EVENT_LIMIT);
      hit.eventAction = redaction.clean(parameters.text(NAMES.e_a), EVENT_LIMIT);
      hit.eventName = redaction.clean(parameters.text(NAMES.e_n), NAME_LIMIT);
      break;
    case 'download':
      hit.target = cleanTarget(parameters.raw(NAMES.download), intake, context);
      break;
    case 'outlink':
      hit.target = cleanTarget(parameters.raw(NAMES.link), intake, context);
      break;
    case 'search':
      hit.target = redaction.clean(parameters.text(NAMES.search), KEYWORD_LIMIT);
      break;
    case 'content':
      // A block's name, what it shows, where it leads, what was done with it (nothing = it was seen).
      hit.eventCategory = textBeforeQuery(redaction.clean(parameters.text(NAMES.c_p), EVENT_LIMIT));
      hit.eventAction = redaction.clean(parameters.text(NAMES.c_i), EVENT_LIMIT) || 'impression';
      hit.eventName = redaction.clean(parameters.text(NAMES.c_n), NAME_LIMIT);
      if (parameters.raw(NAMES.c_t) !== '') hit.target = cleanTarget(parameters.raw(NAMES.c_t), intake, context);
      break;
    case 'page_view':
    case 'service':
    case 'ping':
    case 'custom':
      break;
  }
}

/** Where a link leads: host and path; of what has no host (`mailto:`, `tel:`) only the scheme, since the rest is a person. */
function cleanTarget(raw: string, { site }: Intake, context: IntakeContext): string {
  const { redaction } = context;
  const text = decode(raw);
  const address = readAddress(text, redaction);
  if (address.host !== '') return keptHostOf(site, address.host, context) + address.path;
  if (address.scheme !== '') return `${redaction.clean(address.scheme, 20)}:`;
  return textBeforeQuery(redaction.clean(text, PATH_LIMIT));
}

function textBeforeQuery(text: string): string {
  return /^[^?#]*/.exec(text)![0];
}
