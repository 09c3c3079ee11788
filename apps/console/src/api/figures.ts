import type {
  BodyConnectionDetail,
  BodyDossiers,
  ConnectionBoard,
  CountryPage,
  DecisionList,
  DossierFigures,
  Evaluation,
  IndicatorSetView,
  OpenDataIndex,
  PortalConnection,
  ProcedureList,
  ReportCard,
  WhoAmI,
} from '@emc/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { searchOf, type Filters } from '../addresses.ts';
import { API, ask } from './client.ts';
import { noteSimulated } from './simulated.ts';

const MINUTE_MS = 60_000;

type Marked = { simulated: boolean } | { completeness: { simulated: boolean } };

/** Asks, and notes whether the answer says that its data are simulated. */
async function askMarked<T extends Marked>(path: string, signal: AbortSignal): Promise<T> {
  const answer = await ask<T>(path, { signal });
  noteSimulated('simulated' in answer ? answer.simulated : answer.completeness.simulated);
  return answer;
}

/** As TanStack Query takes it; spelt out, because the type cannot be inferred for a type that is still open. */
interface Question<T> {
  queryKey: readonly ['figures', string, string];
  queryFn: (context: { signal: AbortSignal }) => Promise<T>;
  staleTime: number;
  refetchInterval: number;
  placeholderData: (previous: T | undefined, query?: { queryKey: readonly unknown[] }) => T | undefined;
}

/** A question that is asked again every minute while somebody looks; another period keeps the old answer meanwhile. */
function every<T>(path: string, answer: (signal: AbortSignal) => Promise<T>): Question<T> {
  const same = path.split('?')[0] ?? path;
  return {
    queryKey: ['figures', same, path],
    queryFn: ({ signal }) => answer(signal),
    staleTime: MINUTE_MS / 2,
    refetchInterval: MINUTE_MS,
    placeholderData: (previous, query) => (query?.queryKey[1] === same ? previous : undefined),
  };
}

function marked<T extends Marked>(path: string): Question<T> {
  return every(path, (signal) => askMarked<T>(path, signal));
}
function plain<T>(path: string): Question<T> {
  return every(path, (signal) => ask<T>(path, { signal }));
}

export const countryQuery = (period: Filters) => marked<CountryPage>(`/country${searchOf(period)}`);
export const boardQuery = (filters: Filters) => plain<ConnectionBoard>(`/connection${searchOf(filters)}`);
export const decisionsQuery = (filters: Filters) => plain<DecisionList>(`/decisions${searchOf(filters)}`);
export const bodyConnectionQuery = (code: string, filters: Filters = {}) =>
  plain<BodyConnectionDetail>(`/bodies/${code}/connection${searchOf(filters)}`);
export const portalConnectionQuery = (siteId: number) => plain<PortalConnection>(`/portals/${siteId}/connection`);
export const evaluationQuery = (setId: string, period: Filters) =>
  marked<Evaluation>(`/evaluations/${encodeURIComponent(setId)}${searchOf(period)}`);
export const reportCardQuery = (setId: string, code: string, period: Filters) =>
  marked<ReportCard>(`/evaluations/${encodeURIComponent(setId)}/${code}${searchOf(period)}`);
export const countryDossiersQuery = (period: Filters) => marked<DossierFigures>(`/dossiers${searchOf(period)}`);
export const dossiersByBodyQuery = (period: Filters) => marked<BodyDossiers>(`/dossiers/by-body${searchOf(period)}`);
export const bodyDossiersQuery = (code: string, period: Filters) =>
  marked<DossierFigures>(`/bodies/${code}/dossiers${searchOf(period)}`);
export const openDataQuery = () => plain<OpenDataIndex>('/open-data');

export const setsQuery = () =>
  queryOptions({
    queryKey: ['indicator-sets'],
    queryFn: async ({ signal }) => (await ask<{ items: IndicatorSetView[] }>('/indicator-sets', { signal })).items,
    staleTime: 10 * MINUTE_MS,
  });

export const setQuery = (setId: string) =>
  queryOptions({
    queryKey: ['indicator-set', setId],
    queryFn: ({ signal }) => ask<IndicatorSetView>(`/indicator-sets/${encodeURIComponent(setId)}`, { signal }),
    staleTime: 10 * MINUTE_MS,
  });

export const proceduresQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['procedures', filters],
    queryFn: ({ signal }) => ask<ProcedureList>(`/procedures${searchOf(filters)}`, { signal }),
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });

/** Who is signed in. A server that does not know is as good as nobody: the pages are public. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => ask<WhoAmI>('/me', { signal }),
    staleTime: MINUTE_MS,
    retry: false,
  });

/** Where the API shows what a figure is made of. */
export const apiAddress = (path: string, filters: Filters = {}): string =>
  (path.startsWith('/api/') ? path : API + path) + searchOf(filters);
