import type { Accounts, AuditLog, Clock, Log, Redaction, SignIn } from '@emc/contract';
import type { Database, Kysely } from '@emc/control-store';
import { createAuditLog } from './audit-log.ts';
import { createDevices } from './known-device.ts';
import { addPerson, changePerson, listPeople } from './people.ts';
import { createSessions } from './sessions.ts';
import { createEngine, type PasswordHashing } from './sign-in-engine.ts';
import { createSignIn } from './sign-in.ts';
import { createTries } from './tries.ts';

export interface AccountsOptions {
  db: Kysely<Database>;
  /** See {@link readSignInSecret}; the same for every process that publishes. */
  secret: string;
  /** Where the program is reached from outside; cookies are for https only when it is. */
  publicUrl: string;
  /** Of what the audit log keeps of requests. */
  redaction: Redaction;
  clock: Clock;
  log: Log;
  /** See {@link createEngine}; left out by the program. */
  passwords?: PasswordHashing;
}

/** People who sign in, and the log of what they do. */
export function createAccounts({ db, secret, publicUrl, redaction, clock, log, passwords }: AccountsOptions): {
  accounts: Accounts & SignIn;
  audit: AuditLog;
  /** Writes what of refused tries was counted and is not in the log yet. */
  close: () => Promise<void>;
} {
  const { audit, close } = createAuditLog({ db, clock, redaction, log });
  const engine = createEngine({ db, secret, publicUrl, log, passwords });
  const sessions = createSessions(engine, db);
  const tries = createTries({ db, secret, clock });
  const devices = createDevices({ secret, publicUrl });
  const hashPassword = async (password: string) => (await engine.$context).password.hash(password);
  const people = { db, hashPassword, clock };
  return {
    audit,
    close,
    accounts: {
      signIn: createSignIn({ engine, db, sessions, tries, devices, audit, publicUrl }),
      callerOf: sessions.callerOf,
      whoAmI: sessions.whoAmI,
      listAccounts: () => listPeople(db),
      addAccount: (account) => addPerson(people, account),
      changeAccount: (id, change) => changePerson(people, id, change),
    },
  };
}
