import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { addressOf, LANGS, PATTERNS, searchOf, type Lang, type PageName } from './addresses.ts';
import { boardQuery, countryQuery, evaluationQuery } from './api/figures.ts';
import { serverTime } from './api/server-clock.ts';
import { bodyQuery, portalQuery, recentQuery, usageQuery } from './api/queries.ts';
import { dayOf } from './days.ts';
import { lastDayOf, periodOf } from './period.ts';
import { reportingPeriodOf } from './reporting-period.ts';
import { DEFAULT_SET } from './sets.ts';
import { Frame } from './parts/frame.tsx';
import { Crash, NotFound } from './parts/problem-note.tsx';

/** Which file shows a page. Each page is fetched when it is first needed. */
const PAGES = {
  country: lazyRouteComponent(() => import('./pages/country.tsx'), 'CountryPage'),
  connection: lazyRouteComponent(() => import('./pages/connection.tsx'), 'ConnectionPage'),
  decisions: lazyRouteComponent(() => import('./pages/decisions.tsx'), 'DecisionsPage'),
  usage: lazyRouteComponent(() => import('./pages/usage.tsx'), 'UsagePage'),
  dossiers: lazyRouteComponent(() => import('./pages/dossiers.tsx'), 'DossiersPage'),
  rankings: lazyRouteComponent(() => import('./pages/rankings.tsx'), 'RankingsPage'),
  bodies: lazyRouteComponent(() => import('./pages/bodies.tsx'), 'BodiesPage'),
  body: lazyRouteComponent(() => import('./pages/body.tsx'), 'BodyPage'),
  bodyConnection: lazyRouteComponent(() => import('./pages/body-connection.tsx'), 'BodyConnectionPage'),
  bodyDossiers: lazyRouteComponent(() => import('./pages/dossiers.tsx'), 'BodyDossiersPage'),
  procedures: lazyRouteComponent(() => import('./pages/procedures.tsx'), 'ProceduresPage'),
  reportCard: lazyRouteComponent(() => import('./pages/report-card.tsx'), 'ReportCardPage'),
  unit: lazyRouteComponent(() => import('./pages/unit.tsx'), 'UnitPage'),
  portals: lazyRouteComponent(() => import('./pages/portals.tsx'), 'PortalsPage'),
  portal: lazyRouteComponent(() => import('./pages/portal.tsx'), 'PortalPage'),
  register: lazyRouteComponent(() => import('./pages/register.tsx'), 'RegisterPage'),
  wall: lazyRouteComponent(() => import('./pages/wall.tsx'), 'WallPage'),
  definitions: lazyRouteComponent(() => import('./pages/definitions.tsx'), 'DefinitionsPage'),
  indicatorSets: lazyRouteComponent(() => import('./pages/indicator-sets.tsx'), 'IndicatorSetsPage'),
  indicatorSet: lazyRouteComponent(() => import('./pages/indicator-set.tsx'), 'IndicatorSetPage'),
  indicator: lazyRouteComponent(() => import('./pages/indicator.tsx'), 'IndicatorPage'),
  openData: lazyRouteComponent(() => import('./pages/open-data.tsx'), 'OpenDataPage'),
  signIn: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
  account: lazyRouteComponent(() => import('./pages/account.tsx'), 'AccountPage'),
  morning: lazyRouteComponent(() => import('./pages/morning.tsx'), 'MorningPage'),
  allSystems: lazyRouteComponent(() => import('./pages/all-systems.tsx'), 'AllSystemsPage'),
  campaigns: lazyRouteComponent(() => import('./pages/campaigns.tsx'), 'CampaignsPage'),
  campaign: lazyRouteComponent(() => import('./pages/campaign.tsx'), 'CampaignPage'),
  accounts: lazyRouteComponent(() => import('./pages/accounts.tsx'), 'AccountsPage'),
  audit: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
  ourSide: lazyRouteComponent(() => import('./pages/our-side.tsx'), 'OurSidePage'),
  systems: lazyRouteComponent(() => import('./pages/systems.tsx'), 'SystemsPage'),
  system: lazyRouteComponent(() => import('./pages/system.tsx'), 'SystemPage'),
  procedureImport: lazyRouteComponent(() => import('./pages/procedure-import.tsx'), 'ProcedureImportPage'),
} satisfies Record<PageName, unknown>;

/** What a page will ask first: asked while its code is still on the way. Failures are shown by the page itself. */
function askEarly(
  queries: QueryClient,
  page: PageName,
  params: Record<string, string>,
  search: Record<string, string>,
): void {
  const period = periodOf(search, serverTime()).query;
  if (page === 'country') {
    const today = dayOf(serverTime());
    const asked = reportingPeriodOf(search['period'], today);
    void queries.prefetchQuery(boardQuery(asked.to === today ? {} : { asOf: asked.to }));
    void queries.prefetchQuery(countryQuery(asked.query));
    void queries.prefetchQuery(evaluationQuery(DEFAULT_SET, asked.query));
  }
  if (page === 'usage') void queries.prefetchQuery(usageQuery({ kind: 'country' }, period));
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
  const period = periodOf(search, serverTime(), lastDayOf(body, serverTime())).query;
  await queries.prefetchQuery(usageQuery({ kind: 'body', code }, period));
}

const USAGE_FILTERS = ['range', 'measure', 'interval', 'from', 'to'];

/** Usage over time once stood on the country's page: addresses that people have sent with its filters still find it. */
function forwardOldAddress(page: PageName, lang: Lang, search: Record<string, string>): void {
  if (page !== 'country' || !USAGE_FILTERS.some((name) => name in search)) return;
  throw redirect({ href: addressOf(lang, 'usage', {}, search), replace: true });
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
        beforeLoad: ({ location }) => forwardOldAddress(page, lang, location.search as Record<string, string>),
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
