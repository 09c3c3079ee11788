import { randomUUID } from 'node:crypto';
import {
  doneFor,
  inBoth,
  localIso,
  NOBODY,
  USAGE_DEFINITION_VERSION,
  type Accounts,
  type AuditLog,
  type Caller,
  type Catalogue,
  type Connections,
  type Dossiers,
  type Evaluations,
  type HealthReport,
  type Log,
  type RefusedData,
  type Registry,
  type Repairs,
  type SignIn,
  type Systems,
  type UsageFigures,
} from '@emc/contract';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { refuseLongAddress, withinLength } from './address-length.ts';
import { respond } from './answer.ts';
import type { StaticFile } from './assets.ts';
import { readConsole } from './console-files.ts';
import { fallbackOf, type Files } from './fallback.ts';
import { createGuard } from './guard/guard.ts';
import type { OwnAddress } from './guard/origin.ts';
import { askerOf, createShares } from './guard/shares.ts';
import { createLiveFeed, type Schedule } from './live-feed.ts';
import type { PlaceLimits } from './live-places.ts';
import { takeOnlyJson } from './only-json.ts';
import { openApiOf } from './openapi.ts';
import type { OpenApiDocument } from './openapi-shape.ts';
import { apiPage } from './pages/api-page.ts';
import { errorsPage } from './pages/errors-page.ts';
import { pageAsset } from './pages/layout.ts';
import { problemOf, refusalOf } from './problem.ts';
import { refuse } from './refuse.ts';
import type { Route, Services } from './route.ts';
import { ROUTES } from './routes/index.ts';
import { ALWAYS } from './security-headers.ts';
import { mountSignIn } from './sign-in.ts';
import { trackerAssets } from './tracker-files.ts';

/** Each follower takes a connection and is sent each change. Of one address, beyond which pages ask from time to time. */
const MOST_FOLLOWERS: PlaceLimits = { all: 2_000, each: 50 };
/** The limit of a body: the largest legitimate one is a portal with a hundred hosts, a tenth of this. */
const BODY_LIMIT_bytes = 64 * 1024;
/** Where nothing is taken but `{}`. */
const NO_BODY_LIMIT_bytes = 1024;

export interface ApiOptions extends OwnAddress {
  registry: Registry;
  figures: UsageFigures;
  systems: Systems;
  catalogue: Catalogue;
  dossiers: Dossiers;
  connections: Connections;
  refused: RefusedData;
  evaluations: Evaluations;
  /** People who sign in. */
  accounts: Accounts & SignIn;
  audit: AuditLog;
  /** Asked by GET /health; what it throws becomes a refusal. It should wait for no store. */
  health(): Promise<HealthReport>;
  repairs: Repairs;
  /** The key that writes need; at least 16 characters. Only its digest is kept. */
  operatorKey: string;
  /** The monitoring code and its companions, at the addresses where portals expect them. */
  trackerFiles: readonly StaticFile[];
  /** The built console; left out, this process serves the API alone. */
  consoleDir?: string;
  log: Log;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed; guessing is slowed down by client address. */
  trustedProxies?: readonly string[];
  /** Version of the program. */
  version: string;
  /** Unix milliseconds: the clock that decides what today is. */
  clock: () => number;
  /** true: the data are those of the simulator, and every answer that describes the installation says so. */
  simulated: boolean;
  /** Ids of requests; they name refusals in the log. Random UUIDs when left out. */
  newId?: () => string;
  /** Timer of the live feed; that of the machine when left out. */
  schedule?: Schedule;
  /** How many may follow the live feed; 2,000, of one address 50, when left out. */
  mostFollowers?: PlaceLimits;
}

const machineTimer: Schedule = (task, delay_ms) => {
  const timer = setTimeout(task, delay_ms);
  return () => clearTimeout(timer);
};

function servicesOf(options: ApiOptions, newId: () => string): Services {
  const { figures, version, simulated, publicUrl, log } = options;
  const live = createLiveFeed({
    read: () => figures.live(),
    problem: (error) => problemOf(refusalOf(error, 'vi'), 'vi', newId()),
    schedule: options.schedule ?? machineTimer,
    log,
    interval_ms: 1_000,
    keepAlive_ms: 15_000,
    places: options.mostFollowers ?? MOST_FOLLOWERS,
  });
  return {
    registry: options.registry,
    figures,
    systems: options.systems,
    catalogue: options.catalogue,
    dossiers: options.dossiers,
    connections: options.connections,
    refused: options.refused,
    evaluations: options.evaluations,
    accounts: options.accounts,
    audit: options.audit,
    live,
    health: () => options.health(),
    repairs: options.repairs,
    version: () => ({
      name: 'emc',
      version,
      api: 'v1',
      usageDefinitionVersion: USAGE_DEFINITION_VERSION,
      simulated,
      now: localIso(options.clock()),
    }),
    document: openApiOf(ROUTES, { publicUrl, version }),
  };
}

async function filesOf(options: ApiOptions, document: OpenApiDocument): Promise<Files> {
  const pages = [
    inBoth((language) => pageAsset(apiPage(ROUTES, document, options.simulated, language), language)),
    inBoth((language) => pageAsset(errorsPage(language), language)),
  ];
  const shown = options.consoleDir === undefined ? undefined : await readConsole(options.consoleDir);
  const assets = [...(shown?.assets ?? []), ...trackerAssets(options.trackerFiles)];
  return {
    assets: new Map(assets.map((asset) => [asset.path, asset])),
    pages: new Map(pages.map((forms) => [forms.vi.path, forms])),
    index: shown?.index,
  };
}

/** One who tries keys fills neither the log nor the audit log: both say it once, and the audit log how often. */
function noteWrongKey({ audit, log }: ApiOptions): void {
  const tried = { caller: NOBODY, action: 'operator-key', target: '/api/v1', outcome: 'operator-key-wrong' };
  if (audit.countRefused(tried)) log.warn({}, 'a wrong operator key was sent; the audit log will say how often');
}

interface Before {
  guard: ReturnType<typeof createGuard>;
  shares: ReturnType<typeof createShares>;
}

function mount(app: FastifyInstance, route: Route, services: Services, { guard, shares }: Before): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    method: route.method,
    url: `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: route.body === undefined ? NO_BODY_LIMIT_bytes : (route.bodyLimit_bytes ?? BODY_LIMIT_bytes),
    // Before the body is read: a stranger's body is not worth parsing.
    onRequest: async (request) => void callers.set(request, await guard(route.access, request)),
    handler: (request, reply) => {
      const caller = callers.get(request) ?? NOBODY;
      const work = () => respond(route, services, caller, request, reply);
      return doneFor(askerOf(caller, request), () =>
        route.access === 'public' && route.atOnce !== true ? shares(request, work) : work(),
      );
    },
  });
}

function answerTheRest(app: FastifyInstance, routes: readonly Route[], files: Files): void {
  const fallback = fallbackOf(routes, files);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(ALWAYS);
    refuseLongAddress(request);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads && request.url.startsWith('/api/')) {
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'ETag, Content-Disposition, Retry-After',
      });
    }
    // Here rather than in the not-found handler, which Fastify calls only after it has read the body.
    return request.is404 ? fallback(request, reply) : undefined;
  });
}

/**
 * The HTTP API under /api/v1, the console, the monitoring code and the pages of documentation.
 *
 * The instance is ready, but listens nowhere: give it requests with `app.routing(request, response)`. `app.close()`
 * ends the event streams and every timer.
 * @throws Error when the console has no index.html or the operator key is too short
 */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const newId = options.newId ?? (() => randomUUID());
  const before = {
    guard: createGuard({ ...options, onWrongKey: () => noteWrongKey(options) }),
    shares: createShares(),
  };
  const services = servicesOf(options, newId);
  const files = await filesOf(options, services.document);
  const refuseWith = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    void refuse(options.log, error, request, reply);
  const app = fastify({
    // No access log: it would keep clients' addresses. What fails is logged by refuse().
    logger: false,
    bodyLimit: BODY_LIMIT_bytes,
    genReqId: () => newId(),
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true },
    rewriteUrl: ({ url = '/' }) => withinLength(url),
    frameworkErrors: refuseWith,
  });
  takeOnlyJson(app);
  app.setErrorHandler(refuseWith);
  answerTheRest(app, ROUTES, files);
  for (const route of ROUTES) mount(app, route, services, before);
  mountSignIn(app, options);
  app.addHook('preClose', async () => services.live.close());
  await app.ready();
  return app;
}
