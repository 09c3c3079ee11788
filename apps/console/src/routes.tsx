import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { LANGS, PATTERNS, searchOf, type PageName } from './addresses.ts';
import { bodiesQuery, bodyQuery, portalQuery, recentQuery, usageQuery } from './api/queries.ts';
import { lastDayOf, periodOf } from './period.ts';
import { Frame } from './parts/frame.tsx';
import { Crash, NotFound } from './parts/problem-note.tsx';

/** Which file shows a page. Each page is fetched when it is first needed. */
const PAGES = {
  country: lazyRouteComponent(() => import('./pages/country.tsx'), 'CountryPage'),
  bodies: lazyRouteComponent(() => import('./pages/bodies.tsx'), 'BodiesPage'),
  body: lazyRouteComponent(() => import('./pages/body.tsx'), 'BodyPage'),
  unit: lazyRouteComponent(() => import('./pages/unit.tsx'), 'UnitPage'),
  portals: lazyRouteComponent(() => import('./pages/portals.tsx'), 'PortalsPage'),
  portal: lazyRouteComponent(() => import('./pages/portal.tsx'), 'PortalPage'),
  register: lazyRouteComponent(() => import('./pages/register.tsx'), 'RegisterPage'),
  wall: lazyRouteComponent(() => import('./pages/wall.tsx'), 'WallPage'),
  definitions: lazyRouteComponent(() => import('./pages/definitions.tsx'), 'DefinitionsPage'),
} satisfies Record<PageName, unknown>;

/** What a page will ask first: asked while its code is still on the way. Failures are shown by the page itself. */
function askEarly(
  queries: QueryClient,
  page: PageName,
  params: Record<string, string>,
  search: Record<string, string>,
): void {
  const period = periodOf(search, Date.now()).query;
  if (page === 'country') {
    void queries.prefetchQuery(usageQuery({ kind: 'country' }, period));
    void queries.prefetchQuery(bodiesQuery({}));
  }
  if (page === 'body') {
    const code = String(params['code']).toUpperCase();
    void askBodyEarly(queries, code, search);
  }
  if (page === 'portal') {
    const siteId = Number(params['siteId']);
    void queries.prefetchQuery(portalQuery(siteId));
    void queries.prefetchQuery(recentQuery(siteId));
    void queries.prefetchQuery(usageQuery({ kind: 'portal', siteId }, period));
  }
}

/** A body, then its usage: only the body can tell up to which day that can be asked for. */
async function askBodyEarly(queries: QueryClient, code: string, search: Record<string, string>): Promise<void> {
  await queries.prefetchQuery(bodyQuery(code));
  const body = queries.getQueryData(bodyQuery(code).queryKey);
  if (body === undefined) return;
  const period = periodOf(search, Date.now(), lastDayOf(body, Date.now())).query;
  await queries.prefetchQuery(usageQuery({ kind: 'body', code }, period));
}

/** Every page at its Vietnamese and its English address. */
export function createConsoleRouter(queries: QueryClient) {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Crash });
  const pages = (Object.keys(PATTERNS) as PageName[]).flatMap((page) =>
    LANGS.map((lang) =>
      createRoute({
        getParentRoute: () => root,
        path: PATTERNS[page][lang],
        component: PAGES[page],
        staticData: { page },
        validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
        loader: ({ params, location }) => {
          askEarly(queries, page, params, location.search);
        },
      }),
    ),
  );
  return createRouter({
    routeTree: root.addChildren(pages),
    // Filters are plain words in the address (`?kind=province`), not JSON.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => searchOf(search as Record<string, string>),
    scrollRestoration: true,
    defaultPreload: false,
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
  });
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: PageName;
  }
}
