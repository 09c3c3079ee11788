import type { EventStore } from '@emc/event-store';
import { computeDossierDays, planComputations, staleDays } from './dossier-days.ts';
import { resolveTouched, sampleOfTouched } from './events.ts';
import type { TouchedSystem } from './events.ts';
import { noteToldTwice } from './told-twice.ts';
import { askVersion } from './versions.ts';

/** Dossiers that are resolved at once: a part of a second to a few seconds, and some hundred megabytes at most. */
const MOST_DOSSIERS = 100_000;

/** Systems that are counted together: many small ones, or one. */
export function planGroups<T extends Pick<TouchedSystem, 'dossiers'>>(systems: readonly T[]): T[][] {
  const groups: T[][] = [];
  let room = 0;
  // Small ones first: they do not wait for a history that another brings in.
  for (const system of systems.toSorted((a, b) => a.dossiers - b.dossiers)) {
    if (groups.length === 0 || system.dossiers > room) {
      groups.push([]);
      room = MOST_DOSSIERS;
    }
    groups.at(-1)!.push(system);
    room -= system.dossiers;
  }
  return groups;
}

/** The beginnings of parts of about `MOST_DOSSIERS` codes, by a sample of them in order; the first begins before all. */
export function partsOf(codes: readonly string[], dossiers: number): string[] {
  const step = Math.max(1, Math.floor((codes.length * MOST_DOSSIERS) / Math.max(1, dossiers)));
  return ['', ...new Set(codes.filter((_code, index) => index > 0 && index % step === 0))];
}

/**
 * Counts what of some systems was touched since an instant: first what happened to the dossiers is written where it changed,
 * then the days on which it did are counted. Doing it again, or beside another who does, gives the same.
 */
export async function countTouched(
  store: EventStore,
  systems: readonly TouchedSystem[],
  since_ms: number,
): Promise<void> {
  const system_ids = systems.map(({ systemId }) => systemId);
  const resolved_at_ms = await askVersion(store, system_ids);
  const codes = await partsOfGroup(store, systems, since_ms);
  for (const [index, from_code] of codes.entries()) {
    const to_code = codes[index + 1] ?? '';
    await store.run(resolveTouched, { system_ids, since_ms, from_code, to_code, resolved_at_ms });
    await store.run(noteToldTwice, { system_ids, since_ms, resolved_at_ms, from_code, to_code });
  }
  const days = await store.ask(staleDays, { system_ids, since_ms: resolved_at_ms });
  for (const group of planComputations(days)) {
    await store.run(computeDossierDays, {
      pair_systems: group.map(({ systemId }) => systemId),
      pair_days: group.map(({ day }) => day),
      computed_at_ms: await askVersion(store, system_ids),
    });
  }
}

async function partsOfGroup(
  store: EventStore,
  systems: readonly TouchedSystem[],
  since_ms: number,
): Promise<readonly string[]> {
  const [only, ...others] = systems;
  if (only === undefined || others.length > 0 || only.dossiers <= MOST_DOSSIERS) return [''];
  const [sample] = await store.ask(sampleOfTouched, { system_id: only.systemId, since_ms });
  return partsOf(sample?.codes ?? [], only.dossiers);
}
