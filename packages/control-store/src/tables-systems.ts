import type { Day } from '@emc/contract';
import type { Generated } from 'kysely';

/** Procedure-handling systems; what each column means stands in migrations/0004-systems.ts. */
export interface SystemsTables {
  systems: {
    id: Generated<number>;
    body_code: string;
    name: string;
    agency_code: string | null;
    site_id: number | null;
    addresses: string[];
    key_digest: string;
    registered_at: Date;
    retired_on: Day | null;
  };
}
