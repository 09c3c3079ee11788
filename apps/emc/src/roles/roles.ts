import { SettingError, type Settings } from '../settings.ts';

const ROLES = ['collect', 'publish', 'work'] as const;
type Role = (typeof ROLES)[number];

/** What this process does of the whole. */
export interface Parts {
  roles: ReadonlySet<Role>;
  /** False: everything, as one process does that was told nothing. True: others may do the rest, or the same. */
  split: boolean;
  /** Readers get a process of their own, started by this one, so that no work for them holds up a hit. */
  readersApart: boolean;
}

/**
 * Reads `--role`, given several times or as a comma-separated list; none = all.
 * @throws SettingError for an unknown role, and for a setting that a role needs and that is not there
 */
export function readRoles(given: readonly string[], settings: Settings): Parts {
  const names = given.flatMap((text) => text.split(',')).map((name) => name.trim());
  if (names.length === 0) return { roles: new Set(ROLES), split: false, readersApart: true };
  const unknown = names.find((name) => !isRole(name));
  if (unknown !== undefined) throw new SettingError('--role', unknown, 'collect, publish or work, or several of them');
  const roles = new Set(names.filter(isRole));
  const meeting = 'the address of a server: processes with a role meet in the stores, so each must be given the same';
  if (settings.postgresUrl === undefined) throw new SettingError('EMC_POSTGRES_URL', '', meeting);
  if (settings.clickhouseUrl === undefined) throw new SettingError('EMC_CLICKHOUSE_URL', '', meeting);
  if (roles.has('publish') && settings.operatorKeyFile === undefined) {
    const allowed = 'a file that holds the operator key, the same for every process that publishes';
    throw new SettingError('EMC_OPERATOR_KEY_FILE', '', allowed);
  }
  return { roles, split: true, readersApart: roles.has('collect') && roles.has('publish') };
}

function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name);
}
