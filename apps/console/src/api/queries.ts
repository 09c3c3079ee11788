import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Filters } from '../addresses.ts';
import { api, type Subject } from './client.ts';

const MINUTE_MS = 60_000;

export const bodiesQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['bodies', filters],
    queryFn: ({ signal }) => api.bodies(filters, signal),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  });

export const bodyQuery = (code: string) =>
  queryOptions({
    queryKey: ['body', code],
    queryFn: ({ signal }) => api.body(code, signal),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
  });

export const unitsQuery = (code: string) =>
  queryOptions({
    queryKey: ['units', code],
    queryFn: ({ signal }) => api.units(code, signal),
    staleTime: 5 * MINUTE_MS,
  });

export const portalsQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['portals', filters],
    queryFn: ({ signal }) => api.portals(filters, signal),
    staleTime: MINUTE_MS / 2,
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  });

export const portalQuery = (siteId: number) =>
  queryOptions({
    queryKey: ['portal', siteId],
    queryFn: ({ signal }) => api.portal(siteId, signal),
    staleTime: 10_000,
    refetchInterval: 30_000,
  });

/** The last minutes of a portal. Asked every three seconds while somebody looks. */
export const recentQuery = (siteId: number, minutes = 30) =>
  queryOptions({
    queryKey: ['recent', siteId, minutes],
    queryFn: ({ signal }) => api.recent(siteId, minutes, signal),
    refetchInterval: 3000,
  });

/** The same with pages, for the body of the portal and the operator. @param key of the operator; undefined = by the session */
export const recentPagesQuery = (siteId: number, key: string | undefined, minutes = 30) =>
  queryOptions({
    queryKey: ['office', 'recent', siteId, minutes, key !== undefined],
    queryFn: ({ signal }) => api.recentPages(siteId, minutes, { key, signal }),
    refetchInterval: 3000,
  });

/** The last hits with their pages: of all, or of one body. */
export const livePagesQuery = (filters: Filters, key: string | undefined) =>
  queryOptions({
    queryKey: ['office', 'live', filters, key !== undefined],
    queryFn: ({ signal }) => api.livePages(filters, { key, signal }),
    refetchInterval: 2000,
    placeholderData: keepPreviousData,
  });

/** Services of a portal by the codes that it sends. */
export const portalServicesQuery = (siteId: number, filters: Filters, key: string | undefined) =>
  queryOptions({
    queryKey: ['office', 'services', siteId, filters, key !== undefined],
    queryFn: ({ signal }) => api.portalServices(siteId, filters, { key, signal }),
    staleTime: MINUTE_MS / 2,
  });

/** Of the last seven days. */
export const otherValuesQuery = (siteId: number) =>
  queryOptions({
    queryKey: ['other-values', siteId],
    queryFn: ({ signal }) => api.otherValues(siteId, signal),
    staleTime: 10_000,
    refetchInterval: 60_000,
  });

export const usageQuery = (subject: Subject, filters: Filters) =>
  queryOptions({
    queryKey: ['usage', subject, filters],
    queryFn: ({ signal }) => api.usage(subject, filters, signal),
    staleTime: 10_000,
    // Whoever has just placed the code looks at the page of the portal and waits.
    refetchInterval: subject.kind === 'portal' ? 10_000 : MINUTE_MS,
    // Changing the period keeps the old chart until the new one is there; changing the subject does not.
    placeholderData: (previous, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(subject) ? previous : undefined,
  });
