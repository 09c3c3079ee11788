import { type Day, EmcError, type NewSystem, readAgencyCode } from '@emc/contract';
import { badField } from '../refusals.ts';
import { bodyOn, isRetired, ownerOn, type Register } from '../register.ts';
import { readNetwork } from './networks.ts';

/** A system as the store has it. */
export interface StoredSystem {
  id: number;
  bodyCode: string;
  name: string;
  agencyCode: string | null;
  siteId: number | null;
  addresses: string[];
  registeredAt_ms: number;
  retiredOn: Day | null;
}

/** What an operator says about a system, checked and in one spelling. */
export type SystemFields = Pick<StoredSystem, 'name' | 'agencyCode' | 'siteId' | 'addresses'>;

/** What the fields are held against. `bodyCode` is the body whose system it is, or is to be, on `today`. */
export interface SystemContext {
  register: Register;
  today: Day;
  bodyCode: string;
  systems: readonly StoredSystem[];
  /** The system that is changed; undefined = a new one. */
  id?: number;
}

/**
 * Holds the fields that are given against the rules.
 * @throws EmcError bad-request naming the field, system-feed-taken
 */
export function checkedFields(given: Omit<NewSystem, 'bodyCode'>, context: SystemContext): SystemFields {
  return {
    name: given.name,
    agencyCode: agencyOf(given.agencyCode ?? null, context),
    siteId: freeSiteId(given.siteId ?? null, context),
    addresses: networksOf(given.addresses ?? []),
  };
}

/** The agency in the new form; of the body or of one that it took over from. */
function agencyOf(text: string | null, { register, today, bodyCode }: SystemContext): string | null {
  if (text === null || text === '') return null;
  const agency = readAgencyCode(text);
  if (agency === undefined) {
    throw badField('agencyCode', `"${text}" is no agency code; such as H56, H56.12 or 000.00.12.H56`);
  }
  const owner = agency.split('.')[0]!;
  if (bodyOn(register, owner, today) !== bodyCode) {
    throw badField('agencyCode', `${agency} belongs to ${owner}, the system to ${bodyCode}`);
  }
  return agency;
}

/** One living system a siteId: TrackingMCDT carries nothing else by which two could be told apart. */
function freeSiteId(siteId: number | null, { register, today, bodyCode, systems, id }: SystemContext): number | null {
  if (siteId === null) return null;
  const other = systems.find((system) => system.siteId === siteId && system.id !== id && !isRetired(system, today));
  if (other !== undefined) {
    const what = `${siteId} is the siteId of system ${other.id} (${other.name}, ${other.bodyCode})`;
    throw new EmcError('system-feed-taken', `${what}.`, [{ where: 'siteId', what }]);
  }
  const portal = register.portals.get(siteId);
  const owner = portal === undefined ? bodyCode : ownerOn(register, portal, today).bodyCode;
  if (owner !== bodyCode) {
    throw badField('siteId', `${siteId} is the portal ${portal?.name} of ${owner}, the system belongs to ${bodyCode}`);
  }
  return siteId;
}

function networksOf(texts: string[]): string[] {
  const networks = texts.map((text, index) => {
    const network = readNetwork(text);
    if (network !== undefined) return network;
    throw badField(
      `addresses/${index}`,
      `"${text}" is no address or network; such as 203.0.113.7, 203.0.113.0/28 or 2001:db8::/48 (at least /8, IPv6 /16)`,
    );
  });
  return [...new Set(networks)];
}
