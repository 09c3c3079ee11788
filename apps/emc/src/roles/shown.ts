import type { Damage, HealthReport, Repairs } from '@emc/contract';
import type { Freshness } from './presence.ts';
import type { RegisterRooms } from './register.ts';

/** What the API shows and changes; made elsewhere, because others need it too. */
export interface Shown {
  register: RegisterRooms;
  freshness: () => Freshness;
  health: () => Promise<HealthReport>;
  damage: () => readonly Damage[];
  repairs: Repairs;
}
