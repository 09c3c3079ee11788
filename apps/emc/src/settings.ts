import { isIP } from 'node:net';
import {
  clickhouse,
  clusterName,
  collectorPaths,
  directory,
  fileToWrite,
  keyFile,
  networks,
  postgres,
  webAddress,
  wholeNumber,
} from './setting-values.ts';

/** One setting: its environment variable, its default, what it means and what is dangerous about it. */
export interface SettingText {
  name: string;
  fallback: string;
  meaning: string;
  allowed: string;
}

/** A setting that cannot be used: named with its value and with what is allowed, before anything is started. */
export class SettingError extends Error {
  override name = 'SettingError';
  constructor(name: string, value: string, allowed: string) {
    super(`${name}=${JSON.stringify(value)} cannot be used. Allowed: ${allowed}.`);
  }
}

/** Everything that can be set, in the order of `emc serve --help`. The texts are the manual. */
export const SETTINGS = [
  {
    name: 'EMC_HOST',
    fallback: '127.0.0.1',
    meaning: 'Address to listen on. 0.0.0.0 or :: opens the server to the network; put a TLS proxy in front.',
    allowed: 'an IP address, or localhost',
  },
  {
    name: 'EMC_PORT',
    fallback: '8080',
    meaning: 'Port to listen on. 0 takes a free one and prints it.',
    allowed: 'a whole number from 0 to 65535',
  },
  {
    name: 'EMC_DATA_DIR',
    fallback: './data',
    meaning: 'Where everything is kept: stores, spool, keys. One process at a time uses it.',
    allowed: 'a directory, or a path where one can be made',
  },
  {
    name: 'EMC_PUBLIC_URL',
    fallback: '',
    meaning:
      'How portals and people reach this server from outside; written into the monitoring code, and signed-in people write from there only. Empty: this machine itself, at EMC_PORT.',
    allowed: 'an http or https address without path and query, such as https://emc.example.gov.vn',
  },
  {
    name: 'EMC_TRUSTED_PROXIES',
    fallback: '',
    meaning:
      'Proxies whose X-Forwarded-For is believed, as a comma-separated list. Naming a network you do not control lets anybody invent visitors.',
    allowed: 'IP addresses or networks such as 10.0.0.0/8',
  },
  {
    name: 'EMC_PAGE_CHECK_ALLOW',
    fallback: '',
    meaning:
      'Networks that the check of portals’ pages may ask although they are not public, as a comma-separated list. Everybody who registers a portal can then make this server ask there.',
    allowed: 'IP addresses or networks such as 10.0.0.0/8',
  },
  {
    name: 'EMC_COLLECTOR_PATHS',
    fallback: '/tracking,/tracking/,/matomo.php,/piwik.php,/tracking/matomo.php,/tracking/piwik.php',
    meaning: 'Where hits are received. Ad blockers know the Matomo names; add one that they do not.',
    allowed: 'a comma-separated list of paths that begin with / and are not /api, /embed or /',
  },
  {
    name: 'EMC_SPOOL_LIMIT_BYTES',
    fallback: '2147483648',
    meaning: 'How much may wait on disk while the event store is away. Past it the collector answers 503.',
    allowed: 'a whole number of bytes, at least 16777216',
  },
  {
    name: 'EMC_RECORDING',
    fallback: 'on',
    meaning: 'off = maintenance: hits are answered 503 and not recorded.',
    allowed: 'on or off',
  },
  {
    name: 'EMC_CLICKHOUSE_URL',
    fallback: '',
    meaning:
      'A ClickHouse server instead of the embedded one: http://user:password@host:8123/database. Its user must be allowed to create the database. Of a cluster, several nodes may be named, separated by commas: the first as above, the others as http://host:8123.',
    allowed: 'an http or https address with user and database; of a cluster, after a comma, others with the same port',
  },
  {
    name: 'EMC_CLICKHOUSE_CLUSTER',
    fallback: '',
    meaning:
      'The name of the cluster that EMC_CLICKHOUSE_URL is a node of, as in remote_servers of its configuration: data are then spread over its shards. Every node must answer at the port of EMC_CLICKHOUSE_URL. Empty: that server alone.',
    allowed: 'a name of letters, digits and _, together with EMC_CLICKHOUSE_URL',
  },
  {
    name: 'EMC_POSTGRES_URL',
    fallback: '',
    meaning: 'A PostgreSQL server (15 or newer) instead of the embedded one.',
    allowed: 'a postgres:// address',
  },
  {
    name: 'EMC_OPERATOR_KEY_FILE',
    fallback: '',
    meaning:
      'A file with the operator key, readable by its owner only. Empty: operator.key in the data directory, made on first start. Processes with the role publish must all be given the same key.',
    allowed: 'a file that this user can read and that holds at least 16 characters in one line',
  },
  {
    name: 'EMC_AUDIT_HEADS_FILE',
    fallback: '',
    meaning:
      'A file to which the head of the audit log is added every day. On a disk that the operators of this machine cannot rewrite, it proves that nothing in the log was changed, cut off or taken out. Empty: no file; the open data have the heads all the same.',
    allowed: 'a file in a directory that exists',
  },
  {
    name: 'EMC_LOG_LEVEL',
    fallback: 'info',
    meaning: 'How much is written to the log (JSON lines on standard error).',
    allowed: 'fatal, error, warn, info, debug or trace',
  },
] as const satisfies readonly SettingText[];

export type SettingName = (typeof SETTINGS)[number]['name'];

/** The settings of a run, checked. */
export interface Settings {
  host: string;
  port: number;
  dataDir: string;
  publicUrl: string | undefined;
  trustedProxies: string[];
  pageCheckAllow: string[];
  collectorPaths: string[];
  spoolLimit_bytes: number;
  recording: boolean;
  clickhouseUrl: URL | undefined;
  /** Further nodes of the cluster: asked for it when that one does not answer. */
  clickhouseOtherUrls: string[];
  clickhouseCluster: string | undefined;
  postgresUrl: string | undefined;
  operatorKeyFile: string | undefined;
  auditHeadsFile: string | undefined;
  logLevel: string;
}

/**
 * Reads and checks all settings.
 * @throws SettingError naming the setting, its value and what is allowed
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const read = <T>(name: SettingName, parse: (value: string) => T | undefined): T => {
    const text = SETTINGS.find((setting) => setting.name === name)!;
    const given = env[name];
    const value = given === undefined || given === '' ? text.fallback : given;
    const parsed = parse(value.trim());
    if (parsed === undefined) throw new SettingError(name, value, text.allowed);
    return parsed;
  };
  const chosen = read('EMC_CLICKHOUSE_URL', (value) => clickhouse(value, env));
  return {
    host: read('EMC_HOST', (value) => (isIP(value) || value === 'localhost' ? value : undefined)),
    port: read('EMC_PORT', (value) => wholeNumber(value, 0, 65_535)),
    dataDir: read('EMC_DATA_DIR', directory),
    publicUrl: read('EMC_PUBLIC_URL', (value) => (value === '' ? { href: undefined } : webAddress(value))).href,
    trustedProxies: read('EMC_TRUSTED_PROXIES', networks),
    pageCheckAllow: read('EMC_PAGE_CHECK_ALLOW', networks),
    collectorPaths: read('EMC_COLLECTOR_PATHS', collectorPaths),
    spoolLimit_bytes: read('EMC_SPOOL_LIMIT_BYTES', (value) => wholeNumber(value, 16_777_216, Number.MAX_SAFE_INTEGER)),
    recording: read('EMC_RECORDING', (value) => ({ on: { is: true }, off: { is: false } })[value]).is,
    clickhouseUrl: chosen.url,
    clickhouseOtherUrls: chosen.others,
    clickhouseCluster: read('EMC_CLICKHOUSE_CLUSTER', (value) => clusterName(value, env)).name,
    postgresUrl: read('EMC_POSTGRES_URL', postgres).url,
    operatorKeyFile: read('EMC_OPERATOR_KEY_FILE', keyFile).file,
    auditHeadsFile: read('EMC_AUDIT_HEADS_FILE', fileToWrite).file,
    logLevel: read('EMC_LOG_LEVEL', (value) =>
      /^(fatal|error|warn|info|debug|trace)$/.test(value) ? value : undefined,
    ),
  };
}

/** Variables that tests and tools read, not the program. */
const NOT_SETTINGS = new Set(['EMC_CHROMIUM', 'EMC_URL', 'EMC_OPERATOR_KEY']);

/** EMC_ variables that mean nothing to this program: probably misspelt, and silently without effect if nobody says so. */
export function unknownSettings(env: NodeJS.ProcessEnv): string[] {
  const known = new Set<string>(SETTINGS.map((setting) => setting.name));
  return Object.keys(env).filter((name) => name.startsWith('EMC_') && !known.has(name) && !NOT_SETTINGS.has(name));
}
