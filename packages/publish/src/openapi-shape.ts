import { z } from 'zod';

/** A JSON Schema (draft 2020-12) inside the document. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** One method at one address. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: object[];
  responses: Record<string, object>;
}

/** The OpenAPI 3.1 document, as far as this program itself reads it. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

/** The same, as the route that serves it declares its answer. */
export const openApiSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.looseObject({}),
  components: z.looseObject({}),
});
