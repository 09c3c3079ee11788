import type {
  Accounts,
  AuditLog,
  Caller,
  Catalogue,
  Connections,
  Dossiers,
  ErrorCode,
  Evaluations,
  HealthReport,
  Language,
  RefusedData,
  Registry,
  Repairs,
  RequestHeaders,
  Role,
  Systems,
  UsageFigures,
  Version,
  WordsInBoth,
} from '@emc/contract';
import { z } from 'zod';
import { type Access, checkOwnBody, errorsOfAccess } from './guard/access.ts';
import { audited, type AuditedWrite } from './guard/audited.ts';
import type { LiveFeed } from './live-feed.ts';
import type { OpenApiDocument } from './openapi-shape.ts';
import type { FileAnswer } from './send-file.ts';
import { readPart } from './validate.ts';

/** What handlers work with; handed in by whoever wires the rooms. */
export interface Services {
  registry: Registry;
  figures: UsageFigures;
  systems: Systems;
  catalogue: Catalogue;
  dossiers: Dossiers;
  connections: Connections;
  refused: RefusedData;
  evaluations: Evaluations;
  accounts: Accounts;
  audit: AuditLog;
  live: LiveFeed;
  health(): Promise<HealthReport>;
  repairs: Repairs;
  version(): Version;
  document: OpenApiDocument;
}

/** What is known of a request besides what was sent. */
interface Circumstances {
  accept: string | undefined;
  language: Language;
  services: Services;
  /** Who asks; on a public route always nobody, because there it is not looked at. */
  caller: Caller;
  headers: RequestHeaders;
}

/** A checked request, as a handler sees it. */
export interface Call<P, Q, B> extends Circumstances {
  params: P;
  query: Q;
  body: B;
}

/** The same before anything was checked. */
interface RawCall extends Circumstances {
  params: unknown;
  query: unknown;
  body: unknown;
  /** Path of the request, without query; for the audit log. */
  target: string;
}

type Answer<T> =
  | { json: T; status?: number; headers?: Record<string, string> }
  | { text: string; type: string; headers?: Record<string, string> }
  /** What is too big to be made for each who asks. */
  | FileAnswer
  /** Hand the connection to the live feed. */
  | { events: true };

/** `revalidate`: an ETag, asked again each time. `figures`: always new. `never`: not to be kept anywhere. */
export type Caching = 'revalidate' | 'figures' | 'never';
export const TAGS = {
  bodies: { vi: 'Cơ quan', en: 'Bodies' },
  units: { vi: 'Đơn vị', en: 'Units' },
  portals: { vi: 'Cổng và mã giám sát', en: 'Portals and monitoring codes' },
  usage: { vi: 'Số liệu sử dụng', en: 'Usage' },
  procedures: { vi: 'Danh mục thủ tục hành chính', en: 'The catalogue of procedures' },
  systems: { vi: 'Hệ thống giải quyết thủ tục hành chính', en: 'Procedure-handling systems' },
  dossiers: { vi: 'Hồ sơ', en: 'Dossiers' },
  connection: { vi: 'Kết nối', en: 'Connection' },
  evaluation: { vi: 'Đánh giá và xếp hạng', en: 'Evaluation and ranking' },
  'open-data': { vi: 'Dữ liệu mở', en: 'Open data' },
  people: { vi: 'Tài khoản và nhật ký thao tác', en: 'People and what they did' },
  system: { vi: 'Hệ thống', en: 'The system itself' },
} as const satisfies Record<string, WordsInBoth>;

interface Declared {
  /** operationId; also the anchor on the page that describes the API. */
  id: string;
  method: 'GET' | 'POST' | 'PATCH';
  /** Below /api/v1, parameters in braces. */
  path: string;
  tag: keyof typeof TAGS;
  summary: WordsInBoth;
  description?: WordsInBoth;
  caching: Caching;
  /** true: answered beside the other questions of the same address, which may all be waiting for a store that hangs. */
  atOnce?: boolean;
  /** Codes beyond those that every such route can answer with (see {@link errorsOf}). */
  errors: readonly ErrorCode[];
  /** The largest body taken; 64 KiB when left out. */
  bodyLimit_bytes?: number;
}

/** Who may use a route, as its file declares it. */
export type DeclaredAccess<C> =
  | 'public'
  | {
      /** Named one by one: the operator too. The operator key counts as operator. */
      roles: readonly Role[];
      /** Whose it is that is asked for: an account of a body passes only when it is its own. Left out: any of the roles passes. */
      bodyOf?: (call: C) => Promise<string | null> | string | null;
    };

interface Success<R> {
  status: 200 | 201;
  schema: R;
  description: WordsInBoth;
  /** A further status with the same shape, such as 503 of the health report. */
  alsoStatus?: { status: number; description: WordsInBoth };
  /** The same in other media types. */
  alsoAs?: readonly { type: string; description: WordsInBoth }[];
  headers?: Readonly<Record<string, WordsInBoth>>;
}

/** A route as its file declares it: validation, serialisation and the OpenAPI document come from this alone. */
export interface RouteSpec<
  P extends Parameters,
  Q extends Parameters,
  B extends z.ZodType,
  R extends z.ZodType,
> extends Declared {
  access: DeclaredAccess<Call<z.output<P>, z.output<Q>, z.output<B>>>;
  params?: P;
  /** Strict: an unknown parameter is refused by name, so that a typing error never quietly asks for something else. */
  query?: Q;
  /** Left out: the route takes no body, see {@link NO_BODY}. */
  body?: B;
  /** true: no body means `{}`. */
  bodyOptional?: boolean;
  success: Success<R>;
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer<z.input<R>>> | Answer<z.input<R>>;
}

type Parameters = z.ZodObject<Record<string, z.ZodType>>;

/** A declared route with its types hidden behind {@link Route.answer}. */
export interface Route extends Declared {
  access: Access;
  params: Parameters | undefined;
  query: Parameters | undefined;
  body: z.ZodType | undefined;
  bodyOptional: boolean;
  success: Success<z.ZodType>;
  /** Checks the request, asks the handler, checks what it answers. Throws EmcError. */
  answer(call: RawCall): Promise<Answer<unknown>>;
}

const NOTHING = z.strictObject({});
/** What a write without a body schema takes: no body, or `{}` as many clients send. */
const NO_BODY = NOTHING.optional();

/** What was declared, or what stands for declaring nothing: the type parameter is then its default. */
function declared<S extends z.ZodType>(schema: S | undefined, nothing: z.ZodType): S {
  return schema ?? (nothing as S);
}

/** A write, as the audit log keeps it: which address was asked with what. */
function entryOf(id: string, call: RawCall): AuditedWrite {
  const { caller, target, query, body } = call;
  return { caller, action: id, target, detail: { ...(query as object), ...(body as object | undefined) } };
}

/** Declares a route. */
export function route<
  P extends Parameters = typeof NOTHING,
  Q extends Parameters = typeof NOTHING,
  B extends z.ZodType = typeof NO_BODY,
  R extends z.ZodType = z.ZodType,
>(spec: RouteSpec<P, Q, B, R>): Route {
  return {
    ...spec,
    access:
      spec.access === 'public' ? 'public' : { roles: spec.access.roles, ownBody: spec.access.bodyOf !== undefined },
    params: spec.params,
    query: spec.query,
    body: spec.body,
    bodyOptional: spec.bodyOptional ?? false,
    answer: async (call) => {
      const { language } = call;
      const params = readPart(declared(spec.params, NOTHING), call.params, 'path', language);
      const query = readPart(declared(spec.query, NOTHING), call.query, 'query', language);
      const sent = spec.bodyOptional === true ? (call.body ?? {}) : call.body;
      const body = readPart(declared<B>(spec.body, NO_BODY), sent, 'body', language);
      const checked = { ...call, params, query, body };
      if (spec.access !== 'public' && spec.access.bodyOf !== undefined && call.caller.role === 'body') {
        checkOwnBody(call.caller, await spec.access.bodyOf(checked));
      }
      const handle = async () => spec.handle(checked);
      const answer = await (spec.method === 'GET'
        ? handle()
        : audited(call.services.audit, entryOf(spec.id, checked), handle));
      // Through the schema, so that an answer is what the document says and nothing undeclared ever leaves.
      return 'json' in answer ? { ...answer, json: spec.success.schema.parse(answer.json) } : answer;
    },
  };
}

/** Every code that a route can answer with: its own, and those that follow from its declaration. */
export function errorsOf(of: Route): ErrorCode[] {
  const codes = new Set<ErrorCode>(['bad-request', 'address-too-long']);
  for (const code of errorsOfAccess(of.access, of.method !== 'GET')) codes.add(code);
  if (of.method !== 'GET') codes.add('body-too-large').add('media-type-not-supported');
  for (const code of of.errors) codes.add(code);
  return [...codes, 'internal', 'store-unavailable', 'data-damaged', 'question-too-large'];
}
