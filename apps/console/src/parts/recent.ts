import type { Live, LivePages, Recent, RecentPages } from '@emc/contract';
import { useQuery } from '@tanstack/react-query';
import { livePagesQuery, recentPagesQuery, recentQuery } from '../api/queries.ts';
import { useAccount, useAuthority } from './authority.ts';
import { useOperatorKey } from './operator-key.ts';

type Hit = Recent['hits'][number] & Partial<RecentPages['hits'][number]>;
type Drop = Recent['drops'][number] & Partial<RecentPages['drops'][number]>;

/** What arrived from a portal; with the pages where who looks may see them. */
export type SeenRecent = Omit<Recent, 'hits' | 'drops'> & { hits: Hit[]; drops: Drop[] };

interface Of {
  siteId: number;
  bodyCode: string;
}

/** The last minutes of a portal, asked again every three seconds. Everybody sees times, kinds and reasons. */
export function useRecent({ siteId, bodyCode }: Of, enabled = true) {
  const authority = useAuthority(bodyCode);
  const own = useQuery({ ...recentPagesQuery(siteId, authority?.key), enabled: enabled && authority !== null });
  // A session that has ended must not take away what everybody sees.
  const seesPages = authority !== null && own.error === null;
  const everybodys = useQuery({ ...recentQuery(siteId), enabled: enabled && !seesPages });
  const asked: { data: SeenRecent | undefined; error: Error | null; refetch: () => unknown } = seesPages
    ? own
    : everybodys;
  return { asked, seesPages };
}

/** Gives each of the country's last hits its page: all to the operator, those of its own portals to a body, none to others. */
export function useLivePages(): (hits: Live['ticker']) => (string | undefined)[] {
  const key = useOperatorKey();
  const account = useAccount();
  const isOperator = key !== null || account?.role === 'operator';
  const own = account?.role === 'body' ? account.bodyCode : null;
  const filters = isOperator || own === null ? {} : { body: own };
  const { data } = useQuery({ ...livePagesQuery(filters, key ?? undefined), enabled: isOperator || own !== null });
  return (hits) => pagesOf(hits, data?.hits ?? []);
}

/** Both lists come in one order, so that several hits of one portal and second find their own pages. */
export function pagesOf(hits: Live['ticker'], known: LivePages['hits']): (string | undefined)[] {
  const keyOf = ({ at, siteId, kind }: Live['ticker'][number]): string => `${at} ${siteId} ${kind}`;
  const pages = Map.groupBy(known, keyOf);
  return hits.map((hit) => pages.get(keyOf(hit))?.shift()?.path);
}
