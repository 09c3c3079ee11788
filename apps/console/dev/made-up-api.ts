import {
  bodyListSchema,
  bodyWithConnectionSchema,
  ERRORS,
  livePagesSchema,
  liveSchema,
  newPortalSchema,
  portalListSchema,
  portalServicesSchema,
  portalWithSnippetSchema,
  otherValuesSchema,
  recentPagesSchema,
  recentSchema,
  unitListSchema,
  USAGE_DEFINITION_VERSION,
  usageSchema,
  versionSchema,
  type ErrorCode,
  type Usage,
} from '@emc/contract';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import {
  madeUpLive,
  madeUpLivePages,
  madeUpOtherValues,
  madeUpRecent,
  madeUpUsage,
  type Asked,
} from './made-up-figures.ts';
import { createMadeUpOffice } from './made-up-office.ts';
import { madeUpMe, madeUpAccounts } from './made-up-people.ts';
import { madeUpPublic } from './made-up-public.ts';
import { BROKEN_SITE, createMadeUpRegister } from './made-up-register.ts';

/** The key that the made-up API takes. */
export const MADE_UP_KEY = 'khoa-van-hanh';

class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errors: { where: string; what: string }[];
  constructor(code: ErrorCode, detail: string, errors: { where: string; what: string }[] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

interface Call {
  req: IncomingMessage;
  search: URLSearchParams;
  parts: string[];
}

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}

/**
 * Answers /api/v1 with made-up data that hold to the contract: every answer is parsed with its schema, so it cannot
 * drift. For development and for tests of the pages; the built console does not contain it.
 * @returns a handler that says whether the request was its own
 */
export function createMadeUpApi(clock: () => number): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
  const register = createMadeUpRegister(clock);
  const office = createMadeUpOffice(register, clock);
  const firstAsked = new Map<number, number>();

  const send = <S extends z.ZodType>(schema: S, value: z.input<S>): unknown => schema.parse(value);
  const portalOf = (text: string | undefined) => {
    if (Number(text) === BROKEN_SITE) throw new Refusal('store-unavailable', 'clickhouse');
    const portal = register.portals.find(({ siteId }) => siteId === Number(text));
    if (portal === undefined) throw new Refusal('portal-unknown', `siteId ${text}`);
    return portal;
  };
  const bodyNamed = (code: string | undefined) => {
    const body = register.body((code ?? '').toUpperCase());
    if (body === undefined) throw new Refusal('body-unknown', String(code));
    return body;
  };
  const usage = (asked: Asked, search: URLSearchParams) => {
    const to = search.get('to') ?? register.today();
    const from = search.get('from') ?? to;
    if (from > to) throw new Refusal('period-invalid', `${from} > ${to}`);
    return send(
      usageSchema,
      madeUpUsage(register, asked, { from, to, interval: (search.get('interval') ?? 'day') as 'day' }, clock()),
    );
  };
  const sites = (belongs: (portal: (typeof register.portals)[number]) => boolean) =>
    register.portals.filter(belongs).map(({ siteId }) => siteId);

  function portals({ search }: Call) {
    const q = (search.get('q') ?? '').toLowerCase();
    const found = register.portals.filter(
      (portal) =>
        (search.get('body') === null || portal.bodyCode === search.get('body')) &&
        (search.get('unit') === null || portal.unitId === Number(search.get('unit'))) &&
        (search.get('state') === null || portal.state === search.get('state')) &&
        (search.get('kind') === null || portal.kind === search.get('kind')) &&
        `${portal.name} ${portal.url} ${portal.siteId}`.toLowerCase().includes(q),
    );
    const offset = Number(search.get('offset') ?? 0);
    return send(portalListSchema, {
      total: found.length,
      items: found.slice(offset, offset + Number(search.get('limit') ?? 100)),
    });
  }

  async function write({ req, parts }: Call) {
    const signedIn = madeUpMe(madeUpAccounts(), req.headers.cookie).signedIn;
    if (!signedIn && req.headers.authorization !== `Bearer ${MADE_UP_KEY}`) throw new Refusal('operator-key-wrong', '');
    const body = await bodyOf(req);
    if (parts[1] === undefined) {
      const parsed = newPortalSchema.safeParse(body);
      if (!parsed.success)
        throw new Refusal(
          'bad-request',
          '',
          parsed.error.issues.map(({ path, message }) => ({ where: `/${path.join('/')}`, what: message })),
        );
      const same = register.portals.find(({ url }) => url === parsed.data.url);
      if (same !== undefined) throw new Refusal('portal-url-taken', `siteId ${same.siteId}`);
      return send(portalWithSnippetSchema, register.add(parsed.data));
    }
    const portal = portalOf(parts[1]);
    if (parts[2] === 'retire') Object.assign(portal, { state: 'retired', retiredOn: register.today() });
    else Object.assign(portal, body);
    return send(portalWithSnippetSchema, portal);
  }

  async function answer(call: Call): Promise<unknown> {
    const { req, parts, search } = call;
    const [what, id, part] = parts;
    const refuse = (code: ErrorCode) => new Refusal(code, '');
    const ofOffice = await office({ ...call, body: () => bodyOf(req), portalOf, refuse });
    if (ofOffice !== undefined) return ofOffice;
    if (req.method !== 'GET') return write(call);
    const told = madeUpPublic(register, {
      parts,
      search,
      now_ms: clock(),
      bodyNamed,
      portalOf,
      unknownSet: (setId) => new Refusal('indicator-set-unknown', String(setId)),
    });
    if (told !== undefined) return told;
    if (what === 'usage')
      return usage(
        { kind: 'country', id: 'VN', nameVi: 'Toàn quốc', nameEn: 'The country', siteIds: sites(() => true) },
        search,
      );
    if (what === 'version')
      return send(versionSchema, {
        name: 'emc',
        version: '0.1.0',
        api: 'v1',
        usageDefinitionVersion: USAGE_DEFINITION_VERSION,
        simulated: true,
        now: new Date(clock()).toISOString(),
      });
    if (what === 'live' && id === 'pages')
      return send(livePagesSchema, madeUpLivePages(register, search.get('body'), clock()));
    if (what === 'live') return send(liveSchema, madeUpLive(register, clock()));
    if (what === 'bodies' && id === undefined) {
      const items = register.bodies(search.get('asOf') ?? undefined);
      return send(bodyListSchema, { total: items.length, items });
    }
    if (what === 'bodies') {
      const body = bodyNamed(id);
      if (part === 'usage')
        return usage(
          {
            kind: 'body',
            id: body.code,
            nameVi: body.nameVi,
            nameEn: body.nameEn,
            siteIds: sites(({ bodyCode }) => bodyCode === body.code),
          },
          search,
        );
      const items = register.units.filter(({ bodyCode }) => bodyCode === body.code);
      return part === 'units'
        ? send(unitListSchema, { total: items.length, items })
        : send(bodyWithConnectionSchema, body);
    }
    if (what === 'units') {
      const unit = register.units.find((known) => known.id === Number(id));
      if (unit === undefined) throw new Refusal('unit-unknown', String(id));
      return usage(
        {
          kind: 'unit',
          id: String(unit.id),
          nameVi: unit.nameVi,
          nameEn: unit.nameEn,
          siteIds: sites(({ unitId }) => unitId === unit.id),
        },
        search,
      );
    }
    if (what === 'portals' && id === undefined) return portals(call);
    if (what === 'portals') return portalAnswer(portalOf(id), parts.slice(2).join('/'), search);
    throw new Refusal('not-found', parts.join('/'));
  }

  function portalAnswer(portal: ReturnType<typeof portalOf>, part: string, search: URLSearchParams): unknown {
    const asked: Asked = {
      kind: 'portal',
      id: String(portal.siteId),
      nameVi: portal.name,
      nameEn: portal.nameEn ?? portal.name,
      siteIds: [portal.siteId],
    };
    if (part === 'usage') return usage(asked, search);
    if (part === 'services') {
      const made = usage(asked, search) as Usage;
      return send(portalServicesSchema, { ...made, services: made.services ?? [], siteId: portal.siteId });
    }
    if (part === 'other-values') return send(otherValuesSchema, madeUpOtherValues(portal.siteId, clock()));
    if (!part.startsWith('recent')) return send(portalWithSnippetSchema, portal);
    const since_ms = firstAsked.get(portal.siteId) ?? clock();
    firstAsked.set(portal.siteId, since_ms);
    return send(
      part === 'recent/pages' ? recentPagesSchema : recentSchema,
      madeUpRecent(register, portal.siteId, Number(search.get('minutes') ?? 30), clock(), clock() - since_ms),
    );
  }

  function stream(res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const tell = () =>
      res.write(`event: live\ndata: ${JSON.stringify(liveSchema.parse(madeUpLive(register, clock())))}\n\n`);
    tell();
    const timer = setInterval(tell, 2000);
    res.on('close', () => clearInterval(timer));
  }

  return async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/v1/')) return false;
    const call = { req, search: url.searchParams, parts: url.pathname.slice('/api/v1/'.length).split('/') };
    if (call.parts[0] === 'live' && req.headers.accept?.includes('text/event-stream')) {
      stream(res);
      return true;
    }
    try {
      const body = await answer(call);
      res
        .writeHead(req.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('internal', String(error));
      const lang = req.headers['accept-language']?.startsWith('en') ? 'en' : 'vi';
      const { status, title, remedy } = ERRORS[refusal.code];
      res.writeHead(status, { 'content-type': 'application/problem+json' });
      res.end(
        JSON.stringify({
          type: `/docs/errors#${refusal.code}`,
          title: title[lang],
          status,
          detail: refusal.message,
          code: refusal.code,
          instance: 'urn:uuid:made-up',
          errors: refusal.errors,
          remedy: remedy[lang],
        }),
      );
    }
    return true;
  };
}
