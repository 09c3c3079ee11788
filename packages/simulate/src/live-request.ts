import type { Hit } from '@emc/event-store';
import { below, type Random } from './random.ts';

/** Who sends: what a collector tells visitors apart by. */
export interface Person {
  address: string;
  userAgent: string;
}

/** A request as a browser with the tracker sends it. */
export interface LiveRequest {
  method: 'GET' | 'POST';
  /** What follows the collector's address. */
  query: string;
  headers: Readonly<Record<string, string>>;
}

/** Part of the browsers that send beacons; the others load an image. */
const BEACONS = 0.85;
/** 198.18.0.0/15 is set aside for tests of equipment: nobody has such an address. */
const TEST_NETWORK = '198';
const FIRST_OF_TEST_NETWORK = 18;

export function newAddress(random: Random): string {
  return [TEST_NETWORK, FIRST_OF_TEST_NETWORK + below(random, 2), below(random, 256), 1 + below(random, 254)].join('.');
}

/** The request that makes the collector count this hit. @param host where the page is, when not on the hit's host */
export function toRequest(hit: Hit, person: Person, random: Random, host: string = hit.host): LiveRequest {
  const page = `https://${host}${encodeURI(hit.path)}${hit.campaign === '' ? '' : `?utm_campaign=${hit.campaign}`}`;
  const beacon = random() < BEACONS;
  const query = new URLSearchParams({
    rec: '1',
    cookie: '0',
    idsite: String(hit.siteId),
    url: page,
    ...(hit.referrerKind === 'direct' || hit.campaign !== '' ? {} : { urlref: `https://${hit.referrer}/` }),
    pv_id: token(random),
    rand: token(random),
    ...contentOf(hit),
    ...(beacon ? { send_image: '0' } : {}),
  });
  return {
    method: beacon ? 'POST' : 'GET',
    query: query.toString(),
    headers: {
      'user-agent': person.userAgent,
      'x-forwarded-for': person.address,
      'accept-language': 'vi-VN,vi;q=0.9,en;q=0.5',
      referer: `https://${host}/`,
      ...(beacon
        ? { origin: `https://${host}`, 'content-type': 'text/plain;charset=UTF-8', 'content-length': '0' }
        : {}),
    },
  };
}

function contentOf(hit: Hit): Record<string, string> {
  switch (hit.kind) {
    case 'page_view':
      return { action_name: hit.title, ...timingsOf(hit) };
    case 'ping':
      return { ping: '1' };
    case 'service':
      return { gov_dvc: hit.serviceCode, gov_dvc_state: String(hit.serviceState) };
    case 'event':
      return {
        e_c: hit.eventCategory,
        e_a: hit.eventAction,
        ...(hit.eventName === '' ? {} : { e_n: hit.eventName }),
        ...(hit.eventValue === 0 ? {} : { e_v: String(hit.eventValue) }),
      };
    case 'download':
      return { download: `https://${hit.target}` };
    case 'outlink':
      return { link: `https://${hit.target}` };
    case 'search':
      return { search: hit.target };
    case 'content':
      return { c_n: hit.eventName };
    case 'custom':
      break;
  }
  return { ca: '1' };
}

function timingsOf(hit: Hit): Record<string, string> {
  return {
    pf_net: String(hit.network_ms),
    pf_srv: String(hit.server_ms),
    pf_tfr: String(hit.transfer_ms),
    pf_dm1: String(hit.domProcessing_ms),
    pf_dm2: String(hit.domCompletion_ms),
    pf_onl: String(hit.onLoad_ms),
  };
}

function token(random: Random): string {
  return `${random().toString(36)}00000`.slice(2, 8);
}
