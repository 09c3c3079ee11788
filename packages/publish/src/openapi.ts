import { ERRORS, type ErrorCode, problemSchema, type WordsInBoth } from '@emc/contract';
import { inlineSchema, namedSchemas, referenceTo } from './components.ts';
import type { OpenApiDocument, Operation } from './openapi-shape.ts';
import { errorsOf, type Route, TAGS } from './route.ts';

/** Vietnamese first; one document for both, so that its address has one content. */
const both = (words: WordsInBoth) => `${words.vi} · ${words.en}`;

const ABOUT: WordsInBoth = {
  vi: 'Số liệu công khai: ai cũng đọc được. Ghi cần đăng nhập (cookie của phiên), hoặc tiêu đề Authorization: Bearer <khóa của đơn vị vận hành>; x-roles nêu vai trò được phép (own-body: chỉ cơ quan của chính tài khoản). Lỗi theo RFC 9457 (application/problem+json); tiêu đề lỗi theo Accept-Language. Ngày là ngày theo giờ Việt Nam. null là không biết, không phải 0.',
  en: 'Figures are public: anybody may read them. Writing needs a session (cookie), or the header Authorization: Bearer <operator key>; x-roles names the roles that may (own-body: only what is of the account’s own body). Refusals follow RFC 9457 (application/problem+json), their titles Accept-Language. Days are those of Asia/Ho_Chi_Minh. null is not known, not 0.',
};

interface Response {
  description: string;
  headers?: object;
  content: Record<string, { schema: object }>;
}

function parametersIn(place: 'path' | 'query', shape: Route['query']): object[] {
  return Object.entries(shape?.shape ?? {}).map(([name, schema]) => {
    const { description, ...written } = inlineSchema(schema);
    const leftOut = schema.safeParse(undefined);
    const required = place === 'path' || !leftOut.success;
    if (leftOut.data !== undefined) written.default = leftOut.data;
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: written };
  });
}

function successOf({ success }: Route): Record<string, Response> {
  const schema = referenceTo(success.schema);
  const others = (success.alsoAs ?? []).map(({ type, description }) => [
    type,
    { schema: { type: 'string', description: both(description) } },
  ]);
  const content = { 'application/json': { schema }, ...Object.fromEntries(others) };
  const headers = Object.entries(success.headers ?? {}).map(([name, words]) => [
    name,
    { description: both(words), schema: { type: 'string' } },
  ]);
  const withHeaders = headers.length === 0 ? {} : { headers: Object.fromEntries(headers) };
  const { alsoStatus } = success;
  return {
    [success.status]: { description: both(success.description), ...withHeaders, content },
    ...(alsoStatus === undefined
      ? {}
      : { [alsoStatus.status]: { description: both(alsoStatus.description), content } }),
  };
}

/** Refusals, one response a status; a status that also has an answer of its own keeps that, with the problem beside it. */
function refusalsOf(route: Route, answers: Record<string, Response>): Record<string, Response> {
  const byStatus = Map.groupBy(errorsOf(route), (code) => String(ERRORS[code].status));
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, refusalResponse(codes, answers[status])]));
}

function refusalResponse(codes: ErrorCode[], answered: Response | undefined): Response {
  const description = codes.map((code) => `${code}: ${both(ERRORS[code].title)}`).join('\n\n');
  const content = { 'application/problem+json': { schema: referenceTo(problemSchema) } };
  if (answered === undefined) return { description, content };
  return {
    ...answered,
    description: `${answered.description}\n\n${description}`,
    content: { ...answered.content, ...content },
  };
}

/** Who may: in words for people, as `security` and `x-roles` for programs. */
function accessOf({ access }: Route): { security: object[]; 'x-roles': string[] } {
  if (access === 'public') return { security: [], 'x-roles': ['public'] };
  const roles = access.roles.map((role) => (role === 'body' && access.ownBody ? 'own-body' : role));
  const withKey = access.roles.includes('operator') ? [{ operatorKey: [] }] : [];
  return { security: [{ session: [] }, ...withKey], 'x-roles': roles };
}

function operationOf(route: Route): Operation & { requestBody?: object; security: object[] } {
  const answers = successOf(route);
  const parameters = [...parametersIn('path', route.params), ...parametersIn('query', route.query)];
  const body = route.body;
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: both(route.summary),
    ...(route.description === undefined ? {} : { description: both(route.description) }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !route.bodyOptional,
            content: { 'application/json': { schema: referenceTo(body) } },
          },
        }),
    responses: { ...answers, ...refusalsOf(route, answers) },
    ...accessOf(route),
  };
}

/**
 * The OpenAPI 3.1 document, from the same declarations that check requests and answers.
 * @param publicUrl where the program is reached from outside, such as https://emc.example.gov.vn
 */
export function openApiOf(
  routes: readonly Route[],
  { publicUrl, version }: { publicUrl: string; version: string },
): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'EMC API',
      version,
      description: `${ABOUT.vi}\n\n${ABOUT.en}`,
    },
    servers: [{ url: new URL('/api/v1', publicUrl).href }],
    tags: Object.entries(TAGS).map(([name, words]) => ({ name, description: both(words) })),
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'emc.session_token',
          description: 'POST /api/auth/sign-in/email, POST /api/auth/two-factor/verify-totp',
        },
        operatorKey: { type: 'http', scheme: 'bearer', description: 'operator.key' },
      },
    },
  };
}
