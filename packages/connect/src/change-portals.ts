import { type Database, sql, type Transaction } from '@emc/control-store';
import { dayOf, type Day, EmcError, type NewPortal, type PortalChange } from '@emc/contract';
import { furtherHosts, urlKey } from './addresses.ts';
import { badField, bodyExistingOn, knownPortal, unitOfBody } from './refusals.ts';
import { isRetired, isValidOn, nearestRow, ownerOn, type Register, type RegisteredPortal } from './register.ts';

/**
 * @returns the siteId.
 * @throws EmcError body-unknown, body-not-valid-then, unit-unknown, unit-of-another-body, portal-url-taken, site-id-taken
 */
export async function addPortal(
  trx: Transaction<Database>,
  register: Register,
  now_ms: number,
  portal: NewPortal,
): Promise<number> {
  const today = dayOf(now_ms);
  bodyExistingOn(register, portal.bodyCode, today);
  if (portal.unitId != null) unitForPortal(register, portal.unitId, portal.bodyCode, today);
  checkUrlFree(register, portal.url, today);
  const siteId = portal.siteId === undefined ? await nextSiteId(trx, register) : freeSiteId(register, portal.siteId);
  await trx
    .insertInto('portals')
    .values({
      site_id: siteId,
      kind: portal.kind,
      name: portal.name,
      name_en: portal.nameEn || null,
      url: portal.url,
      url_key: urlKey(portal.url),
      allowed_hosts: furtherHosts(portal.url, portal.allowedHosts ?? []),
      live_on: portal.liveOn ?? null,
      registered_at: new Date(now_ms),
      retired_on: null,
    })
    .execute();
  await trx
    .insertInto('portal_owners')
    .values({
      site_id: siteId,
      body_code: portal.bodyCode,
      unit_id: portal.unitId ?? null,
      valid_from: null,
      valid_to: null,
    })
    .execute();
  return siteId;
}

/**
 * Changes what is given and leaves the rest. Another body or unit holds from the day `from` on, until the next change
 * that is entered; whose it was before stays known.
 *
 * @throws EmcError portal-unknown, portal-retired, portal-url-taken, body-unknown, body-not-valid-then, unit-unknown, unit-of-another-body
 */
export async function changePortal(
  trx: Transaction<Database>,
  register: Register,
  today: Day,
  siteId: number,
  change: PortalChange,
): Promise<void> {
  const portal = portalInUse(register, siteId, today);
  const url = change.url ?? portal.url;
  if (change.url !== undefined) checkUrlFree(register, url, today, siteId);
  await trx
    .updateTable('portals')
    .set({
      kind: change.kind ?? portal.kind,
      name: change.name ?? portal.name,
      name_en: change.nameEn === undefined ? portal.nameEn : change.nameEn || null,
      url,
      url_key: urlKey(url),
      allowed_hosts: furtherHosts(url, change.allowedHosts ?? portal.allowedHosts),
      live_on: change.liveOn === undefined ? portal.liveOn : change.liveOn,
    })
    .where('site_id', '=', siteId)
    .execute();
  if (change.bodyCode !== undefined || change.unitId !== undefined) {
    await changeOwner(trx, register, portal, change, change.from ?? today);
  }
}

/** @throws EmcError portal-unknown, portal-retired */
export async function retirePortal(
  trx: Transaction<Database>,
  register: Register,
  today: Day,
  siteId: number,
  on: Day,
): Promise<void> {
  portalInUse(register, siteId, today);
  await trx.updateTable('portals').set({ retired_on: on }).where('site_id', '=', siteId).execute();
}

function portalInUse(register: Register, siteId: number, today: Day): RegisteredPortal {
  const portal = knownPortal(register, siteId);
  if (isRetired(portal, today)) {
    throw new EmcError('portal-retired', `Portal ${siteId} (${portal.name}) was retired on ${portal.retiredOn}.`);
  }
  return portal;
}

function checkUrlFree(register: Register, url: string, today: Day, besides?: number): void {
  const key = urlKey(url);
  for (const other of register.portals.values()) {
    if (other.urlKey === key && other.siteId !== besides && !isRetired(other, today)) {
      const what = `${key} is the address of portal ${other.siteId} (${other.name})`;
      throw new EmcError('portal-url-taken', `${what}.`, [{ where: 'url', what }]);
    }
  }
}

function unitForPortal(register: Register, unitId: number, bodyCode: string, day: Day): void {
  const unit = unitOfBody(register, unitId, bodyCode, day);
  if (!isValidOn(unit, day)) throw badField('unitId', `unit ${unitId} (${unit.nameVi}) does not exist on ${day}`);
}

function freeSiteId(register: Register, siteId: number): number {
  const other = register.portals.get(siteId);
  if (other === undefined) return siteId;
  const what = `${siteId} belongs to ${other.name} (${other.url})${other.retiredOn === null ? '' : ', now retired'}`;
  throw new EmcError('site-id-taken', `${what}.`, [{ where: 'siteId', what }]);
}

/** Numbers that portals brought with them are passed over. */
async function nextSiteId(trx: Transaction<Database>, register: Register): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ id: number }>`select nextval('site_ids') as id`.execute(trx);
    const id = rows[0]?.id;
    if (id !== undefined && !register.portals.has(id)) return id;
  }
}

async function changeOwner(
  trx: Transaction<Database>,
  register: Register,
  portal: RegisteredPortal,
  change: PortalChange,
  from: Day,
): Promise<void> {
  const before = ownerOn(register, portal, from);
  const bodyCode = change.bodyCode ?? before.bodyCode;
  bodyExistingOn(register, bodyCode, from);
  // A unit does not come along to another body.
  let unitId = bodyCode === before.bodyCode ? before.unitId : null;
  if (change.unitId !== undefined) unitId = change.unitId;
  if (bodyCode === before.bodyCode && unitId === before.unitId) return;
  if (unitId !== null) unitForPortal(register, unitId, bodyCode, from);
  const row = nearestRow(portal.owners, from);
  if (row.from !== null && from < row.from) throw badField('from', `not before ${row.from}`);
  const owner = { body_code: bodyCode, unit_id: unitId };
  const current = trx
    .updateTable('portal_owners')
    .where('site_id', '=', portal.siteId)
    .where('valid_from', row.from === null ? 'is' : '=', row.from);
  if (row.from === from) {
    await current.set(owner).execute();
    return;
  }
  await current.set({ valid_to: from }).execute();
  await trx
    .insertInto('portal_owners')
    .values({ site_id: portal.siteId, ...owner, valid_from: from, valid_to: row.to })
    .execute();
}
