import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, dayOf, startOfDay } from '@emc/contract';

/**
 * Waits for local midnight where it is nearer than `within_ms`. For tests of the real program, whose clock cannot be set,
 * that count visitors and visits, both of which end with the day: they begin and end on one day.
 */
export async function clearOfMidnight(within_ms = 240_000): Promise<void> {
  const midnight_ms = startOfDay(addDays(dayOf(Date.now()), 1));
  if (midnight_ms - Date.now() > within_ms) return;
  while (Date.now() < midnight_ms) await sleep(midnight_ms - Date.now());
}
