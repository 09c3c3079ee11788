import { readAgencyCode, type CollectedSystem, type DossierDropReason } from '@emc/contract';
import { networks } from '../intake/client-address.ts';
import { belongsTo } from './codes.ts';
import { textOf } from './envelope.ts';
import { refuse, systemOfKey, type DossierContext, type DossierIntake } from './intake.ts';

/** A site number that a system can have. */
const SITE_ID = /^\d{1,9}$/;
const AGENCY = {
  vi: 'phải là mã định danh của hệ thống này hoặc của đơn vị trực thuộc',
  en: 'is to be the agency code of this system or of a unit below it',
};
const SITE_OF_KEY = {
  vi: 'không phải siteId của hệ thống có khóa này',
  en: 'is not the siteId of the system with this key',
};

/** The key, in the header or in the envelope, tells the system. */
export function findSystemByKey(intake: DossierIntake, context: DossierContext): DossierDropReason | undefined {
  const key = intake.key || textOf(intake.envelope.get('session'));
  if (key === '') return 'unknown-system';
  const system = systemOfKey(context.systems, key);
  if (system === undefined) return 'wrong-key';
  return take(intake, system);
}

/** Where the register knows the system's agency, an envelope is of that agency or of one below. */
export function checkAgency(intake: DossierIntake): DossierDropReason | undefined {
  const { agencyCode } = intake.system!;
  if (agencyCode === null) return undefined;
  const agency = readAgencyCode(textOf(intake.envelope.get('madonvi')));
  return belongsTo(agency, agencyCode) ? undefined : refuse(intake, 'madonvi', 'wrong-agency', AGENCY);
}

/** TrackingMCDT has no key of its own: siteId and the sender's address tell the system. One that sends its key needs neither. */
export function findSystemBySite(intake: DossierIntake, context: DossierContext): DossierDropReason | undefined {
  const sent = textOf(intake.envelope.get('siteId'));
  if (intake.key !== '') {
    const system = systemOfKey(context.systems, intake.key);
    if (system === undefined) return 'wrong-key';
    if (sent !== '' && system.siteId !== null && Number(sent) !== system.siteId)
      return refuse(intake, 'siteId', 'wrong-agency', SITE_OF_KEY);
    return take(intake, system);
  }
  const system = SITE_ID.test(sent) ? context.systems.bySite(Number(sent)) : undefined;
  if (system === undefined) return 'unknown-system';
  return take(intake, system) ?? (sendsFrom(system, intake.address) ? undefined : 'wrong-address');
}

/** Where a key or a siteId can stand in the beginning of a body that is not read yet, in JSON or in a form. */
const SESSION = /"session"\s*:\s*"([^"\\]{1,200})"/gi;
const SITE = /\bsiteId["']?\s*[:=]\s*["']?(\d{1,9})(?!\d)/gi;
/** Free text may name some; no sender has so many. */
const MOST_NAMED = 8;

/**
 * The systems that may be the sender of a body, by what it begins with: those whose key it names, or whose siteId where they
 * send from an address of theirs. Which of them it is, and whether, the steps say when the body is read.
 */
export function systemsNamedIn(begin: string, address: string, { systems }: DossierContext): CollectedSystem[] {
  const named = (pattern: RegExp): string[] =>
    [...begin.matchAll(pattern)].slice(0, MOST_NAMED).map(([, value = '']) => value.trim());
  const byKey = named(SESSION).map((key) => systemOfKey(systems, key));
  const bySite = named(SITE).map((siteId) => systems.bySite(Number(siteId)));
  const found = [...byKey, ...bySite.filter((system) => system !== undefined && sendsFrom(system, address))];
  return [...new Set(found)].filter((system): system is CollectedSystem => system !== undefined && !system.retired);
}

function take(intake: DossierIntake, system: CollectedSystem): DossierDropReason | undefined {
  intake.system = system;
  return system.retired ? 'retired-system' : undefined;
}

/** Made once for each object that the register hands over: a change of addresses comes as a new object. */
const PLACES = new WeakMap<CollectedSystem, readonly ((address: string) => boolean)[]>();

function sendsFrom(system: CollectedSystem, address: string): boolean {
  let places = PLACES.get(system);
  if (places === undefined) PLACES.set(system, (places = system.addresses.flatMap(placesOf)));
  return places.some((place) => place(address));
}

/** An entry that is neither address nor network lets nobody in. */
function placesOf(entry: string): ((address: string) => boolean)[] {
  try {
    return [networks([entry])];
  } catch {
    return [];
  }
}
