import type { Database, Kysely } from '@emc/control-store';
import type { Day, NewCampaign, Proposal } from '@emc/contract';

export interface StoredCampaign {
  id: number;
  name: string;
  document: string;
  /** Last day for completing the connection. */
  limit: Day;
  /** Null = every body that exists on the last day. */
  bodyCodes: string[] | null;
  createdAt_ms: number;
  /** The decision that holds, by body. */
  decisions: ReadonlyMap<string, StoredDecision>;
}

export interface StoredDecision {
  decision: NonNullable<Proposal['decision']>;
  reason: string;
  decidedBy: string;
  decidedAt_ms: number;
}

/** All campaigns, the newest time limit first. @throws EmcError store-unavailable */
export async function readCampaigns(db: Kysely<Database>): Promise<StoredCampaign[]> {
  const [campaigns, decisions] = await Promise.all([
    db.selectFrom('campaigns').selectAll().orderBy('limit_day', 'desc').orderBy('id', 'desc').execute(),
    db
      .selectFrom('campaign_decisions')
      .selectAll()
      .distinctOn(['campaign_id', 'body_code'])
      .orderBy('campaign_id')
      .orderBy('body_code')
      .orderBy('id', 'desc')
      .execute(),
  ]);
  const byCampaign = Map.groupBy(decisions, (row) => row.campaign_id);
  return campaigns.map((row) => ({
    id: row.id,
    name: row.name,
    document: row.document,
    limit: row.limit_day,
    bodyCodes: row.body_codes,
    createdAt_ms: row.created_at.getTime(),
    decisions: new Map(
      (byCampaign.get(row.id) ?? []).map(({ body_code, decision, reason, decided_by, decided_at }) => [
        body_code,
        { decision, reason, decidedBy: decided_by, decidedAt_ms: decided_at.getTime() },
      ]),
    ),
  }));
}

/** @returns its number. */
export async function insertCampaign(
  db: Kysely<Database>,
  campaign: NewCampaign,
  by: string,
  now_ms: number,
): Promise<number> {
  const { id } = await db
    .insertInto('campaigns')
    .values({
      name: campaign.name,
      document: campaign.document,
      limit_day: campaign.limit,
      body_codes: campaign.bodyCodes === undefined ? null : [...new Set(campaign.bodyCodes)].sort(),
      created_at: new Date(now_ms),
      created_by: by,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Added to those before it, which stay as its history. */
export async function insertDecision(
  db: Kysely<Database>,
  campaignId: number,
  bodyCode: string,
  decision: StoredDecision & { stateAtLimit: Proposal['stateNow'] },
): Promise<void> {
  await db
    .insertInto('campaign_decisions')
    .values({
      campaign_id: campaignId,
      body_code: bodyCode,
      decision: decision.decision,
      reason: decision.reason,
      state_at_limit: decision.stateAtLimit,
      decided_by: decision.decidedBy,
      decided_at: new Date(decision.decidedAt_ms),
    })
    .execute();
}
