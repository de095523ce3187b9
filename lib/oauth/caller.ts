import { networkOf } from '../ratelimit/network';
import { type AccessTokenClaims, decodeToken } from '../token/jwt';
import { admitClient, charge, type Meter, rateLimited } from './admission';
import { readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import { claimsOf } from './judgement';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import type { OAuthServices } from './services';

/** A client that may ask about the tokens of its tenant, and end its own. */
interface Caller {
  id: string;
  tenantId: string;
  /** The token it came by, found good a moment ago. */
  own?: { token: string; claims: AccessTokenClaims };
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

/** The caller by its own Bearer token (RFC 6750 §2.1): it must be as good as the API would want it. */
async function admitBearer(
  token: string,
  policy: 'introspect' | 'revoke',
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
  const caller = { id: claims.client_id, tenantId: claims.tenant_id };
  await charge(policy, caller, origin, meter, services);
  return { ...caller, own: { token, claims } };
}

/**
 * Who asks, by its own Bearer token or by client authentication.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client, 429 rate_limited
 */
export async function admitCaller(
  authorization: string | null,
  parameters: Parameters,
  policy: 'introspect' | 'revoke',
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<Caller> {
  // Not by a pattern: one with two runs of blanks takes quadratic time on a header full of them.
  const [scheme = ''] = (authorization ?? '').split(' ', 1);
  const credential = (authorization ?? '').slice(scheme.length).trim();
  if (authorization !== null && scheme.toLowerCase() !== 'basic') {
    if (scheme.toLowerCase() !== 'bearer' || credential === '') throw noCredential();
    if (parameters.has('client_secret')) throw invalidRequest('Two authentication methods in one request.');
    return admitBearer(credential, policy, origin, meter, services);
  }
  const presented = readCredentials(authorization, parameters);
  if (!presented) throw noCredential();
  const { client } = await admitClient(presented, policy, origin, meter, services);
  return { id: client.id, tenantId: client.tenantId };
}
