import type {
  OtherValuesOfPortal,
  BodyList,
  BodyWithConnection,
  LivePages,
  NewPortal,
  PortalChange,
  PortalList,
  PortalServices,
  PortalWithSnippet,
  Recent,
  RecentPages,
  UnitList,
  Usage,
} from '@emc/contract';
import { langOf, searchOf, type Filters } from '../addresses.ts';
import { Problem, readProblem } from './problem.ts';
import { noteSimulated } from './simulated.ts';

export const API = '/api/v1';

/** What a usage figure is about. */
export type Subject =
  | { kind: 'country' }
  | { kind: 'body'; code: string }
  | { kind: 'unit'; unitId: number }
  | { kind: 'portal'; siteId: number };

interface Sending {
  method?: string;
  body?: unknown;
  /** The operator key; without it the session's cookie says who asks. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
  /** A status that is no refusal, since an answer comes with it (JSON, not problem+json). */
  alsoStatus?: number;
}

/** With what a reader sees more than the public. */
type Asking = Pick<Sending, 'key' | 'signal'>;

/** Asks the API. @throws Problem for every refusal, and when there is no answer */
export function ask<T>(path: string, sending: Sending = {}): Promise<T> {
  return askAt(API + path, sending);
}

/** The same, for an address that need not be below `/api/v1`. */
export async function askAt<T>(address: string, sending: Sending): Promise<T> {
  const { method = 'GET', body, key, signal, alsoStatus } = sending;
  // Refusals come in the language of the page.
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': langOf(location.pathname) };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== undefined) headers['authorization'] = `Bearer ${key}`;
  const response = await fetch(address, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new Problem(0, 'unreachable', 'unreachable', '');
  });
  const isAnswer =
    response.status === alsoStatus && /^application\/json\b/.test(response.headers.get('content-type') ?? '');
  if (!response.ok && !isAnswer) throw await readProblem(response);
  return (await response.json()) as T;
}

/** Where the API offers the usage of a subject as a table to programs. */
export function usageCsvAddress(subject: Subject, filters: Filters): string {
  return API + usagePath(subject) + searchOf({ ...filters, format: 'csv' });
}

/** Where the usage of a subject is asked for, without `/api/v1`. */
function usagePath(subject: Subject): string {
  switch (subject.kind) {
    case 'country':
      return '/usage';
    case 'body':
      return `/bodies/${subject.code}/usage`;
    case 'unit':
      return `/units/${subject.unitId}/usage`;
    case 'portal':
      return `/portals/${subject.siteId}/usage`;
  }
}

export const api = {
  bodies: async (filters: Filters, signal?: AbortSignal) =>
    (await ask<BodyList>(`/bodies${searchOf(filters)}`, { signal })).items,
  body: (code: string, signal?: AbortSignal) => ask<BodyWithConnection>(`/bodies/${code}`, { signal }),
  units: async (code: string, signal?: AbortSignal) => (await ask<UnitList>(`/bodies/${code}/units`, { signal })).items,
  portals: (filters: Filters, signal?: AbortSignal) => ask<PortalList>(`/portals${searchOf(filters)}`, { signal }),
  portal: (siteId: number, signal?: AbortSignal) => ask<PortalWithSnippet>(`/portals/${siteId}`, { signal }),
  recent: (siteId: number, minutes: number, signal?: AbortSignal) =>
    ask<Recent>(`/portals/${siteId}/recent?minutes=${minutes}`, { signal }),
  recentPages: (siteId: number, minutes: number, sending: Asking) =>
    ask<RecentPages>(`/portals/${siteId}/recent/pages?minutes=${minutes}`, sending),
  livePages: (filters: Filters, sending: Asking) => ask<LivePages>(`/live/pages${searchOf(filters)}`, sending),
  portalServices: (siteId: number, filters: Filters, sending: Asking) =>
    ask<PortalServices>(`/portals/${siteId}/services${searchOf(filters)}`, sending),
  otherValues: (siteId: number, signal?: AbortSignal) =>
    ask<OtherValuesOfPortal>(`/portals/${siteId}/other-values`, { signal }),
  usage: async (subject: Subject, filters: Filters, signal?: AbortSignal) => {
    const usage = await ask<Usage>(usagePath(subject) + searchOf(filters), { signal });
    noteSimulated(usage.completeness.simulated);
    return usage;
  },
  addPortal: (portal: NewPortal, key?: string) =>
    ask<PortalWithSnippet>('/portals', { method: 'POST', body: portal, key }),
  changePortal: (siteId: number, change: PortalChange, key?: string) =>
    ask<PortalWithSnippet>(`/portals/${siteId}`, { method: 'PATCH', body: change, key }),
  retirePortal: (siteId: number, key?: string) =>
    ask<PortalWithSnippet>(`/portals/${siteId}/retire`, { method: 'POST', body: {}, key }),
};
