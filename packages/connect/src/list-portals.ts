import type { Portal, Registry } from '@emc/contract';
import type { Heard, Signs } from './connection/hearing.ts';
import { knownBody, knownUnit } from './refusals.ts';
import { ownerOn, type Register, type RegisteredPortal, unitsFrom } from './register.ts';
import { portalView } from './views.ts';

type Filter = Parameters<Registry['listPortals']>[0];

/**
 * Portals by siteId, those retired included. `q` finds in names, address and siteId, whatever the case and the
 * accents; a body or unit finds what is theirs on today's map, units below included.
 *
 * @throws EmcError body-unknown, unit-unknown
 */
export function listPortals(
  register: Register,
  filter: Filter,
  heard: Heard,
  signs: Signs,
): { total: number; items: Portal[] } {
  if (filter.bodyCode !== undefined) knownBody(register, filter.bodyCode);
  if (filter.unitId !== undefined) knownUnit(register, filter.unitId);
  const units = filter.unitId === undefined ? undefined : unitsFrom(register, filter.unitId);
  const words = fold(filter.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = [...register.portals.values()]
    .filter((portal) => filter.kind === undefined || portal.kind === filter.kind)
    .filter((portal) => words.every((word) => matches(portal, word)))
    .filter((portal) => {
      const owner = ownerOn(register, portal, heard.day);
      const ofBody = filter.bodyCode === undefined || owner.bodyCode === filter.bodyCode;
      return ofBody && (units === undefined || (owner.unitId !== null && units.has(owner.unitId)));
    })
    .map((portal) => portalView(register, portal, heard, signs))
    .filter((portal) => filter.state === undefined || portal.state === filter.state);
  return { total: found.length, items: found.slice(filter.offset, filter.offset + filter.limit) };
}

function matches(portal: RegisteredPortal, word: string): boolean {
  return (
    String(portal.siteId) === word ||
    [portal.name, portal.nameEn ?? '', portal.url].some((text) => fold(text).includes(word))
  );
}

/** `Thanh Hóa` and `thanh hoa` are the same to somebody who searches. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
