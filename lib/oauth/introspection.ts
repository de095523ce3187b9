import { networkOf } from '../ratelimit/network';
import { type CheckContext, checkToken } from '../token/checks';
import { type AccessTokenClaims, accessTokenClaimsSchema, decodeToken } from '../token/jwt';
import { admitClient, charge, type Meter, rateLimited } from './admission';
import { readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import type { OAuthServices } from './services';

/** RFC 7662 §2.2; times in UNIX seconds. Inactive is exactly `{"active":false}`. */
export type IntrospectionResponse =
  | { active: false }
  | {
      active: true;
      sub: string;
      tenant_id: string;
      scope?: string;
      iat: number;
      exp: number;
      aud: string;
      iss: string;
      jti: string;
      client_id: string;
      token_type: 'Bearer';
      token_use: 'machine';
    };

/** Who asks: the tenant whose tokens it may see. */
interface Caller {
  tenantId: string;
}

const REALM = 'Bearer realm="gooclaim"';

/** RFC 6750 §3: no error code when the request carried no credential at all. */
const noCredential = () =>
  new OAuthError(401, 'invalid_token', 'Send your access token as Authorization: Bearer.', {
    'WWW-Authenticate': REALM,
  });

const badToken = () =>
  new OAuthError(401, 'invalid_token', 'The access token is malformed, expired, revoked or not ours.', {
    'WWW-Authenticate': `${REALM}, error="invalid_token"`,
  });

/** The context in which this service judges a token on behalf of a tenant. Shared with the debugger. */
export function issuerContext(tenantId: string | undefined, services: OAuthServices): CheckContext {
  return {
    issuer: services.issuer,
    now: services.clock(),
    tenantId,
    findKey: (kid) => services.keys.verificationKey(kid),
    findSubject: (tenant, client, secret) => services.clients.findSubject(tenant, client, secret),
  };
}

async function claimsOf(
  token: string,
  tenantId: string | undefined,
  services: OAuthServices,
): Promise<AccessTokenClaims | undefined> {
  const { valid, decoded } = await checkToken(token, issuerContext(tenantId, services), 'first_failure');
  if (!valid) return undefined;
  const claims = accessTokenClaimsSchema.safeParse(decoded?.payload);
  return claims.success ? claims.data : undefined;
}

/** The caller by its own Bearer token (RFC 6750 §2.1): it must be as good as the API would want it. */
async function admitBearer(
  token: string,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<Caller> {
  const decoded = decodeToken(token);
  const tenantId = typeof decoded === 'string' ? undefined : decoded.payload.tenant_id;
  const claims = typeof tenantId === 'string' ? await claimsOf(token, tenantId, services) : undefined;
  if (!claims) {
    meter.decision = await services.limiter.take('introspect_failure', networkOf(origin.address));
    throw meter.decision.allowed ? badToken() : rateLimited(meter.decision);
  }
  await charge('introspect', { id: claims.client_id, tenantId: claims.tenant_id }, origin, meter, services);
  return { tenantId: claims.tenant_id };
}

async function admitCaller(
  authorization: string | null,
  parameters: Parameters,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<Caller> {
  const [, scheme = '', credential = ''] = /^(\S+)\s*(.*?)\s*$/.exec(authorization ?? '') ?? [];
  if (authorization !== null && scheme.toLowerCase() !== 'basic') {
    if (scheme.toLowerCase() !== 'bearer' || credential === '') throw noCredential();
    if (parameters.has('client_secret')) throw invalidRequest('Two authentication methods in one request.');
    return admitBearer(credential, origin, meter, services);
  }
  const presented = readCredentials(authorization, parameters);
  if (!presented) throw noCredential();
  const { client } = await admitClient(presented, 'introspect', origin, meter, services);
  return { tenantId: client.tenantId };
}

/**
 * Token introspection (RFC 7662). A defect of the caller's own credential is an error; anything about the inspected
 * token is `{"active":false}` with no hint, so that a foreign token and an invented one look alike.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client, 429 rate_limited
 */
export async function introspect(
  authorization: string | null,
  parameters: Parameters,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<IntrospectionResponse> {
  const caller = await admitCaller(authorization, parameters, origin, meter, services);
  const claims = await claimsOf(parameters.require('token'), caller.tenantId, services);
  if (!claims) return { active: false };
  return {
    active: true,
    sub: claims.sub,
    tenant_id: claims.tenant_id,
    ...(claims.scope === '' ? {} : { scope: claims.scope }),
    iat: claims.iat,
    exp: claims.exp,
    aud: claims.aud,
    iss: claims.iss,
    jti: claims.jti,
    client_id: claims.client_id,
    token_type: 'Bearer',
    token_use: claims.token_use,
  };
}
