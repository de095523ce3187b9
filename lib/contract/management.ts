import * as z from 'zod';
import {
  allowedNetworksSchema,
  audienceSchema,
  jwksSchema,
  jwksUriSchema,
  opencrvsIssuerSchema,
  resourcesSchema,
  tokenLifeSchema,
} from './client-fields';
import { clientQuerySchema } from './client-list';
import { createClientSchema, rotateSecretSchema } from './portal';
import { scopesSchema } from './scopes';
import { rangeSchema } from './usage';

/**
 * The management API, `/v1/tenants/self/clients…`: what it takes and what it answers. Names are those of RFC 7591 where it
 * has one; times are UNIX seconds, as everywhere under /v1; durations are seconds.
 */
const instant = z.int().describe('UNIX seconds');
const count = z.int().min(0);

const scopeSchema = z
  .string()
  .transform((text) => text.split(' ').filter((token) => token !== ''))
  .pipe(scopesSchema.min(1, 'At least one scope'))
  .describe('Scopes, separated by blanks (RFC 6749 §3.3)');

const settings = {
  client_name: createClientSchema.shape.name.describe('What people call it; at most 100 characters'),
  description: createClientSchema.shape.description
    .unwrap()
    .describe('What it is for; at most 500 characters'),
  scope: scopeSchema,
  jwks: jwksSchema.nullable().describe('Public keys for private_key_jwt (RFC 7517 §5), in place of jwks_uri'),
  jwks_uri: jwksUriSchema.nullable().describe('The https address of the public keys, in place of jwks'),
};

/** POST …/clients. An Idempotency-Key header is required. */
export const newManagedClientSchema = z
  .strictObject({
    ...settings,
    description: settings.description.default(''),
    token_endpoint_auth_method: z
      .enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt'])
      .default('client_secret_basic')
      .describe(
        'With private_key_jwt there is no secret, and jwks or jwks_uri is required; the others are alike',
      ),
    jwks: settings.jwks.default(null),
    jwks_uri: settings.jwks_uri.default(null),
  })
  .describe('A new client');

/** PATCH …/clients/{client_id}: what is not sent stays as it is. If-Match takes the ETag of the client that was read. */
export const managedClientChangeSchema = z
  .strictObject({
    ...settings,
    token_life_seconds: tokenLifeSchema.nullable().describe('Null for the standard life'),
    token_typ: z.enum(['JWT', 'at+jwt']).describe('Header typ of its tokens; at+jwt is RFC 9068'),
    resources: resourcesSchema.describe('Audiences it may ask tokens for (RFC 8707)'),
    dpop_bound_access_tokens: z
      .boolean()
      .describe(
        'Whether every token request needs a DPoP proof (RFC 9449 §5.2); a token can only switch it on',
      ),
    allowed_networks: allowedNetworksSchema.describe(
      'CIDR blocks its credentials may be used from; a token can only set them where there are none',
    ),
    profile: z.enum(['gooclaim', 'opencrvs']).describe('Changed by people only'),
    opencrvs_issuer: opencrvsIssuerSchema.describe('Changed by people only'),
    opencrvs_audience: audienceSchema.describe('Changed by people only'),
  })
  .partial()
  .describe('Changes of a client');

/** GET …/clients?q=…&status=…&sort=…&dir=…&page=… */
export const managedClientQuerySchema = z
  .strictObject(clientQuerySchema.shape)
  .describe('Which clients, in which order');

/** POST …/clients/{client_id}/secrets. An Idempotency-Key header is required. */
export const managedRotationSchema = rotateSecretSchema.describe(
  'overlap_seconds: how long the old secret goes on, 0, 3600, 86400, 604800 or 2592000. current_secret_id: the secret that is to be replaced, null for none; 409 when another rotation came first',
);

/** POST …/clients/{client_id}/revoke */
export const tokenIdSchema = z
  .strictObject({
    jti: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'The jti of a token')
      .describe('Of the token'),
  })
  .describe('The token that is to be ended');

/** POST of what takes nothing. */
export const nothingSchema = z.strictObject({}).describe('Nothing');

/** GET …/clients/{client_id}/usage?range=… */
export const managedUsageQuerySchema = z
  .strictObject({ range: rangeSchema.default('24h') })
  .describe('Which time: the last hour, day or 30 days');

export const managedSecretSchema = z
  .object({
    secret_id: z.string(),
    hint: z.string().describe('Its last four characters'),
    state: z
      .enum(['current', 'old', 'expired', 'retired'])
      .describe('current: the newest live one; old: live until expires_at; the others are refused'),
    created_at: instant,
    created_by: z.string().describe('Who made it: an email address, a client_id, or self-rotation'),
    expires_at: instant.nullable().describe('UNIX seconds; null: it does not expire'),
    retired_at: instant.nullable(),
    exposed_at: instant.nullable().describe('When it was seen where others could read it: rotate it'),
    last_used_at: instant.nullable(),
    tokens_issued: count.describe('With it, ever'),
  })
  .describe('A secret, without its text');

const summaryFields = {
  client_id: z.string(),
  client_name: z.string(),
  status: z.enum(['active', 'disabled']),
  scope: z.string().describe('Separated by blanks'),
  last_used_at: instant.nullable(),
};

export const managedClientSchema = z
  .object({
    ...summaryFields,
    description: z.string(),
    client_id_issued_at: instant,
    updated_at: instant,
    tokens_not_before: instant.nullable().describe('Tokens issued before are ended'),
    profile: z.enum(['gooclaim', 'opencrvs']),
    opencrvs_issuer: z.string(),
    opencrvs_audience: z.array(z.string()),
    token_life_seconds: z.int().nullable(),
    token_typ: z.enum(['JWT', 'at+jwt']),
    dpop_bound_access_tokens: z.boolean(),
    allowed_networks: z.array(z.string()),
    resources: z.array(z.string()),
    jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).nullable(),
    jwks_uri: z.string().nullable(),
  })
  .describe('A client, its ETag in the header');
export type ManagedClient = z.infer<typeof managedClientSchema>;

const secretOnce = {
  secret_id: z.string(),
  client_secret: z.string().describe('In this answer and nowhere else'),
  client_secret_expires_at: z.literal(0).describe('0: it does not expire (RFC 7591 §3.2.1)'),
};

/** 201 of POST …/clients; the secret is missing where the client authenticates by its key. */
export const createdClientSchema = managedClientSchema
  .extend(z.object(secretOnce).partial().shape)
  .describe('The new client and, this once, its secret');

/** 201 of POST …/clients/{client_id}/secrets */
export const rotatedSecretSchema = z
  .object({
    client_id: z.string(),
    ...secretOnce,
    previous_secret_expires_at: instant
      .nullable()
      .describe('Until then the old secret works as well; null where there is none any more'),
  })
  .describe('The new secret, this once');

export const managedClientListSchema = z
  .object({
    clients: z.array(
      z.object({
        ...summaryFields,
        has_keys: z.boolean().describe('Whether it may authenticate by private_key_jwt'),
        live_secrets: count.describe('2 while a rotation is under way'),
      }),
    ),
    page: z.int(),
    matching: count.describe('Clients that fit the question, over all pages of 50'),
  })
  .describe('One page of the tenant’s clients');

export const managedSecretsSchema = z
  .object({ client_id: z.string(), secrets: z.array(managedSecretSchema) })
  .describe('Newest first: live ones, and those that ended in the last 30 days');

const sums = { tokens: count, introspections: count, failures: count, limited: count };

export const managedUsageSchema = z
  .object({
    client_id: z.string(),
    range: rangeSchema,
    totals: z.object(sums),
    previous: z.object(sums).describe('Of as long a time before'),
    buckets: z
      .array(z.object({ at: instant, ...sums }))
      .describe('Oldest first and without gaps; the last one is not over'),
    reasons: z.array(z.object({ reason: z.string(), count })).describe('Of failures, most frequent first'),
    credentials: z
      .array(z.object({ credential_id: z.string(), ...sums }))
      .describe('By the secret or key that was used'),
  })
  .describe('What a client did; a few seconds behind at most');

/** Every refusal. `fields`: of 400 invalid_request alone, what is wrong with which member of the body or the query. */
export const managementErrorSchema = z
  .object({
    error: z.string(),
    error_description: z.string(),
    request_id: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
  })
  .describe('A refusal');
