import type { Day, Portal, Registry } from '@emc/contract';
import { withoutAccents } from './catalogue/columns.ts';
import type { Heard, Hearing, Signs } from './connection/hearing.ts';
import { portalFacts } from './connection/portal-facts.ts';
import { portalState } from './connection/portal-state.ts';
import { knownBody, knownUnit } from './refusals.ts';
import { ownerOn, type Register, type RegisteredPortal, unitsFrom } from './register.ts';
import { portalView } from './views.ts';

type Filter = Parameters<Registry['listPortals']>[0];

/**
 * Portals by siteId, those retired included. `q` finds in names, address and siteId, whatever the case and the
 * accents; a body or unit finds what is theirs on today's map, units below included. What was seen of portals is asked for
 * those alone that are shown, or whose state it decides.
 *
 * @throws EmcError body-unknown, unit-unknown
 */
export async function listPortals(
  register: Register,
  filter: Filter,
  heard: Heard,
  hearing: Pick<Hearing, 'signs'>,
): Promise<{ total: number; items: Portal[] }> {
  const found = findPortals(register, filter, heard.day);
  const { state, offset, limit } = filter;
  const show = (shown: readonly RegisteredPortal[], signs: Signs): Portal[] =>
    shown.map((portal) => portalView(register, portal, heard, signs));
  if (state === undefined) {
    const shown = found.slice(offset, offset + limit);
    return { total: found.length, items: show(shown, await hearing.signs(heard, siteIdsOf(shown))) };
  }
  // Once something was counted, the page no longer decides.
  const silent = found.filter(({ siteId }) => !heard.hits.has(siteId));
  const signs = await hearing.signs(heard, siteIdsOf(silent));
  const inState = found.filter((portal) => portalState(portalFacts(portal, heard, signs)) === state);
  return { total: inState.length, items: show(inState.slice(offset, offset + limit), signs) };
}

function siteIdsOf(portals: readonly RegisteredPortal[]): number[] {
  return portals.map(({ siteId }) => siteId);
}

function findPortals(register: Register, filter: Filter, day: Day): RegisteredPortal[] {
  const { bodyCode, unitId, kind } = filter;
  if (bodyCode !== undefined) knownBody(register, bodyCode);
  if (unitId !== undefined) knownUnit(register, unitId);
  const units = unitId === undefined ? undefined : unitsFrom(register, unitId);
  const words = withoutAccents(filter.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const isTheirs = (portal: RegisteredPortal): boolean => {
    if (bodyCode === undefined && units === undefined) return true;
    const owner = ownerOn(register, portal, day);
    const ofBody = bodyCode === undefined || owner.bodyCode === bodyCode;
    return ofBody && (units === undefined || (owner.unitId !== null && units.has(owner.unitId)));
  };
  return [...register.portals.values()].filter(
    (portal) => (kind === undefined || portal.kind === kind) && matches(portal, words) && isTheirs(portal),
  );
}

/** What `q` is looked for in, folded once for each portal of a copy of the register. */
const searched = new WeakMap<RegisteredPortal, string[]>();

/** `Thanh Hóa` and `thanh hoa` are the same to somebody who searches. */
function matches(portal: RegisteredPortal, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const texts = searched.get(portal) ?? [portal.name, portal.nameEn ?? '', portal.url].map(withoutAccents);
  searched.set(portal, texts);
  return words.every((word) => String(portal.siteId) === word || texts.some((text) => text.includes(word)));
}
