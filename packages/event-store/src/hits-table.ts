/** One column of the table `hits`: name, ClickHouse type and what it means. The order is that of the spooled RowBinary row. */
export interface Column {
  name: string;
  type: string;
  comment: string;
}

/**
 * The columns of a counted hit, in the order in which the collector writes them (RowBinary, once) and the loader sends
 * them. Changing this list needs a new {@link HIT_ROW_VERSION} and a conversion from the old, because segments written
 * by the previous version may still be in the spool.
 */
export const HIT_ROW_VERSION = 1;
export const HIT_COLUMNS: readonly Column[] = [
  { name: 'site_id', type: 'UInt32', comment: 'Portal, as its monitoring code says' },
  { name: 'time', type: "DateTime64(3, 'UTC')", comment: 'When it happened, UTC' },
  { name: 'received', type: "DateTime64(3, 'UTC')", comment: 'When the collector accepted it, UTC' },
  {
    name: 'visitor',
    type: 'UInt64',
    comment: 'Salted hash of address and browser, or of the visitor id sent; the salt lives one day',
  },
  {
    name: 'kind',
    type: "Enum8('page_view' = 1, 'event' = 2, 'download' = 3, 'outlink' = 4, 'search' = 5, 'service' = 6, 'ping' = 7, 'content' = 8, 'custom' = 9)",
    comment: 'What it is',
  },
  { name: 'host', type: 'LowCardinality(String)', comment: 'Host of the page' },
  { name: 'path', type: 'String', comment: 'Path of the page; a query string only of allowed parameters' },
  { name: 'title', type: 'String', comment: 'Title of the page' },
  {
    name: 'referrer_kind',
    type: "Enum8('direct' = 0, 'search' = 1, 'social' = 2, 'website' = 3, 'campaign' = 4, 'internal' = 5)",
    comment: 'Where the visitor came from',
  },
  {
    name: 'referrer',
    type: 'LowCardinality(String)',
    comment: 'Host of the referrer, or the campaign; never its path',
  },
  {
    name: 'campaign',
    type: 'LowCardinality(String)',
    comment: 'Campaign (utm_campaign, mtm_campaign, pk_campaign); empty = none',
  },
  { name: 'device', type: 'LowCardinality(String)', comment: 'desktop, phone, tablet, tv or other' },
  { name: 'browser', type: 'LowCardinality(String)', comment: 'Browser family' },
  { name: 'os', type: 'LowCardinality(String)', comment: 'Operating system family' },
  { name: 'event_category', type: 'LowCardinality(String)', comment: 'Event category' },
  { name: 'event_action', type: 'LowCardinality(String)', comment: 'Event action' },
  { name: 'event_name', type: 'String', comment: 'Event name' },
  { name: 'event_value', type: 'Float64', comment: 'Event value; 0 when none was sent' },
  {
    name: 'target',
    type: 'String',
    comment: 'Address downloaded or followed (no query string), or the keyword searched for',
  },
  { name: 'service_code', type: 'LowCardinality(String)', comment: 'Public service, normalised code' },
  { name: 'service_state', type: 'Int8', comment: '-1 viewed, 0 declared, 1 dossier submitted' },
  { name: 'network_ms', type: 'UInt32', comment: 'pf_net' },
  { name: 'server_ms', type: 'UInt32', comment: 'pf_srv' },
  { name: 'transfer_ms', type: 'UInt32', comment: 'pf_tfr' },
  { name: 'dom_processing_ms', type: 'UInt32', comment: 'pf_dm1' },
  { name: 'dom_completion_ms', type: 'UInt32', comment: 'pf_dm2' },
  { name: 'on_load_ms', type: 'UInt32', comment: 'pf_onl' },
];
