import { existsSync, readFileSync, statSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import path from 'node:path';

// What the values of settings mean. Each gives undefined for what is not allowed; where a setting may be empty, an object.

export function wholeNumber(value: string, least: number, most: number): number | undefined {
  if (!/^\d+$/.test(value)) return undefined;
  const number = Number(value);
  return number >= least && number <= most ? number : undefined;
}

export function directory(value: string): string | undefined {
  const full = path.resolve(value);
  if (existsSync(full)) return statSync(full).isDirectory() ? full : undefined;
  // Its nearest existing parent must be a directory, or it can never be made.
  let parent = path.dirname(full);
  while (!existsSync(parent)) parent = path.dirname(parent);
  return statSync(parent).isDirectory() ? full : undefined;
}

export function webAddress(value: string): { href: string } | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) return undefined;
  return { href: url.href.replace(/\/$/, '') };
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

export function networks(value: string): string[] | undefined {
  const blocks = new BlockList();
  for (const proxy of list(value)) {
    const [address, bits] = proxy.split('/');
    const family = isIP(address!);
    if (!family) return undefined;
    if (bits === undefined) continue;
    const prefix = wholeNumber(bits, 0, family === 4 ? 32 : 128);
    if (prefix === undefined) return undefined;
    blocks.addSubnet(address!, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list(value);
}

export function collectorPaths(value: string): string[] | undefined {
  const paths = list(value);
  const usable = (one: string) => /^\/[\w./-]+$/.test(one) && !/^\/(api|embed)(\/|$)/.test(one);
  return paths.length > 0 && paths.every(usable) ? paths : undefined;
}

export function clickhouse(
  value: string,
  env: NodeJS.ProcessEnv,
): { url: URL | undefined; others: string[] } | undefined {
  if (value === '') return { url: undefined, others: [] };
  const [first, ...others] = list(value);
  if (first === undefined || !URL.canParse(first)) return undefined;
  const url = new URL(first);
  const complete = /^https?:$/.test(url.protocol) && url.username !== '' && /^\/\w+$/.test(url.pathname);
  // Several are nodes of one cluster; a server alone has no others.
  const fits = (other: string): boolean => {
    const at = webAddress(other);
    return at !== undefined && new URL(at.href).protocol === url.protocol && new URL(at.href).port === url.port;
  };
  const nodes = others.length === 0 || env['EMC_CLICKHOUSE_CLUSTER'] ? others.every(fits) : false;
  return complete && nodes ? { url, others: others.map((other) => new URL(other).origin) } : undefined;
}

export function clusterName(value: string, env: NodeJS.ProcessEnv): { name: string | undefined } | undefined {
  if (value === '') return { name: undefined };
  return /^\w{1,60}$/.test(value) && env['EMC_CLICKHOUSE_URL'] ? { name: value } : undefined;
}

export function postgres(value: string): { url: string | undefined } | undefined {
  if (value === '') return { url: undefined };
  return URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol) ? { url: value } : undefined;
}

export function keyFile(value: string): { file: string | undefined } | undefined {
  if (value === '') return { file: undefined };
  try {
    const file = path.resolve(value);
    return /^\S{16,}\s*$/.test(readFileSync(file, 'utf8')) ? { file } : undefined;
  } catch {
    return undefined;
  }
}

/** A file that may be made: its directory must be there, so that a mount that is missing is noticed at start. */
export function fileToWrite(value: string): { file: string | undefined } | undefined {
  if (value === '') return { file: undefined };
  try {
    const file = path.resolve(value);
    return statSync(path.dirname(file)).isDirectory() && (!existsSync(file) || statSync(file).isFile())
      ? { file }
      : undefined;
  } catch {
    return undefined;
  }
}
