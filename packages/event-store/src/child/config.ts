import { createHash } from 'node:crypto';

/** Names begin with `emc`: the HTTP rule below lets only such names in. */
export const WRITER_USER = 'emc_writer';
export const READER_USER = 'emc_reader';

/**
 * What makes a server a node of a cluster. The embedded one is this only to try the form that official servers take:
 * every node has a loopback address of its own, and all have the same ports, as they would on machines of their own.
 */
export interface ClusterNode {
  /** A loopback address; more than one exists on Linux only. */
  host: string;
  /** Where it listens to other nodes, by ClickHouse's own protocol. */
  tcpPort: number;
  /** Where each finds the others: something may stand before a node's own port. */
  peersPort: number;
  cluster: string;
  /** Hosts of the nodes by shard; those of one shard hold the same. */
  shards: readonly (readonly string[])[];
  /** With which nodes recognise each other. */
  secret: string;
}

export interface ChildConfig {
  /** Where the store keeps its data; absolute. */
  dataDir: string;
  logFile: string;
  host: string;
  port: number;
  node?: ClusterNode;
  maxMemory_bytes: number;
}

/**
 * Server configuration of the embedded ClickHouse: loopback only, small pools, no system logs (they would grow without
 * anybody reading them).
 *
 * However many parts of a table are broken, what is whole is loaded: the broken ones are set aside with their bytes, and EMC says
 * which days lack them (`damage/`). Otherwise more than 100 of them, or one above 1 GiB, would keep everything from starting.
 *
 * The HTTP rule lets in only requests with basic authentication of a name that begins with `emc` ("ZW1j" in base 64).
 * That is no lock, since an address may name another user: see {@link usersConfigXml}. Nothing but HTTP is listened for;
 * a node of a cluster has the protocol of nodes too.
 */
export function serverConfigXml(config: ChildConfig, usersFile: string): string {
  return `<clickhouse>
  <path>${xml(config.dataDir)}/</path>
  <tmp_path>${xml(config.dataDir)}/tmp/</tmp_path>
  <users_config>${xml(usersFile)}</users_config>
  <logger><log>${xml(config.logFile)}</log><size>10M</size><count>2</count></logger>
  <listen_host>${xml(config.host)}</listen_host>
  <http_port>${config.port}</http_port>
  ${config.node === undefined ? '' : clusterXml(config.node)}
  <timezone>UTC</timezone>
  <shutdown_wait_unfinished>1</shutdown_wait_unfinished>
  <keep_alive_timeout>3</keep_alive_timeout>
  <http_handlers>
    <rule><url>/ping</url><handler><type>ping</type></handler></rule>
    <rule>
      <headers><Authorization>regex:Basic ZW1j.*</Authorization></headers>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
  </http_handlers>
  <max_server_memory_usage>${config.maxMemory_bytes}</max_server_memory_usage>
  <mark_cache_size>268435456</mark_cache_size>
  <query_cache><max_size_in_bytes>16777216</max_size_in_bytes></query_cache>
  <background_pool_size>2</background_pool_size>
  <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <background_common_pool_size>2</background_common_pool_size>
  <background_move_pool_size>1</background_move_pool_size>
  <background_fetches_pool_size>1</background_fetches_pool_size>
  <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
  <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
  <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
  <merge_tree>
    <max_suspicious_broken_parts>1000000</max_suspicious_broken_parts>
    <max_suspicious_broken_parts_bytes>18446744073709551615</max_suspicious_broken_parts_bytes>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`;
}

/** Replicas are written to by EMC, each by itself: `internal_replication` stands for tables that replicate themselves. */
function clusterXml({ tcpPort, peersPort, cluster, shards, secret }: ClusterNode): string {
  const replica = (host: string): string => `<replica><host>${xml(host)}</host><port>${peersPort}</port></replica>`;
  const shard = (hosts: readonly string[]): string =>
    `<shard><internal_replication>false</internal_replication>${hosts.map(replica).join('')}</shard>`;
  return `<tcp_port>${tcpPort}</tcp_port>
  <remote_servers replace="1"><${cluster}><secret>${xml(secret)}</secret>${shards.map(shard).join('')}</${cluster}></remote_servers>`;
}

/**
 * Users of the embedded ClickHouse. The reader may change settings of its own queries (the client does) but write
 * nothing, and has no right to read files or addresses. Only digests of the passwords are written down.
 *
 * clickhouse-local signs itself in as `default`, without a password and from 127.0.0.1 as any user of this machine would,
 * before it listens, and stays signed in until it ends. `default` may have one session: the server's own keeps all others
 * out, in whatever way they give the name. It has no right but to listen, all the same. (Over the protocol of nodes, which
 * is for trials only, ClickHouse 26.7 ends itself rather than refuse.)
 */
export function usersConfigXml(passwords: { writer: string; reader: string }): string {
  const loopback = '<networks><ip>127.0.0.0/8</ip></networks><quota>default</quota>';
  return `<clickhouse>
  <profiles>
    <default></default>
    <own><max_sessions_for_user>1</max_sessions_for_user></own>
    <reader>
      <readonly>2</readonly>
      <max_execution_time>60</max_execution_time>
      <max_memory_usage>2000000000</max_memory_usage>
    </reader>
  </profiles>
  <quotas><default></default></quotas>
  <users>
    <default>
      <password></password>${loopback}<profile>own</profile>
      <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
    </default>
    <${WRITER_USER}>
      <password_sha256_hex>${sha256(passwords.writer)}</password_sha256_hex>${loopback}<profile>default</profile>
    </${WRITER_USER}>
    <${READER_USER}>
      <password_sha256_hex>${sha256(passwords.reader)}</password_sha256_hex>${loopback}<profile>reader</profile>
      <grants><query>GRANT SELECT, SHOW ON *.*</query></grants>
    </${READER_USER}>
  </users>
</clickhouse>
`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
