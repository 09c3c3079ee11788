import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import { IN_PERIOD, IN_SCOPE, scopeParams } from './scope.ts';

const SCOPED = `WHERE ${IN_SCOPE} AND ${IN_PERIOD}`;

export const topPages = defineQuery({
  name: 'usage-pages',
  sql: `SELECT host, path, max(title) AS title, sum(page_views) AS pageViews
  FROM site_pages ${SCOPED} GROUP BY host, path ORDER BY pageViews DESC, host, path LIMIT 50`,
  params: scopeParams,
  row: z.object({ host: z.string(), path: z.string(), title: z.string(), pageViews: z.int() }),
});

export const topEvents = defineQuery({
  name: 'usage-events',
  sql: `SELECT category, action, name, sum(events) AS count, ifNotFinite(sum(value), 0) AS sum
  FROM site_events ${SCOPED} GROUP BY category, action, name ORDER BY count DESC, category, action, name LIMIT 50`,
  params: scopeParams,
  row: z.object({ category: z.string(), action: z.string(), name: z.string(), count: z.int(), sum: z.number() }),
});

export const topTargets = defineQuery({
  name: 'usage-targets',
  sql: `SELECT kind, value, sum(uses) AS count
  FROM site_targets ${SCOPED} GROUP BY kind, value ORDER BY kind, count DESC, value LIMIT 50 BY kind`,
  params: scopeParams,
  row: z.object({ kind: z.enum(['download', 'outlink', 'search']), value: z.string(), count: z.int() }),
});

/** As codes.ts has them; every other text is some portal's own. */
const OFFICIAL = String.raw`'^\\d\\.\\d{6}(\\.(\\d{3}\\.\\d{2}\\.\\d{2}\\.[GH]\\d{2}|[GH]\\d{2}(\\.\\d{1,3}){0,3}))?(\\.\\d{2})?$'`;

/** With `as_sent` 0 all services without an official code are one line, with the code ''. */
export const topServices = defineQuery({
  name: 'usage-services',
  sql: `SELECT if({as_sent:UInt8} = 1 OR match(service_code, ${OFFICIAL}), service_code, '') AS code, sumIf(uses, service_state = -1) AS views, sumIf(uses, service_state = 0) AS declarations,
    sumIf(uses, service_state = 1) AS submissions
  FROM site_services ${SCOPED} GROUP BY code ORDER BY views + declarations + submissions DESC, code LIMIT 50`,
  params: scopeParams.extend({ as_sent: z.int().min(0).max(1) }),
  row: z.object({ code: z.string(), views: z.int(), declarations: z.int(), submissions: z.int() }),
});
