import type { ErrorCode } from '../../contract/error-codes';
import { type JsonSchema, referenceTo, type SchemaName } from './schemas';

/** Which ways there are to say who calls; one of them is needed, and `none` means that one may call without. */
type Security = 'bearer' | 'dpop' | 'basic' | 'body' | 'none';

export interface Described {
  path: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  security: readonly Security[];
  /** A scope that a bearer token needs. */
  scope?: string;
  /** The body; `query` says that it may also come as a query. */
  takes?: { schema: SchemaName; forms: boolean; required: boolean; example?: object };
  parameters?: readonly JsonSchema[];
  answers: { status: number; description: string; schema?: SchemaName; example?: object };
  /** Headers of the answer, beside those that every one has. */
  headers?: Record<string, string>;
  errors: Partial<Record<number, readonly ErrorCode[]>>;
  errorSchema?: 'Error' | 'ManagementError' | 'Health';
  limited: boolean;
}

const WHEN: Record<number, string> = {
  400: 'What was sent is not right',
  401: 'Whoever calls is not let in',
  403: 'Whoever calls may not do this',
  404: 'There is no such thing, as far as the caller may know',
  405: 'Another method is needed: see Allow',
  409: 'Something else came first',
  412: 'It was changed since it was read',
  413: 'The body is too large: 16 KiB at most',
  415: 'The body is neither JSON nor a form',
  422: 'The Idempotency-Key was used for something else',
  429: 'A limit is reached: wait as long as Retry-After says',
  500: 'A defect of the service; the request_id names it',
  503: 'The service cannot answer now; the same request may be sent again',
};

/** What every operation may answer, whatever it is. */
const ALWAYS: Described['errors'] = {
  405: ['invalid_request'],
  500: ['server_error'],
  503: ['temporarily_unavailable'],
};

const text = (description: string): JsonSchema => ({ description, schema: { type: 'string' } });
const seconds = (description: string): JsonSchema => ({
  description,
  schema: { type: 'integer', minimum: 0 },
});

const REQUEST_ID = { 'X-Request-Id': text('Names this call in the portal') };
const RATE = {
  'RateLimit-Limit': seconds('Calls a minute'),
  'RateLimit-Remaining': seconds('Calls that are left'),
  'RateLimit-Reset': seconds('Seconds until there are more'),
};
const RETRY = { 'Retry-After': seconds('Seconds to wait') };

/** One operation as OpenAPI 3.1 has it (§4.8.10). */
export function operationObject(one: Described): JsonSchema {
  const { answers, errors, takes } = one;
  const responses: Record<string, JsonSchema> = {
    [answers.status]: {
      description: answers.description,
      headers: {
        ...(one.limited ? { ...REQUEST_ID, ...RATE } : {}),
        ...Object.fromEntries(Object.entries(one.headers ?? {}).map(([name, words]) => [name, text(words)])),
      },
      ...(answers.schema ? { content: json(answers.schema, answers.example) } : {}),
    },
  };
  for (const [status, codes = []] of Object.entries({ ...ALWAYS, ...errors }))
    responses[status] = {
      description: WHEN[Number(status)] ?? '',
      headers: {
        ...(one.limited ? { ...REQUEST_ID, ...RATE } : {}),
        ...(['409', '429', '503'].includes(status) ? RETRY : {}),
        ...(status === '405' ? { Allow: text('Methods that are answered') } : {}),
        ...(status === '401' && one.security.some((way) => way !== 'none')
          ? { 'WWW-Authenticate': text('How to call, where a header was used or is asked for (RFC 6750 §3)') }
          : {}),
      },
      content:
        one.errorSchema === 'Health' ? json('Health') : refusal(one.errorSchema ?? 'Error', status, codes),
    };
  return {
    operationId: one.operationId,
    summary: one.summary,
    ...(one.description ? { description: one.description } : {}),
    tags: [one.tag],
    security: one.security.map((way) => securityObject(way, one.scope)),
    ...(one.parameters ? { parameters: one.parameters } : {}),
    ...(takes
      ? {
          requestBody: {
            required: takes.required,
            content: {
              'application/json': media(takes.schema, takes.example),
              ...(takes.forms
                ? { 'application/x-www-form-urlencoded': media(takes.schema, takes.example) }
                : {}),
            },
          },
        }
      : {}),
    responses,
  };
}

const media = (schema: SchemaName, example?: object): JsonSchema => ({
  schema: referenceTo(schema),
  ...(example ? { example } : {}),
});

const json = (schema: SchemaName, example?: object): JsonSchema => ({
  'application/json': media(schema, example),
});

const refusal = (schema: SchemaName, status: string, codes: readonly ErrorCode[]): JsonSchema => ({
  'application/json': {
    schema: { allOf: [referenceTo(schema), { properties: { error: { enum: codes } } }] },
    example: {
      error: codes[0],
      error_description: `${WHEN[Number(status)]}.`,
      request_id: 'req_2yrBpWUqUncpCuizCTYN0b',
    },
  },
});

/** Scopes stand with OpenID Connect's way alone in OpenAPI 3.0; 3.1 lets any way name what roles it needs (§4.8.30). */
function securityObject(way: Security, scope: string | undefined): JsonSchema {
  if (way === 'none' || way === 'body') return {};
  return { [way]: scope ? [scope] : [] };
}
