import { dayOf, type LastHits, localIso, type System, type SYSTEM_STATES } from '@emc/contract';
import { bodyOn, isRetired, type Register } from '../register.ts';
import type { StoredSystem } from './system-rules.ts';

/** When it is, what was heard last, and how long that counts. */
export interface HeardOfSystems {
  now_ms: number;
  lastChanges: LastHits;
  window_ms: number;
}

/** The system as it is now, under the body whose it is today. */
export function systemView(register: Register, system: StoredSystem, heard: HeardOfSystems): System {
  const { id, name, agencyCode, siteId, addresses, registeredAt_ms, retiredOn } = system;
  const lastChange_ms = heard.lastChanges.get(id);
  return {
    id,
    bodyCode: bodyOn(register, system.bodyCode, dayOf(heard.now_ms)),
    name,
    agencyCode,
    siteId,
    addresses,
    registeredAt: localIso(registeredAt_ms),
    retiredOn,
    state: systemState(system, lastChange_ms, heard),
    lastChangeAt: lastChange_ms === undefined ? null : localIso(lastChange_ms),
  };
}

function systemState(
  system: StoredSystem,
  lastChange_ms: number | undefined,
  { now_ms, window_ms }: HeardOfSystems,
): (typeof SYSTEM_STATES)[number] {
  if (isRetired(system, dayOf(now_ms))) return 'retired';
  if (lastChange_ms === undefined) return 'registered';
  return now_ms - lastChange_ms <= window_ms ? 'receiving' : 'interrupted';
}
