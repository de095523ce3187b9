import * as z from 'zod';
import { ERROR_CODES } from './error-codes';

/**
 * What programs send to `/v1/auth/*` and `/token`, and what they are answered; times are UNIX seconds. Requests are JSON
 * objects or forms with these members; a member beyond these changes nothing (RFC 6749 §3.2).
 */
const instant = z.int().describe('UNIX seconds');
const scope = z.string().describe('Permissions, separated by spaces (RFC 6749 §3.3)');

/** How a client shows who it is, in the body (RFC 6749 §2.3.1, RFC 7523 §2.2). */
const credentials = {
  client_id: z.string().describe('May be left out where the Authorization header or the assertion has it'),
  client_secret: z
    .string()
    .meta({ format: 'password' })
    .describe('Never in a URL. In place of it: HTTP Basic, or an assertion'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().describe('A JWT signed by a registered key (RFC 7523 §2.2)'),
};

/** One request shape for clients and apps: which members are needed depends on `grant_type`. */
export const tokenRequestSchema = z
  .looseObject({
    grant_type: z.enum(['client_credentials', 'authorization_code', 'refresh_token']),
    ...credentials,
    scope: scope.describe('A part of what the client was granted; all of it where it is left out'),
    resource: z.string().describe('The API the token is for, where it is not gooclaim-api (RFC 8707)'),
    code: z.string().describe('Of apps: the authorization code'),
    code_verifier: z.string().describe('Of apps: what the challenge was made from (RFC 7636)'),
    redirect_uri: z.string().describe('Of apps: as at the authorization endpoint'),
    refresh_token: z.string().describe('Of apps: good once'),
  })
  .partial()
  .required({ grant_type: true });

export const tokenResponseSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.enum(['Bearer', 'DPoP']).describe('DPoP when it is bound to a key (RFC 9449 §5)'),
  expires_in: z.int().describe('Seconds until it expires'),
  scope: scope.describe('Permissions it has, separated by spaces'),
  refresh_token: z.string().optional().describe('Of apps, with the scope offline_access'),
  id_token: z.string().optional().describe('Of apps, with the scope openid'),
});

export const opencrvsTokenRequestSchema = z
  .looseObject({ grant_type: z.literal('client_credentials'), ...credentials, scope })
  .omit({ client_assertion: true, client_assertion_type: true })
  .partial()
  .required({ grant_type: true });

export const opencrvsTokenResponseSchema = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
});

export const introspectionRequestSchema = z
  .looseObject({
    token: z.string().describe('The token that is asked about'),
    token_type_hint: z.string().describe('Not needed, and of no effect'),
    ...credentials,
  })
  .partial()
  .required({ token: true });

export const introspectionResponseSchema = z.union([
  z
    .strictObject({
      active: z.literal(true),
      sub: z.string().describe('A client_id, or the id of a person'),
      tenant_id: z.string(),
      scope: scope.optional().describe('Left out where there is none'),
      iat: instant,
      exp: instant,
      aud: z.string(),
      iss: z.string(),
      jti: z.string().describe('The id of the token: what may be logged in place of it'),
      client_id: z.string(),
      token_type: z.enum(['Bearer', 'DPoP']),
      token_use: z.enum(['machine', 'human']),
      cnf: z
        .strictObject({ jkt: z.string() })
        .optional()
        .describe('The key a DPoP token is bound to (RFC 9449 §6.2)'),
    })
    .describe('A token that is good'),
  z
    .strictObject({ active: z.literal(false) })
    .describe('Any other text: expired, revoked, of another tenant, or no token at all'),
]);

export const revocationRequestSchema = introspectionRequestSchema.extend({
  token: z.string().describe('The token that is to be ended'),
});

export const selfRotationRequestSchema = z.looseObject(credentials).partial();

export const selfRotationResponseSchema = z.strictObject({
  client_id: z.string(),
  client_secret: z.string().describe('The new secret, in this answer and nowhere else'),
  secret_id: z.string(),
  client_secret_expires_at: z.literal(0).describe('0: it does not expire (RFC 7591 §3.2.1)'),
  previous_secret_expires_at: instant.describe('Until then the old secret works as well'),
});

/** OpenID Connect Core 1.0 §5.1; which of them there are depends on the scopes. */
export const userinfoSchema = z.looseObject({ sub: z.string().describe('The id of the person') });

export const jwksSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('RSA'),
      use: z.literal('sig'),
      alg: z.literal('RS256'),
      kid: z.string(),
      n: z.string(),
      e: z.string(),
    }),
  ),
});

export const metadataSchema = z
  .looseObject({
    issuer: z.string(),
    token_endpoint: z.string(),
    introspection_endpoint: z.string(),
    jwks_uri: z.string(),
  })
  .describe('RFC 8414 §2 and OpenID Connect Discovery 1.0 §3');

/** GET /.well-known/oauth-protected-resource/mcp (RFC 9728 §2). */
export const protectedResourceSchema = z
  .object({
    resource: z.string().describe('What to ask a token for (RFC 8707), and its audience'),
    authorization_servers: z.array(z.string()),
    bearer_methods_supported: z.array(z.string()),
    dpop_signing_alg_values_supported: z.array(z.string()),
    resource_name: z.string(),
    resource_documentation: z.string(),
  })
  .describe('The MCP server as a protected resource');

export const healthSchema = z.strictObject({ status: z.string(), missing: z.string().optional() });

/** Every refusal (RFC 6749 §5.2). */
export const errorSchema = z.looseObject({
  error: z.enum(ERROR_CODES),
  error_description: z.string().describe('For a person; never a part of the request'),
  request_id: z.string().describe('Names the call in the portal, where its admins see the true reason'),
});
