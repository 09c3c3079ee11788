import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERRORS } from '@emc/contract';
import { ROUTES } from '../src/index.ts';
import type { OpenApiDocument } from '../src/openapi-shape.ts';
import { errorsOf, route } from '../src/route.ts';
import { openApiOf } from '../src/openapi.ts';
import { testApi, type TestApi } from './doubles.ts';

let api: TestApi;
let document: OpenApiDocument;
beforeAll(async () => {
  api = await testApi();
  document = (await api.app.inject('/api/v1/openapi.json')).json();
});
afterAll(() => api.app.close());

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate({ ...structuredClone(document) });
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(document.openapi).toBe('3.1.0');
});

test('every route that the server has is in the document, and the other way round', () => {
  // Fastify prints its own table; find every address and method in it by asking the router itself.
  const declared = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(declared.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  const served = printed(api.app.printRoutes({ commonPrefix: false })).filter((line) => !line.includes('/api/auth/'));
  expect(served).toEqual([...new Set(declared)].map((line) => line.replaceAll(/\{\w+\}/g, ':')).sort());
});

/** The lines of Fastify's table as `METHOD /path`, parameters as `:`; HEAD is Fastify's own shadow of GET. */
function printed(table: string): string[] {
  const parts: string[] = [];
  const routes: string[] = [];
  for (const line of table.split('\n').filter((text) => text.trim() !== '')) {
    const match = /^((?:│ {3}| {4})*)[├└]── ([^ ]*)(?: \(([A-Z, ]+)\))?/.exec(line);
    if (match === null) continue;
    const depth = (match[1] ?? '').length / 4;
    parts.length = depth;
    parts[depth] = match[2] ?? '';
    const path = parts.join('').replace('/api/v1', '').replaceAll(/:\w+/g, ':');
    for (const method of (match[3] ?? '').split(', ').filter((name) => name !== '' && name !== 'HEAD'))
      routes.push(`${method} ${path}`);
  }
  return routes.sort();
}

test('every reference in the document leads to a schema in it', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(new Set(references).size).toBeGreaterThan(15);
  for (const name of references) expect(document.components.schemas, name).toHaveProperty(String(name));
});

test('every refusal that a route can give is in its responses, with the problem document', () => {
  for (const declared of ROUTES) {
    const responses = document.paths[declared.path]?.[declared.method.toLowerCase()]?.responses;
    for (const code of errorsOf(declared)) {
      const text = JSON.stringify(responses?.[String(ERRORS[code].status)]);
      expect(text, `${declared.id} ${code}`).toContain(code);
      expect(text).toContain('application/problem+json');
    }
  }
});

test('every route says in the document who may use it: nobody needs a key for what is public', () => {
  for (const { method, path, access } of ROUTES) {
    const operation = document.paths[path]?.[method.toLowerCase()] as unknown as {
      security: object[];
      'x-roles': string[];
    };
    const open = access === 'public';
    expect(operation.security.length === 0, `${method} ${path}`).toBe(open);
    expect(operation['x-roles'].includes('public'), `${method} ${path}`).toBe(open);
    if (method !== 'GET') expect(open, `${method} ${path}`).toBe(false);
  }
});

test('parameters carry their defaults, limits and meaning', () => {
  const parameters = document.paths['/portals']?.['get']?.parameters;
  expect(parameters).toContainEqual({
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many at most; 100 when left out',
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  });
  expect(document.paths['/portals/{siteId}']?.['get']?.parameters).toMatchObject([
    { name: 'siteId', in: 'path', required: true },
  ]);
});

test('operation ids are unique', () => {
  expect(new Set(ROUTES.map(({ id }) => id)).size).toBe(ROUTES.length);
});

test('a route whose answer has no name in the document is refused when the program starts', () => {
  const unnamed = route({
    id: 'x',
    method: 'GET',
    path: '/x',
    tag: 'system',
    summary: { vi: 'x', en: 'x' },
    access: 'public',
    caching: 'never',
    errors: [],
    success: { status: 200, schema: z.object({}), description: { vi: 'x', en: 'x' } },
    handle: () => ({ json: {} }),
  });
  expect(() => openApiOf([unnamed], { publicUrl: 'http://127.0.0.1', version: '0' })).toThrow('components.ts');
});
