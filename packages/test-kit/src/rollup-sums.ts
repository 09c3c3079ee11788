/** What each rollup must hold, asked of the raw table and of the rollup: every rollup is named here. */
export const ROLLUP_SUMS: readonly (readonly [what: string, raw: string, rollup: string])[] = [
  ['site_hours.hits', 'count()', 'sum(hits)'],
  ['site_hours.page_views', "countIf(kind = 'page_view')", 'sum(page_views)'],
  ['site_hours.events', "countIf(kind = 'event')", 'sum(events)'],
  ['site_hours.downloads', "countIf(kind = 'download')", 'sum(downloads)'],
  ['site_hours.service_submissions', "countIf(kind = 'service')", 'sum(service_submissions)'],
  ['site_days.hits', 'count()', 'sum(hits)'],
  ['site_pages.page_views', "countIf(kind = 'page_view')", 'sum(page_views)'],
  ['site_pages.path', "uniqExactIf(path, kind = 'page_view')", 'uniqExact(path)'],
  ['site_events.events', "countIf(kind = 'event')", 'sum(events)'],
  ['site_targets.uses', "countIf(kind = 'download')", 'sum(uses)'],
  ['site_services.uses', "countIf(kind = 'service')", 'sum(uses)'],
  ['site_day_visitors.visitors', 'uniqExact(visitor)', 'uniqExactMerge(visitors)'],
  ['site_hour_visitors.visitors', 'uniqExact(visitor)', 'uniqExactMerge(visitors)'],
  ['country_hour_visitors.hits', 'count()', 'sum(hits)'],
];
