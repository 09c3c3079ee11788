import { useRouter, useRouterState } from '@tanstack/react-router';
import { searchOf, type Filters } from '../addresses.ts';

/** The filters in the address, and a way to change some of them. A change replaces the entry in the history and keeps the scroll. */
export function useFilters(): [Readonly<Record<string, string | undefined>>, (change: Filters) => void] {
  const router = useRouter();
  const search = useRouterState({ select: (state) => state.location.search as Record<string, string> });
  const change = (changes: Filters) => {
    const { pathname, search: now } = router.state.location;
    const next = searchOf({ ...(now as Record<string, string>), ...changes });
    void router.navigate({ href: pathname + next, replace: true, resetScroll: false });
  };
  return [search, change];
}
