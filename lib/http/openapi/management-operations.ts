import * as z from 'zod';
import { MANAGEMENT_PATH, OPERATIONS, type Operation } from '../management/operations';
import type { Described } from './describe';
import { CLIENT_ID, SECRET_ID } from './examples';
import { MANAGEMENT_EXAMPLES } from './management-examples';
import { type JsonSchema, nameOf } from './schemas';

const IDS: Record<string, string> = {
  'GET ': 'list-clients',
  'POST ': 'create-client',
  'GET /{client_id}': 'read-client',
  'PATCH /{client_id}': 'change-client',
  'DELETE /{client_id}': 'delete-client',
  'POST /{client_id}/disable': 'disable-client',
  'POST /{client_id}/enable': 'enable-client',
  'POST /{client_id}/end-tokens': 'end-client-tokens',
  'POST /{client_id}/revoke': 'revoke-client-token',
  'GET /{client_id}/secrets': 'list-secrets',
  'POST /{client_id}/secrets': 'rotate-secret',
  'DELETE /{client_id}/secrets/{secret_id}': 'end-secret',
  'GET /{client_id}/usage': 'read-usage',
};

const PATH_EXAMPLES: Record<string, string> = { client_id: CLIENT_ID, secret_id: SECRET_ID };

const header = (name: string, required: boolean, description: string, example?: string): JsonSchema => ({
  ...{ name, in: 'header', required, description },
  ...(example ? { example } : {}),
  schema: { type: 'string' },
});

function describe(operation: Operation): Described {
  const { method, path, scope, summary, takes, answers, status } = operation;
  const operationId = IDS[`${method} ${path}`];
  if (!operationId) throw new Error(`${method} ${path} has no operationId.`);
  const reads = method === 'GET';
  const empty = isEmpty(takes);
  const makesSecret = status === 201;
  const example = MANAGEMENT_EXAMPLES[operationId];
  return {
    path: `${MANAGEMENT_PATH}${path}`,
    method: method.toLowerCase() as Described['method'],
    operationId,
    summary,
    tag: path.includes('/secrets') ? 'Secrets' : 'Clients',
    security: ['bearer', 'dpop'],
    scope,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        ...{ name, in: 'path', required: true, example: PATH_EXAMPLES[name ?? ''] },
        schema: { type: 'string' },
      })),
      ...(reads && !empty ? queryParameters(takes) : []),
      ...(makesSecret
        ? [
            header(
              'Idempotency-Key',
              true,
              'A new UUID for each thing you want done: sent again with the same one, a lost answer does not leave a second secret',
              'A_NEW_UUID',
            ),
          ]
        : []),
      ...(method === 'PATCH'
        ? [header('If-Match', false, 'The ETag of the client that was read: 412 if it was changed since')]
        : []),
      header('DPoP', false, 'The proof, where the token is bound to a key (RFC 9449 §7.1)'),
    ],
    ...(reads || empty
      ? {}
      : { takes: { schema: nameOf(takes), forms: false, required: true, example: example?.takes } }),
    answers: {
      status,
      description: 'Done',
      ...(answers ? { schema: nameOf(answers), example: example?.answers } : {}),
    },
    ...(answers && nameOf(answers).endsWith('Client')
      ? { headers: { ETag: 'Names the settings as they are: for If-Match' } }
      : {}),
    errors: {
      400: ['invalid_request'],
      401: ['invalid_token', 'use_dpop_nonce', 'invalid_dpop_proof'],
      403: ['insufficient_scope', 'forbidden'],
      ...(path === '' ? {} : { 404: ['not_found' as const] }),
      ...(reads ? {} : { 409: ['conflict' as const] }),
      ...(method === 'PATCH' ? { 412: ['conflict' as const] } : {}),
      413: ['invalid_request'],
      ...(makesSecret ? { 422: ['invalid_request' as const] } : {}),
      429: ['rate_limited'],
    },
    errorSchema: 'ManagementError',
    limited: true,
  };
}

const isEmpty = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).length === 0;

/** Each member of the query on its own, as OpenAPI has them. */
function queryParameters(schema: z.ZodType): JsonSchema[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    ...{ name, in: 'query', required: required.includes(name) },
    schema: property,
  }));
}

/** The management API, as it is: made from the table that it is served from. */
export const MANAGEMENT_OPERATIONS: readonly Described[] = OPERATIONS.map(describe);
