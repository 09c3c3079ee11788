import {
  type AuditLog,
  type Caller,
  EmcError,
  type Lanes,
  NOBODY,
  type RequestHeaders,
  type SignIn,
  type SignInAnswer,
  signInBodySchemas,
} from '@emc/contract';
import type { Database, Kysely } from '@emc/control-store';
import type { Devices } from './known-device.ts';
import { limitsOf, ownLimits, sharedLimits, useOf } from './limits.ts';
import { findPerson, findPersonByEmail, type Person } from './people.ts';
import { callerFor, type createSessions } from './sessions.ts';
import { beforeSession, COOKIE_PREFIX, type SignInEngine } from './sign-in-engine.ts';
import { createSignInLanes } from './sign-in-lanes.ts';
import { PATH_RULES, REFUSALS } from './sign-in-paths.ts';
import type { Tries } from './tries.ts';

type Request = Parameters<SignIn['signIn']>[0];
type Body = Record<string, string>;

/** So long the library locks an account after ten wrong codes. */
const LOCKED_s = 900;

interface SignInOptions {
  engine: Pick<SignInEngine, 'handler'>;
  db: Kysely<Database>;
  sessions: Pick<ReturnType<typeof createSessions>, 'personOf'>;
  tries: Tries;
  devices: Devices;
  audit: Pick<AuditLog, 'begin' | 'end' | 'countRefused'>;
  publicUrl: string;
}

/** @throws EmcError bad-request naming the fields; what was sent is never repeated */
function readBody({ path, body }: Request): Body {
  const read = signInBodySchemas[path].safeParse(body ?? {});
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path: where, message }) => ({
    where: `/${where.map(String).join('/')}`,
    what: message,
  }));
  throw new EmcError('bad-request', faults.map(({ where, what }) => `${where}: ${what}`).join('; '), faults);
}

function refusalOf(path: string, status: number, sent: unknown): EmcError {
  const code = typeof sent === 'object' && sent !== null && 'code' in sent ? String(sent.code) : '';
  // Two requests with the same backup code: one of them is too late.
  const ours = status === 409 ? 'sign-in-failed' : REFUSALS[code];
  if (ours === undefined) throw new Error(`signing in failed inside: ${status} ${code}`);
  const refusal = new EmcError(ours, ours === 'bad-request' ? code : path);
  if (ours === 'too-many-tries') refusal.retryAfter_s = LOCKED_s;
  return refusal;
}

/** Only what the path has to say: the token of the session is for the cookie alone. */
function answerOf(path: Request['path'], sent: Record<string, unknown>): SignInAnswer {
  if (path === 'sign-in/email') return { secondFactorNeeded: sent.twoFactorRedirect === true };
  if (path === 'two-factor/enable') return { totpUri: String(sent.totpURI), backupCodes: sent.backupCodes as string[] };
  if (path === 'two-factor/generate-backup-codes') return { backupCodes: sent.backupCodes as string[] };
  return {};
}

/** Whose half-done sign-in it is; known by the cookie that the library set, which holds a random identifier. */
async function challenged(db: Kysely<Database>, { cookie }: RequestHeaders): Promise<Person | undefined> {
  const held = new RegExp(`${COOKIE_PREFIX}\\.two_factor=([^;]+)`).exec(String(cookie))?.[1];
  if (held === undefined) return undefined;
  const row = await db
    .selectFrom('people_verifications')
    .select('value')
    .where('identifier', '=', held.split('.')[0]!)
    .executeTakeFirst();
  return row === undefined ? undefined : findPerson(db, row.value);
}

async function whoTries(
  { db, sessions }: SignInOptions,
  { path, headers }: Request,
  body: Body,
): Promise<Person | undefined> {
  const { needs } = PATH_RULES[path];
  if (path === 'sign-in/email') return findPersonByEmail(db, body.email!);
  const person =
    (await sessions.personOf(headers)) ?? (needs === 'challenge' ? await challenged(db, headers) : undefined);
  if (person === undefined && needs === 'session') throw new EmcError('sign-in-required', 'Cookie');
  return person;
}

async function ask(
  { engine, publicUrl }: SignInOptions,
  { path, headers }: Request,
  body: Body,
): Promise<{ json: SignInAnswer; cookies: string[] }> {
  const request = new Request(new URL(`/api/auth/${path}`, publicUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Whether the request comes from a page of ours was checked before; see guard/origin.ts of the room publish.
      origin: new URL(publicUrl).origin,
      ...(typeof headers.cookie === 'string' ? { cookie: headers.cookie } : {}),
    },
    body: JSON.stringify(path === 'change-password' ? { ...body, revokeOtherSessions: true } : body),
  });
  const response = await engine.handler(request);
  const sent = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw refusalOf(path, response.status, sent);
  return { json: answerOf(path, sent), cookies: response.headers.getSetCookie() };
}

interface Asking extends SignInOptions {
  /** Checks a password. */
  password: Lanes;
}

/** A code that opened a session opens no second one, in whichever process; one that was refused is not used up. */
async function askOnce(options: Asking, request: Request, body: Body, person: Person | undefined) {
  if ('password' in body || 'currentPassword' in body) return options.password(() => ask(options, request, body));
  if (request.path !== 'two-factor/verify-totp' || person === undefined) return ask(options, request, body);
  const use = useOf(person.id, body.code!);
  if (!(await options.tries.take(use))) throw new EmcError('sign-in-failed', request.path);
  try {
    return await ask(options, request, body);
  } catch (error) {
    await options.tries.forget(use);
    throw error;
  }
}

/** Asks the library, and does what belongs to it and is ours. */
async function proceed(options: Asking, request: Request, body: Body, person: Person | undefined) {
  const { db, devices } = options;
  const { path } = request;
  // Sessions from before the second factor was there were opened with a password alone: they end with its set-up.
  const setsUp = path === 'two-factor/verify-totp' && person?.two_factor_enabled === false;
  const before = setsUp
    ? await db.selectFrom('people_sessions').select('id').where('user_id', '=', person.id).execute()
    : [];
  const { json, cookies } = await askOnce(options, request, body, person);
  if (before.length > 0) {
    const ids = before.map(({ id }) => id);
    await db.deleteFrom('people_sessions').where('id', 'in', ids).execute();
  }
  if (path === 'change-password' && person !== undefined) {
    await db.updateTable('people').set({ must_change_password: false }).where('id', '=', person.id).execute();
  }
  if (PATH_RULES[path].needs !== 'challenge' || person === undefined) return { json, cookies };
  return { json, cookies: [devices.cookieFor(person.email), ...cookies] };
}

/**
 * What is tried, in the audit log. Of someone who is known it has its entry before it is begun. A stranger's has it when a session
 * is about to be opened, which is all that it writes; until then it is counted alone, so that who tries passwords writes no entries.
 */
function entryFor(audit: SignInOptions['audit'], { path }: Request, person: Person | undefined) {
  const caller: Caller = person === undefined ? NOBODY : callerFor(person);
  const tried = { caller, action: PATH_RULES[path].action, target: `/api/auth/${path}` };
  let number: number | undefined;
  let unwritable: unknown;
  const begin = async (): Promise<void> => {
    if (number !== undefined) return;
    try {
      number = await audit.begin({ ...tried, detail: {} });
    } catch (error) {
      unwritable = error;
      throw error;
    }
  };
  return {
    isOfStranger: path === 'sign-in/email' || person === undefined,
    begin,
    done: async () => {
      await begin();
      await audit.end(number!, 'done');
    },
    /** @returns what the request is refused with */
    failed: async (error: unknown): Promise<unknown> => {
      // The library says of it only that there is no session.
      if (unwritable !== undefined) return unwritable;
      const code = error instanceof EmcError ? error.code : 'internal';
      if (number === undefined) audit.countRefused({ ...tried, outcome: code });
      else await audit.end(number, code);
      return error;
    },
  };
}

/** Counts the try, does it, and writes down what became of it. */
async function attempt(asking: Asking, request: Request, body: Body, device: string | undefined) {
  const { audit, tries } = asking;
  const { path, clientAddress } = request;
  // It may have waited for long.
  if (request.hasLeft?.() === true) throw new EmcError('bad-request', 'the connection was closed');
  const person = await whoTries(asking, request, body);
  // Nothing ends, so there is nothing to write down: a stranger could fill the log with it.
  if (path === 'sign-out' && person === undefined) return ask(asking, request, body);
  const limits = limitsOf({ path, clientAddress, email: body.email, accountId: person?.id, device });
  const entry = entryFor(audit, request, person);
  try {
    await tries.count(limits);
    if (!entry.isOfStranger) await entry.begin();
    const answer = await beforeSession(entry.begin, () => proceed(asking, request, body, person));
    for (const limit of ownLimits(limits)) await tries.forget(limit);
    for (const limit of sharedLimits(limits)) await tries.giveBack(limit);
    await entry.done();
    return answer;
  } catch (error) {
    throw await entry.failed(error);
  }
}

/**
 * Lets the few paths of signing in through to the library: checks the body, waits among those who try, counts the try, writes the
 * audit log before and after, and answers in words of ours. The library is given nothing of the request but its cookie.
 */
export function createSignIn(options: SignInOptions): SignIn['signIn'] {
  const { devices } = options;
  const inTurn = createSignInLanes();
  return async (request) => {
    const { clientAddress, headers } = request;
    const body = readBody(request);
    const device = body.email === undefined ? undefined : devices.known(headers, body.email);
    const known = device ?? (body.email === undefined ? devices.signedCookie(headers) : undefined);
    return inTurn({ known, clientAddress }, ({ password }) => attempt({ ...options, password }, request, body, device));
  };
}
