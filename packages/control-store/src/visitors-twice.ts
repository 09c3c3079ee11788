import type { Day } from '@emc/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';
import { writeSetting } from './settings.ts';

const PREFIX = 'visitors-twice ';

/**
 * Remembers that on a day visitors may count twice, because the secret that tells them apart was lost under way.
 * @param why for people, such as "the file of its salt was damaged"
 */
export async function noteVisitorsTwice(db: Kysely<Database>, day: Day, why: string): Promise<void> {
  await writeSetting(db, `${PREFIX}${day}`, why);
}

/** The days on which visitors may count twice, oldest first. */
export async function readVisitorsTwice(db: Kysely<Database>): Promise<Day[]> {
  const rows = await db
    .selectFrom('settings')
    .select('key')
    .where(sql<boolean>`starts_with(key, ${PREFIX})`)
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key.slice(PREFIX.length));
}
