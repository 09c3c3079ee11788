import type {
  AccountChange,
  AccountWithPassword,
  Account,
  AuditCheck,
  CampaignDetail,
  CampaignList,
  ContradictedDossiers,
  DossierFigures,
  BodyCampaignList,
  Health,
  RefusedList,
  Decision,
  ImportReport,
  NewAccount,
  NewCampaign,
  NewSystem,
  OneDossier,
  PortalConnection,
  ProcedureImport,
  RecentChanges,
  System,
  SystemChange,
  SystemList,
  SystemWithKey,
  auditListSchema,
  changedAccountSchema,
} from '@emc/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { searchOf, type Filters } from '../addresses.ts';
import { ask } from './client.ts';

const MINUTE_MS = 60_000;
export type ChangedAccount = z.infer<typeof changedAccountSchema>;
type AuditList = z.infer<typeof auditListSchema>;

/** What is asked of the signed-in side; names start with `office`, so that all can be forgotten together. */
function officeQuery<T>(path: string, refetchInterval: number = MINUTE_MS) {
  return queryOptions({
    queryKey: ['office', path],
    queryFn: ({ signal }) => ask<T>(path, { signal }),
    staleTime: refetchInterval / 2,
    refetchInterval,
  });
}

export const campaignsQuery = () => officeQuery<CampaignList>('/campaigns');
export const campaignQuery = (id: number) => officeQuery<CampaignDetail>(`/campaigns/${id}`);
export const bodyCampaignsQuery = (code: string) => officeQuery<BodyCampaignList>(`/bodies/${code}/campaigns`);
export const refusedQuery = (filters: Filters) => ({
  ...officeQuery<RefusedList>(`/refused${searchOf(filters)}`),
  placeholderData: keepPreviousData,
});
/** Whether the program is well; that it is down, and what of it, comes with status 503. */
export const healthQuery = () => ({
  ...officeQuery<Health>('/health'),
  queryFn: ({ signal }: { signal: AbortSignal }) => ask<Health>('/health', { signal, alsoStatus: 503 }),
  retry: false,
});
export const systemsQuery = (filters: Filters) => officeQuery<SystemList>(`/systems${searchOf(filters)}`);
export const systemQuery = (id: number) => officeQuery<System>(`/systems/${id}`, 15_000);
export const accountsQuery = () => officeQuery<{ total: number; items: Account[] }>('/accounts');
export const auditQuery = (filters: Filters) => ({
  ...officeQuery<AuditList>(`/audit${searchOf(filters)}`),
  placeholderData: keepPreviousData,
});
/** This month's dossiers of a system. */
export const systemDossiersQuery = (id: number) => officeQuery<DossierFigures>(`/systems/${id}/dossiers`);
/** This month's dossiers of a system that name times that cannot be. */
export const contradictedQuery = (id: number) => officeQuery<ContradictedDossiers>(`/systems/${id}/contradictions`);
/** What is known of one dossier of a system. */
export const oneDossierQuery = (id: number, code: string) =>
  officeQuery<OneDossier>(`/systems/${id}/dossiers/${encodeURIComponent(code)}`);
/** What a system sent of late. Asked every three seconds while somebody looks at it, every minute in lists. */
export const recentChangesQuery = (id: number, minutes: number, every_ms = 3000) => ({
  ...officeQuery<RecentChanges>(`/systems/${id}/recent?minutes=${minutes}`, every_ms),
  placeholderData: keepPreviousData,
});

const post = <T>(path: string, body: unknown, key?: string) => ask<T>(path, { method: 'POST', body, key });
const patch = <T>(path: string, body: unknown, key?: string) => ask<T>(path, { method: 'PATCH', body, key });

export const officeApi = {
  addCampaign: (campaign: NewCampaign) => post<CampaignDetail>('/campaigns', campaign),
  decide: (id: number, bodyCode: string, decision: Decision) =>
    post<CampaignDetail>(`/campaigns/${id}/proposals/${bodyCode}`, decision),
  addSystem: (system: NewSystem) => post<SystemWithKey>('/systems', system),
  changeSystem: (id: number, change: SystemChange) => patch<System>(`/systems/${id}`, change),
  renewKey: (id: number) => post<SystemWithKey>(`/systems/${id}/key`, {}),
  retireSystem: (id: number) => post<System>(`/systems/${id}/retire`, {}),
  importProcedures: (file: ProcedureImport) => post<ImportReport>('/procedures/import', file),
  checkPortal: (siteId: number, key?: string) => post<PortalConnection>(`/portals/${siteId}/check`, {}, key),
  addAccount: (account: NewAccount) => post<AccountWithPassword>('/accounts', account),
  changeAccount: (id: string, change: AccountChange) =>
    patch<ChangedAccount>(`/accounts/${encodeURIComponent(id)}`, change),
  /** @param head a head noted elsewhere; empty = none */
  checkAudit: (head: string) => ask<AuditCheck>(`/audit/check${searchOf({ head })}`),
};
