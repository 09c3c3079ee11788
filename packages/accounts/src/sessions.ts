import { type Caller, EmcError, NOBODY, type RequestHeaders, type WhoAmI } from '@emc/contract';
import type { Database, Kysely } from '@emc/control-store';
import { accountOf, findPerson, type Person } from './people.ts';
import { COOKIE_PREFIX, type SignInEngine } from './sign-in-engine.ts';

const SESSION_COOKIE = new RegExp(`(^|;\\s*)(__Secure-)?${COOKIE_PREFIX}\\.session_token=`);

const SIGNED_OUT: WhoAmI = { signedIn: false, account: null, mustChangePassword: false, mustSetSecondFactor: false };

export function callerFor(person: Person): Caller {
  return { kind: 'account', id: person.id, name: person.email, role: person.role, bodyCode: person.body_code };
}

/** Asks whose session a request's cookie is; one question of the library and one of ours. */
export function createSessions(engine: SignInEngine, db: Kysely<Database>) {
  /** @returns undefined = no session, or one that is over, or of an account that is disabled */
  const personOf = async ({ cookie }: RequestHeaders): Promise<Person | undefined> => {
    if (typeof cookie !== 'string' || !SESSION_COOKIE.test(cookie)) return undefined;
    const session = await engine.api.getSession({ headers: new Headers({ cookie }) }).catch((error: unknown) => {
      // All that can fail there is the question to the store.
      const refusal = new EmcError('store-unavailable', 'sessions');
      refusal.cause = error;
      throw refusal;
    });
    const person = session === null ? undefined : await findPerson(db, session.user.id);
    return person?.disabled === false ? person : undefined;
  };

  return {
    personOf,
    /** @throws EmcError session-invalid, second-factor-required */
    callerOf: async (headers: RequestHeaders): Promise<Caller> => {
      const { cookie } = headers;
      if (typeof cookie !== 'string' || !SESSION_COOKIE.test(cookie)) return NOBODY;
      const person = await personOf(headers);
      if (person === undefined) throw new EmcError('session-invalid', 'Cookie');
      if (person.must_change_password || !person.two_factor_enabled) {
        const lacks = person.must_change_password ? 'mustChangePassword' : 'mustSetSecondFactor';
        throw new EmcError('second-factor-required', lacks);
      }
      return callerFor(person);
    },
    whoAmI: async (headers: RequestHeaders): Promise<WhoAmI> => {
      const person = await personOf(headers);
      if (person === undefined) return SIGNED_OUT;
      return {
        signedIn: true,
        account: accountOf(person),
        mustChangePassword: person.must_change_password,
        mustSetSecondFactor: !person.two_factor_enabled,
      };
    },
  };
}
