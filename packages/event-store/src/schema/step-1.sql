CREATE TABLE IF NOT EXISTS hits (
  site_id UInt32 COMMENT 'Portal, as its monitoring code says',
  time DateTime64(3, 'UTC') COMMENT 'When it happened, UTC',
  received DateTime64(3, 'UTC') COMMENT 'When the collector accepted it, UTC',
  visitor UInt64 COMMENT 'Salted hash of address and browser, or of the visitor id sent; the salt lives one day',
  kind Enum8('page_view' = 1, 'event' = 2, 'download' = 3, 'outlink' = 4, 'search' = 5, 'service' = 6, 'ping' = 7, 'content' = 8, 'custom' = 9) COMMENT 'What it is',
  host LowCardinality(String) COMMENT 'Host of the page',
  path String COMMENT 'Path of the page; a query string only of allowed parameters',
  title String COMMENT 'Title of the page',
  referrer_kind Enum8('direct' = 0, 'search' = 1, 'social' = 2, 'website' = 3, 'campaign' = 4, 'internal' = 5) COMMENT 'Where the visitor came from',
  referrer LowCardinality(String) COMMENT 'Host of the referrer, or the campaign; never its path',
  campaign LowCardinality(String) COMMENT 'Campaign (utm_campaign, mtm_campaign, pk_campaign); empty = none',
  device LowCardinality(String) COMMENT 'desktop, phone, tablet, tv or other',
  browser LowCardinality(String) COMMENT 'Browser family',
  os LowCardinality(String) COMMENT 'Operating system family',
  event_category LowCardinality(String) COMMENT 'Event category',
  event_action LowCardinality(String) COMMENT 'Event action',
  event_name String COMMENT 'Event name',
  event_value Float64 COMMENT 'Event value; 0 when none was sent',
  target String COMMENT 'Address downloaded or followed (no query string), or the keyword searched for',
  service_code LowCardinality(String) COMMENT 'Public service, normalised code',
  service_state Int8 COMMENT '-1 viewed, 0 declared, 1 dossier submitted',
  network_ms UInt32 COMMENT 'pf_net',
  server_ms UInt32 COMMENT 'pf_srv',
  transfer_ms UInt32 COMMENT 'pf_tfr',
  dom_processing_ms UInt32 COMMENT 'pf_dm1',
  dom_completion_ms UInt32 COMMENT 'pf_dm2',
  on_load_ms UInt32 COMMENT 'pf_onl',
  batch_id UInt64 COMMENT 'Block of the loader; is there at most once',
  day Date MATERIALIZED toDate(time, 'Asia/Ho_Chi_Minh') COMMENT 'Day in Asia/Ho_Chi_Minh; the month of it is the partition',
  INDEX batches batch_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (site_id, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every counted hit, once';

CREATE TABLE IF NOT EXISTS site_hours (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  hour DateTime('UTC') COMMENT 'Beginning of the hour, UTC',
  hits SimpleAggregateFunction(sum, UInt64) COMMENT 'All hits, pings included',
  page_views SimpleAggregateFunction(sum, UInt64) COMMENT 'Page views',
  events SimpleAggregateFunction(sum, UInt64) COMMENT 'Events',
  downloads SimpleAggregateFunction(sum, UInt64) COMMENT 'Downloads',
  outlinks SimpleAggregateFunction(sum, UInt64) COMMENT 'Outgoing links followed',
  searches SimpleAggregateFunction(sum, UInt64) COMMENT 'Searches on the site',
  service_views SimpleAggregateFunction(sum, UInt64) COMMENT 'trackDVC state -1',
  service_declarations SimpleAggregateFunction(sum, UInt64) COMMENT 'trackDVC state 0',
  service_submissions SimpleAggregateFunction(sum, UInt64) COMMENT 'trackDVC state 1'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, hour)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Counts by portal and hour';

CREATE TABLE IF NOT EXISTS site_day_visitors (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  visitors AggregateFunction(uniqExact, UInt64) COMMENT 'Visitors, as a state: merge, never add'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 64
COMMENT 'Visitors by portal and day; a ping alone makes no visitor';

CREATE TABLE IF NOT EXISTS site_hour_visitors (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  hour DateTime('UTC') COMMENT 'Beginning of the hour, UTC',
  visitors AggregateFunction(uniqExact, UInt64) COMMENT 'Visitors, as a state: merge, never add'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, hour)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256
COMMENT 'Visitors by portal and hour; a ping alone makes no visitor';

CREATE TABLE IF NOT EXISTS country_hour_visitors (
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  hour DateTime('UTC') COMMENT 'Beginning of the hour, UTC',
  hits SimpleAggregateFunction(sum, UInt64) COMMENT 'Hits, pings not included: tells whether country_days is current',
  visitors AggregateFunction(uniqExact, UInt64) COMMENT 'Visitors, as a state: merge, never add'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, hour)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Visitors of the country by hour: a person on two portals counts once';

CREATE TABLE IF NOT EXISTS site_pages (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  host LowCardinality(String) COMMENT 'Host',
  path String COMMENT 'Path',
  page_views SimpleAggregateFunction(sum, UInt64) COMMENT 'Page views',
  title SimpleAggregateFunction(max, String) COMMENT 'One of its titles: the last in order'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, host, path)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Page views by page and day';

CREATE TABLE IF NOT EXISTS site_events (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  category LowCardinality(String) COMMENT 'Event category',
  action LowCardinality(String) COMMENT 'Event action',
  name String COMMENT 'Event name',
  events SimpleAggregateFunction(sum, UInt64) COMMENT 'How many',
  value SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of their values'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, category, action, name)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Events by portal and day';

CREATE TABLE IF NOT EXISTS site_targets (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  kind LowCardinality(String) COMMENT 'download, outlink or search',
  value String COMMENT 'Address without query string, or keyword',
  uses SimpleAggregateFunction(sum, UInt64) COMMENT 'How many'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, kind, value)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Files downloaded, links followed and keywords searched for, by portal and day';

CREATE TABLE IF NOT EXISTS site_services (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  service_code LowCardinality(String) COMMENT 'Public service, normalised code',
  service_state Int8 COMMENT '-1 viewed, 0 declared, 1 dossier submitted',
  uses SimpleAggregateFunction(sum, UInt64) COMMENT 'How many'
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (site_id, day, service_code, service_state)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Public services (trackDVC) by portal and day';

CREATE TABLE IF NOT EXISTS site_days (
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  site_id UInt32 COMMENT 'Portal',
  hits SimpleAggregateFunction(sum, UInt64) COMMENT 'All hits, pings included',
  first_hit_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'First hit, UTC',
  last_hit_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last hit, UTC',
  touched_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last insert, clock of the store',
  INDEX touched touched_at TYPE minmax GRANULARITY 1
) ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, site_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What arrived for a portal and day, and when: tells which days of visit_days must be computed again';

CREATE TABLE IF NOT EXISTS recent_hits (
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  time DateTime64(3, 'UTC') COMMENT 'When it happened, UTC',
  site_id UInt32 COMMENT 'Portal',
  visitor UInt64 COMMENT 'Salted hash',
  kind LowCardinality(String) COMMENT 'What it is',
  host LowCardinality(String) COMMENT 'Host',
  path String COMMENT 'Path',
  title String COMMENT 'Title',
  device LowCardinality(String) COMMENT 'desktop, phone, tablet, tv or other',
  browser LowCardinality(String) COMMENT 'Browser family',
  inserted DateTime('UTC') COMMENT 'Clock of the store: when it may be forgotten'
) ENGINE = MergeTree
ORDER BY (time, site_id)
TTL inserted + INTERVAL 2 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What came as it happened, for two hours, in order of time: what is happening now';

CREATE MATERIALIZED VIEW IF NOT EXISTS site_hours_from_hits TO site_hours AS SELECT site_id, day, toDateTime(toStartOfHour(time), 'UTC') AS hour, count() AS hits, countIf(kind = 'page_view') AS page_views, countIf(kind = 'event') AS events, countIf(kind = 'download') AS downloads, countIf(kind = 'outlink') AS outlinks, countIf(kind = 'search') AS searches, countIf(kind = 'service' AND service_state = -1) AS service_views, countIf(kind = 'service' AND service_state = 0) AS service_declarations, countIf(kind = 'service' AND service_state = 1) AS service_submissions FROM hits  GROUP BY site_id, day, hour;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_day_visitors_from_hits TO site_day_visitors AS SELECT site_id, day, uniqExactState(visitor) AS visitors FROM hits WHERE (kind != 'ping') GROUP BY site_id, day;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_hour_visitors_from_hits TO site_hour_visitors AS SELECT site_id, day, toDateTime(toStartOfHour(time), 'UTC') AS hour, uniqExactState(visitor) AS visitors FROM hits WHERE (kind != 'ping') GROUP BY site_id, day, hour;

CREATE MATERIALIZED VIEW IF NOT EXISTS country_hour_visitors_from_hits TO country_hour_visitors AS SELECT day, toDateTime(toStartOfHour(time), 'UTC') AS hour, count() AS hits, uniqExactState(visitor) AS visitors FROM hits WHERE (kind != 'ping') GROUP BY day, hour;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_pages_from_hits TO site_pages AS SELECT site_id, day, host, path, count() AS page_views, max(hits.title) AS title FROM hits WHERE (kind = 'page_view') GROUP BY site_id, day, host, path;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_events_from_hits TO site_events AS SELECT site_id, day, event_category AS category, event_action AS action, event_name AS name, count() AS events, sum(event_value) AS value FROM hits WHERE (kind = 'event') GROUP BY site_id, day, category, action, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_targets_from_hits TO site_targets AS SELECT site_id, day, toString(hits.kind) AS kind, target AS value, count() AS uses FROM hits WHERE (hits.kind IN ('download', 'outlink', 'search')) GROUP BY site_id, day, kind, value;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_services_from_hits TO site_services AS SELECT site_id, day, service_code, service_state, count() AS uses FROM hits WHERE (kind = 'service') GROUP BY site_id, day, service_code, service_state;

CREATE MATERIALIZED VIEW IF NOT EXISTS site_days_from_hits TO site_days AS SELECT day, site_id, count() AS hits, min(time) AS first_hit_at, max(time) AS last_hit_at, max(now64(3, 'UTC')) AS touched_at FROM hits  GROUP BY day, site_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS recent_hits_from_hits TO recent_hits AS SELECT day, time, site_id, visitor, toString(hits.kind) AS kind, host, path, title, device, browser, now() AS inserted FROM hits WHERE (time > received - INTERVAL 2 HOUR) ;

CREATE TABLE IF NOT EXISTS visit_days (
  site_id UInt32 COMMENT 'Portal',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  computed_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the computation; the newest row holds',
  hits UInt64 COMMENT 'Hits that it was computed from: current while equal to the sum of site_days.hits',
  visits Array(UInt64) COMMENT '24 counts by local hour in which the visit began',
  bounces Array(UInt64) COMMENT '24 counts of visits with exactly one page view',
  visit_ms Array(UInt64) COMMENT '24 sums of the length of visits, milliseconds',
  referrers Map(String, UInt64) COMMENT 'Visits by kind|value of the first referrer',
  devices Map(String, UInt64) COMMENT 'Visits by device',
  browsers Map(String, UInt64) COMMENT 'Visits by browser',
  systems Map(String, UInt64) COMMENT 'Visits by operating system'
) ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYYYYMM(day) ORDER BY (site_id, day)
COMMENT 'Visits by portal and day; recomputed from hits';

CREATE TABLE IF NOT EXISTS country_days (
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  computed_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the computation; the newest row holds',
  hits UInt64 COMMENT 'Hits that it was computed from: current while equal to the sum of country_hour_visitors.hits',
  visitors UInt64 COMMENT 'Visitors of the country: a person on two portals counts once',
  visitors_by_hour Array(UInt64) COMMENT '24 counts by local hour'
) ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYear(day) ORDER BY day
COMMENT 'Visitors of the country by day; recomputed';

CREATE TABLE IF NOT EXISTS drops (
  site_id UInt32 COMMENT 'Portal that was named; it need not exist',
  minute DateTime('UTC') COMMENT 'Beginning of the minute, UTC',
  reason LowCardinality(String) COMMENT 'Why it was not counted: DROP_REASONS',
  count UInt64 COMMENT 'How many',
  sample_host String COMMENT 'Host of one of them',
  sample_path String COMMENT 'Path of one of them, without query string',
  batch_id UInt64 COMMENT 'Block of the loader; is there at most once'
) ENGINE = MergeTree PARTITION BY toYYYYMM(minute) ORDER BY (site_id, minute) TTL minute + INTERVAL 90 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'What was not counted, and why';

CREATE TABLE IF NOT EXISTS dossier_changes (
  system_id UInt32 COMMENT 'Procedure system',
  received DateTime64(3, 'UTC') COMMENT 'When the collector accepted it, UTC',
  feed Enum8('tracking' = 1, 'synchronisation' = 2, 'progress' = 3) COMMENT 'By which feed',
  dossier String COMMENT 'Official code, or a keyed digest of another',
  coded DateTime64(3, 'UTC') COMMENT 'Begin of the day that the code names; 1970 = none',
  procedure LowCardinality(String) COMMENT 'National procedure code, or what was sent; empty = not said',
  unit LowCardinality(String) COMMENT 'Agency code of the unit; empty = not said',
  version DateTime64(3, 'UTC') COMMENT 'Latest instant that the change itself names; 1970 = none',
  status UInt8 COMMENT 'National numbering 1..10; 0 = not said',
  channel Enum8('unknown' = 0, 'direct' = 1, 'online' = 2, 'post' = 3) COMMENT 'How it was handed in',
  declared_level UInt8 COMMENT 'Level as declared by TrackingMCDT; 255 = not said',
  submitted DateTime64(3, 'UTC') COMMENT 'NgayNopHoSo; 1970 = not said',
  received_by_desk DateTime64(3, 'UTC') COMMENT 'NgayTiepNhan; 1970 = not said',
  due DateTime64(3, 'UTC') COMMENT 'NgayHenTra; 1970 = not said',
  processed DateTime64(3, 'UTC') COMMENT 'NgayKetThucXuLy; 1970 = not said',
  returned DateTime64(3, 'UTC') COMMENT 'NgayTra; 1970 = not said',
  refused DateTime64(3, 'UTC') COMMENT 'NgayTuChoi; 1970 = not said',
  supplement_s UInt32 COMMENT 'Seconds during which the applicant was to supplement',
  supplements UInt8 COMMENT 'Requests to supplement',
  delivery Enum8('unknown' = 0, 'desk' = 1, 'post' = 2, 'electronic' = 3) COMMENT 'How the result is handed over',
  has_fee UInt8 COMMENT 'A fee is to be paid',
  paid_online UInt8 COMMENT 'It was paid online',
  from_national_portal UInt8 COMMENT 'It came from the National Public Service Portal',
  applicant_kind UInt8 COMMENT '0 not said, 1 citizen, 2 enterprise, 3 agency, 4 other',
  components UInt16 COMMENT 'Documents handed in',
  digitised UInt16 COMMENT 'Of those, digitised',
  reused UInt16 COMMENT 'Of those, reused',
  databases UInt16 COMMENT 'National databases that were asked',
  updating UInt8 COMMENT 'The sender calls it an update of what was sent before',
  batch_id UInt64 COMMENT 'Block of the loader; is there at most once',
  day Date MATERIALIZED toDate(received, 'Asia/Ho_Chi_Minh') COMMENT 'Day of receipt in Asia/Ho_Chi_Minh',
  INDEX batches batch_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (system_id, received)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Every accepted change of a dossier, once; nothing about applicants';

CREATE TABLE IF NOT EXISTS dossiers (
  system_id UInt32 COMMENT 'Procedure system',
  dossier String COMMENT 'Official code, or a keyed digest of another',
  snapshot SimpleAggregateFunction(max, Tuple(version DateTime64(3, 'UTC'), rank UInt8, status UInt8, updating UInt8, submitted DateTime64(3, 'UTC'), received_by_desk DateTime64(3, 'UTC'), due DateTime64(3, 'UTC'), processed DateTime64(3, 'UTC'), returned DateTime64(3, 'UTC'), refused DateTime64(3, 'UTC'), supplement_s UInt32, supplements UInt8, channel UInt8, delivery UInt8, has_fee UInt8, paid_online UInt8, from_national_portal UInt8, applicant_kind UInt8, components UInt16, digitised UInt16, reused UInt16, databases UInt16, procedure String, unit String)) COMMENT 'Newest synchronised record; version 1970 = none',
  tracked SimpleAggregateFunction(max, Tuple(rank UInt8, status UInt8, channel UInt8, declared_level UInt8, delivery UInt8, has_fee UInt8, paid_online UInt8, from_national_portal UInt8, procedure String)) COMMENT 'Furthest record of TrackingMCDT; rank 0 = none',
  progress SimpleAggregateFunction(max, Tuple(version DateTime64(3, 'UTC'), rank UInt8, status UInt8)) COMMENT 'Newest step of progress; version 1970 = none',
  coded_day SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Begin of the day that the code names; 1970 = none',
  first_heard SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When any change of it first arrived; 2299 = never',
  tracked_received SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When TrackingMCDT first told of it; 2299 = never',
  tracked_returned SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When TrackingMCDT first told of its result; 2299 = never',
  progress_processed SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When progress first told that it was processed; 2299 = never',
  progress_returned SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When progress first told that it was returned; 2299 = never',
  progress_stopped SimpleAggregateFunction(min, DateTime64(3, 'UTC')) COMMENT 'When progress first told that it was refused, withdrawn or stopped; 2299 = never',
  days SimpleAggregateFunction(groupUniqArrayArray, Array(Date)) COMMENT 'Every day in Asia/Ho_Chi_Minh that any of its changes names or arrived on: it is counted on no other',
  touched_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last insert, clock of the store',
  INDEX touched touched_at TYPE minmax GRANULARITY 1
) ENGINE = AggregatingMergeTree ORDER BY (system_id, dossier)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024
COMMENT 'State of every dossier; a function of the set of its changes';

CREATE TABLE IF NOT EXISTS system_days (
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day of receipt in Asia/Ho_Chi_Minh',
  last_change_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last change of the day, UTC',
  touched_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'Last insert, clock of the store'
) ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'When something last arrived from a system, by day';

CREATE MATERIALIZED VIEW IF NOT EXISTS dossiers_from_changes TO dossiers AS SELECT system_id, dossier, maxIf(CAST(tuple(version, toUInt8(indexOf([0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10], toInt32(status))), status, updating, submitted, received_by_desk, due, processed, returned, refused, supplement_s, supplements, channel, delivery, has_fee, paid_online, from_national_portal, applicant_kind, components, digitised, reused, databases, procedure, unit), 'Tuple(version DateTime64(3, \'UTC\'), rank UInt8, status UInt8, updating UInt8, submitted DateTime64(3, \'UTC\'), received_by_desk DateTime64(3, \'UTC\'), due DateTime64(3, \'UTC\'), processed DateTime64(3, \'UTC\'), returned DateTime64(3, \'UTC\'), refused DateTime64(3, \'UTC\'), supplement_s UInt32, supplements UInt8, channel UInt8, delivery UInt8, has_fee UInt8, paid_online UInt8, from_national_portal UInt8, applicant_kind UInt8, components UInt16, digitised UInt16, reused UInt16, databases UInt16, procedure String, unit String)'), feed = 'synchronisation') AS snapshot, maxIf(CAST(tuple(toUInt8(indexOf([0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10], toInt32(status))), status, channel, declared_level, delivery, has_fee, paid_online, from_national_portal, procedure), 'Tuple(rank UInt8, status UInt8, channel UInt8, declared_level UInt8, delivery UInt8, has_fee UInt8, paid_online UInt8, from_national_portal UInt8, procedure String)'), feed = 'tracking') AS tracked, maxIf(CAST(tuple(version, toUInt8(indexOf([0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10], toInt32(status))), status), 'Tuple(version DateTime64(3, \'UTC\'), rank UInt8, status UInt8)'), feed = 'progress') AS progress, max(coded) AS coded_day, min(received) AS first_heard, min(if(feed = 'tracking' AND status != 0, received, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))) AS tracked_received, min(if(feed = 'tracking' AND status = 10, received, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))) AS tracked_returned, min(if(feed = 'progress' AND status = 9, version, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))) AS progress_processed, min(if(feed = 'progress' AND status = 10, version, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))) AS progress_returned, min(if(feed = 'progress' AND status IN (3, 7, 8), version, toDateTime64('2299-01-01 00:00:00', 3, 'UTC'))) AS progress_stopped, groupUniqArrayArray(arrayMap(t -> toDate(t, 'Asia/Ho_Chi_Minh'), arrayFilter(t -> t > toDateTime64(0, 3, 'UTC'), [received, coded, version, submitted, received_by_desk, processed, returned, refused]))) AS days, max(now64(3, 'UTC')) AS touched_at FROM dossier_changes GROUP BY system_id, dossier;

CREATE MATERIALIZED VIEW IF NOT EXISTS system_days_from_changes TO system_days AS SELECT system_id, day, max(received) AS last_change_at, max(now64(3, 'UTC')) AS touched_at FROM dossier_changes GROUP BY system_id, day;

CREATE TABLE IF NOT EXISTS dossier_events (
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  dossier String COMMENT 'As in dossiers',
  is_end UInt8 COMMENT '0 receipt, 1 end',
  resolved_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the dossier was resolved',
  counts UInt8 COMMENT '0: it no longer happened on this day; the columns below are empty',
  procedure LowCardinality(String) COMMENT 'Procedure code',
  channel UInt8 COMMENT 'How it was handed in, as in dossier_changes',
  from_home UInt8 COMMENT 'Handed in online, the result not fetched at a desk',
  has_fee UInt8 COMMENT 'A fee is to be paid',
  paid_online UInt8 COMMENT 'It was paid online',
  in_time Int8 COMMENT '1 on time, 0 late, -1 without due time',
  took_s Int64 COMMENT 'From receipt to end, supplement time taken off; -1 = not known'
) ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day, dossier, is_end)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024
COMMENT 'Receipts and ends of dossiers, as resolved from their states. The newest row of a dossier, day and event holds';

CREATE TABLE IF NOT EXISTS dossier_event_days (
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  resolved_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the dossiers were resolved'
) ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'When receipts and ends of a system and day last changed. The newest row holds';

CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_event_days_from_events TO dossier_event_days AS
SELECT system_id, day, max(resolved_at) AS resolved_at FROM dossier_events GROUP BY system_id, day;

CREATE TABLE IF NOT EXISTS dossier_receipts (
  dossier String COMMENT 'Official code',
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  resolved_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the dossier was resolved',
  counts UInt8 COMMENT '0: it was no longer received on this day'
) ENGINE = ReplacingMergeTree(resolved_at) ORDER BY (dossier, system_id, day)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024
COMMENT 'Which systems told of a receipt of a dossier with an official code. The newest row of a dossier, system and day holds';

CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_receipts_from_events TO dossier_receipts AS
SELECT dossier, system_id, day, resolved_at, counts FROM dossier_events WHERE is_end = 0 AND NOT startsWith(dossier, 'x-');

CREATE TABLE IF NOT EXISTS dossiers_told_twice (
  system_id UInt32 COMMENT 'Procedure system',
  other_id UInt32 COMMENT 'The other that told of it',
  dossier String COMMENT 'Official code',
  day Date COMMENT 'On which the system counts it as received; 1970 = one of the two no longer does',
  resolved_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the dossier was resolved'
) ENGINE = ReplacingMergeTree(resolved_at) ORDER BY (system_id, other_id, dossier)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Dossiers that another system counts as received too. The newest row of both systems and the dossier holds';

CREATE TABLE IF NOT EXISTS dossier_days (
  system_id UInt32 COMMENT 'Procedure system',
  day Date COMMENT 'Day in Asia/Ho_Chi_Minh',
  computed_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the computation; the newest row holds',
  procedures Array(LowCardinality(String)) COMMENT 'Procedure codes; the arrays below are parallel to it',
  received Array(UInt64) COMMENT 'received, by procedure',
  received_direct Array(UInt64) COMMENT 'received_direct, by procedure',
  received_online Array(UInt64) COMMENT 'received_online, by procedure',
  received_post Array(UInt64) COMMENT 'received_post, by procedure',
  online_home Array(UInt64) COMMENT 'online_home, by procedure',
  with_fee Array(UInt64) COMMENT 'with_fee, by procedure',
  paid_online Array(UInt64) COMMENT 'paid_online, by procedure',
  finished Array(UInt64) COMMENT 'finished, by procedure',
  on_time Array(UInt64) COMMENT 'on_time, by procedure',
  late Array(UInt64) COMMENT 'late, by procedure',
  without_due_time Array(UInt64) COMMENT 'without_due_time, by procedure',
  processing_s Array(UInt64) COMMENT 'processing_s, by procedure',
  processing_known Array(UInt64) COMMENT 'processing_known, by procedure'
) ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)
COMMENT 'Counts of dossiers by system, day and procedure; recomputed from the events. The newest row of a system and day holds';

CREATE TABLE IF NOT EXISTS dossier_rounds (
  only UInt8 COMMENT 'Always 0',
  looked_at DateTime64(3, 'UTC') COMMENT 'Clock of the store before the look for changes that the round began with',
  through DateTime64(3, 'UTC') COMMENT 'Clock of the collectors: what was acknowledged before is counted, but of systems that are behind',
  behind Array(UInt32) COMMENT 'Systems of which not everything is counted that the look found',
  behind_since Array(DateTime64(3, 'UTC')) COMMENT 'The first insert that is not counted, clock of the store',
  behind_through Array(DateTime64(3, 'UTC')) COMMENT 'What the system was acknowledged before is counted; 1970 = nothing is known to be'
) ENGINE = ReplacingMergeTree(looked_at) ORDER BY only
COMMENT 'How far the counts of dossiers are, told after each round of computing them. The newest row holds';

CREATE TABLE IF NOT EXISTS dossier_drops (
  system_id UInt32 COMMENT 'Procedure system; 0 = unknown',
  minute DateTime('UTC') COMMENT 'Beginning of the minute, UTC',
  reason LowCardinality(String) COMMENT 'DOSSIER_DROP_REASONS',
  count UInt64 COMMENT 'How many',
  batch_id UInt64 COMMENT 'Block of the loader; is there at most once'
) ENGINE = MergeTree PARTITION BY toYYYYMM(minute) ORDER BY (system_id, minute) TTL minute + INTERVAL 90 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Dossier changes that were not taken, and why';
