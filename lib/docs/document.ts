import { openApiDocument } from '../http/openapi/document';

/** As much of a JSON Schema as this service’s document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  enum?: (string | number)[];
  const?: string | number | boolean;
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  additionalProperties?: unknown;
}

interface Media {
  schema: Schema & { allOf?: [Schema, { properties: { error: { enum: string[] } } }] };
  example?: unknown;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  example?: string;
  schema: Schema;
}

interface Response {
  description: string;
  headers: Record<string, { description: string }>;
  content?: { 'application/json': Media };
}

interface OperationObject {
  operationId: string;
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
  'x-codeSamples': { lang: string; label: string; source: string }[];
}

/** An operation with where it is. */
export interface Operation extends OperationObject {
  method: string;
  path: string;
}

export interface ApiDocument {
  issuer: string;
  operations: Operation[];
  /** What a reference stands for; anything else as it is. */
  resolved(schema: Schema): Schema;
  /** What the ways to say who calls are, by their names. */
  schemes: Record<string, { description: string }>;
}

/** The OpenAPI document, to be shown: what it says is what is served and checked. */
export function apiDocument(issuer: string): ApiDocument {
  const { paths, components } = openApiDocument(issuer) as unknown as {
    paths: Record<string, Record<string, OperationObject>>;
    components: { schemas: Record<string, Schema>; securitySchemes: ApiDocument['schemes'] };
  };
  return {
    issuer,
    operations: Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    ),
    resolved: (schema) => {
      const name = schema.$ref?.split('/').at(-1);
      return (name && components.schemas[name]) || schema;
    },
    schemes: components.securitySchemes,
  };
}
