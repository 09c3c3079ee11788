import type { BodyConnection, Day, Decision, PageCheck } from '@emc/contract';
import type { ColumnType, GeneratedAlways } from 'kysely';

/** The tables of connection as TypeScript sees them; see the migration 0005-connection. */
export interface ConnectionTables {
  page_checks: PageChecksTable;
  page_check_claims: { site_id: number; claimed_at: Date };
  campaigns: CampaignsTable;
  campaign_decisions: CampaignDecisionsTable;
}

/** What is kept of a look at a page besides its outcome. */
export interface PageCheckFacts {
  /** Host that gave the answer, after redirects; null = none did. */
  host: string | null;
  redirects: number;
  /** The page names the queue `_govaq`. */
  queue: boolean;
  /** Hosts of collectors that the code names, at most 5. */
  collectors: string[];
  /** Tag managers that the page loads, of a closed list. */
  tagManagers: string[];
  /** Why there was no answer, such as ENOTFOUND or CERT_HAS_EXPIRED; null = there was one. */
  error: string | null;
}

interface PageChecksTable {
  id: GeneratedAlways<number>;
  site_id: number;
  at: Date;
  outcome: PageCheck['outcome'];
  status: number | null;
  site_ids: string[];
  facts: ColumnType<PageCheckFacts, string, never>;
}

interface CampaignsTable {
  id: GeneratedAlways<number>;
  name: string;
  document: string;
  limit_day: Day;
  body_codes: string[] | null;
  created_at: Date;
  created_by: string;
}

interface CampaignDecisionsTable {
  id: GeneratedAlways<number>;
  campaign_id: number;
  body_code: string;
  decision: Decision['decision'];
  reason: string;
  state_at_limit: BodyConnection['state'];
  decided_by: string;
  decided_at: Date;
}
