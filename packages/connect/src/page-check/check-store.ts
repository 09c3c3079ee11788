import type { Database, Kysely } from '@emc/control-store';
import { DAY_MS, localIso, type PageCheck } from '@emc/contract';
import { type CheckFinding, describeCheck } from './describe-check.ts';

/** Looks older than this are forgotten: longer than any board looks back. */
const KEPT_MS = 400 * DAY_MS;

/**
 * The newest look at each portal's page before an instant.
 * @param siteIds of these portals; of all when left out
 * @throws EmcError store-unavailable
 */
export async function readNewestChecks(
  db: Kysely<Database>,
  before_ms: number,
  siteIds?: readonly number[],
): Promise<Map<number, PageCheck>> {
  if (siteIds?.length === 0) return new Map();
  const rows = await db
    .selectFrom('portals')
    .innerJoinLateral(
      (join) =>
        join
          .selectFrom('page_checks')
          .selectAll()
          .whereRef('page_checks.site_id', '=', 'portals.site_id')
          .where('at', '<=', new Date(before_ms))
          .orderBy('at', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .$if(siteIds !== undefined, (query) => query.where('portals.site_id', 'in', siteIds ?? []))
    .select(['newest.site_id', 'newest.at', 'newest.outcome', 'newest.status', 'newest.site_ids', 'newest.facts'])
    .execute();
  return new Map(
    rows.map(({ site_id, at, outcome, status, site_ids, facts }) => {
      const detail = describeCheck({ outcome, status, siteIds: site_ids, facts });
      return [site_id, { at: localIso(at.getTime()), outcome, status, siteIds: site_ids, detail }];
    }),
  );
}

/** Keeps what was found, and forgets what is too old of the same portal. */
export async function insertCheck(
  db: Kysely<Database>,
  siteId: number,
  at_ms: number,
  { outcome, status, siteIds, facts }: CheckFinding,
): Promise<void> {
  await db
    .insertInto('page_checks')
    .values({ site_id: siteId, at: new Date(at_ms), outcome, status, site_ids: siteIds, facts: JSON.stringify(facts) })
    .execute();
  await db
    .deleteFrom('page_checks')
    .where('site_id', '=', siteId)
    .where('at', '<', new Date(at_ms - KEPT_MS))
    .execute();
}

/**
 * Takes the look at a portal's page for this process, unless somebody began one within `pause_ms`.
 * @returns whether it is ours
 */
export async function claimCheck(
  db: Kysely<Database>,
  siteId: number,
  now_ms: number,
  pause_ms: number,
): Promise<boolean> {
  const claimed = await db
    .insertInto('page_check_claims')
    .values({ site_id: siteId, claimed_at: new Date(now_ms) })
    .onConflict((conflict) =>
      conflict
        .column('site_id')
        .doUpdateSet({ claimed_at: new Date(now_ms) })
        .where((claim) =>
          claim.or([
            claim('page_check_claims.claimed_at', '<=', new Date(now_ms - pause_ms)),
            // By a clock that was ahead; two processes' clocks differ by less.
            claim('page_check_claims.claimed_at', '>', new Date(now_ms + pause_ms)),
          ]),
        ),
    )
    .returning('site_id')
    .execute();
  return claimed.length > 0;
}

/** When the last look at each page was begun, Unix milliseconds; never looked at = absent. */
export async function readClaims(db: Kysely<Database>): Promise<Map<number, number>> {
  const rows = await db.selectFrom('page_check_claims').selectAll().execute();
  return new Map(rows.map(({ site_id, claimed_at }) => [site_id, claimed_at.getTime()]));
}
