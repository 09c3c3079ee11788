import { randomInt, randomUUID } from 'node:crypto';
import {
  type Account,
  type AccountChange,
  type AccountWithPassword,
  type Clock,
  EmcError,
  type NewAccount,
} from '@emc/contract';
import type { Database, Kysely, Transaction } from '@emc/control-store';

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

const COLUMNS = [
  'id',
  'email',
  'name',
  'role',
  'body_code',
  'disabled',
  'two_factor_enabled',
  'must_change_password',
  'created_at',
] as const;

export interface Person {
  id: string;
  email: string;
  name: string;
  role: Account['role'];
  body_code: string | null;
  disabled: boolean;
  two_factor_enabled: boolean;
  must_change_password: boolean;
  created_at: Date;
}

export function accountOf(person: Person): Account {
  return {
    id: person.id,
    email: person.email,
    name: person.name,
    role: person.role,
    bodyCode: person.body_code,
    secondFactor: person.two_factor_enabled,
    disabled: person.disabled,
    createdAt: person.created_at.toISOString(),
  };
}

/** A first password: four groups of four, 79 bits. */
function firstPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

export interface PeopleOptions {
  db: Kysely<Database>;
  hashPassword: (password: string) => Promise<string>;
  clock: Clock;
}

export async function findPerson(db: Kysely<Database>, id: string): Promise<Person | undefined> {
  return db.selectFrom('people').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

/** In one question, whether there is such an account or not: how long it takes tells a stranger nothing. */
export async function findPersonByEmail(db: Kysely<Database>, email: string): Promise<Person | undefined> {
  return db.selectFrom('people').select(COLUMNS).where('email', '=', email).executeTakeFirst();
}

export async function listPeople(db: Kysely<Database>): Promise<{ total: number; items: Account[] }> {
  const people = await db.selectFrom('people').select(COLUMNS).orderBy('email').execute();
  return { total: people.length, items: people.map(accountOf) };
}

/** Makes an account with a first password, which is shown this once and must be changed. @throws EmcError body-unknown, account-email-taken */
export async function addPerson({ db, hashPassword, clock }: PeopleOptions, account: NewAccount) {
  const { email, name, role, bodyCode } = account;
  const password = firstPassword();
  const hash = await hashPassword(password);
  const now = new Date(clock());
  const stamps = { created_at: now, updated_at: now };
  return db.transaction().execute(async (transaction): Promise<AccountWithPassword> => {
    if (bodyCode !== undefined) await checkBody(transaction, bodyCode);
    const person = await transaction
      .insertInto('people')
      .values({ id: randomUUID(), email, name, role, body_code: bodyCode ?? null, ...stamps })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (person === undefined) throw new EmcError('account-email-taken', email);
    await transaction
      .insertInto('people_credentials')
      .values({
        id: randomUUID(),
        user_id: person.id,
        account_id: person.id,
        provider_id: 'credential',
        password: hash,
        ...stamps,
      })
      .execute();
    return { ...accountOf(person), password };
  });
}

async function checkBody(transaction: Transaction<Database>, code: string): Promise<void> {
  const body = await transaction.selectFrom('bodies').select('code').where('code', '=', code).executeTakeFirst();
  if (body === undefined) throw new EmcError('body-unknown', code);
}

/** Changes an account. Whatever takes something away from it ends its sessions and half-done sign-ins. @throws EmcError account-unknown */
export async function changePerson({ db, hashPassword, clock }: PeopleOptions, id: string, change: AccountChange) {
  const password = change.newPassword === true ? firstPassword() : null;
  const hash = password === null ? null : await hashPassword(password);
  const now = new Date(clock());
  return db.transaction().execute(async (transaction): Promise<Account & { password: string | null }> => {
    const person = await transaction
      .updateTable('people')
      .set({
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
        ...(hash === null ? {} : { must_change_password: true }),
        ...(change.resetSecondFactor === true ? { two_factor_enabled: false } : {}),
        updated_at: now,
      })
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirst();
    if (person === undefined) throw new EmcError('account-unknown', id);
    if (hash !== null) {
      const to = { password: hash, updated_at: now };
      await transaction.updateTable('people_credentials').set(to).where('user_id', '=', id).execute();
    }
    if (change.resetSecondFactor === true) {
      await transaction.deleteFrom('people_second_factors').where('user_id', '=', id).execute();
    }
    if (hash !== null || change.disabled === true || change.resetSecondFactor === true) {
      await transaction.deleteFrom('people_sessions').where('user_id', '=', id).execute();
      await transaction.deleteFrom('people_verifications').where('value', '=', id).execute();
    }
    return { ...accountOf(person), password };
  });
}
