import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The npm packages that carry libchdb, by `process.platform-process.arch`. */
const PACKAGES: Record<string, string> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

/**
 * Where libchdb.so of this machine's platform lies.
 * @throws Error that names the platform and what to do instead.
 */
export function clickHouseLibraryPath(platform: string = process.platform, arch: string = process.arch): string {
  const packageName = PACKAGES[`${platform}-${arch}`];
  const instead = 'Set EMC_CLICKHOUSE_URL to use a ClickHouse server of your own.';
  if (packageName === undefined) {
    const known = Object.keys(PACKAGES).join(', ');
    throw new Error(`There is no embedded ClickHouse for ${platform}-${arch} (there is for ${known}). ${instead}`);
  }
  const library = findLibrary(packageName);
  if (library === undefined) {
    throw new Error(`The embedded ClickHouse is not installed: npm package ${packageName} is missing. ${instead}`);
  }
  return library;
}

function findLibrary(packageName: string): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const library = join(dirname(manifest), 'libchdb.so');
    return existsSync(library) ? library : undefined;
  } catch {
    return undefined;
  }
}
