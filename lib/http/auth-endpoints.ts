import { introspect } from '../oauth/introspection';
import { revokeToken } from '../oauth/revocation';
import { issueToken } from '../oauth/token';
import type { Endpoint } from './endpoint';
import { type Core, oauthEndpoint } from './oauth-endpoint';
import type { Peer } from './peer';
import type { HttpServices } from './services';

const endpoint =
  (policy: 'token' | 'introspect' | 'revoke', core: Core): Endpoint =>
  (request: Request, peer: Peer, services: HttpServices) =>
    oauthEndpoint(request, peer, policy, core, services);

/** POST /v1/auth/token (RFC 6749 §3.2). */
export const tokenEndpoint = endpoint('token', issueToken);

/** POST /v1/auth/introspect (RFC 7662 §2). */
export const introspectionEndpoint = endpoint('introspect', introspect);

/** POST /v1/auth/revoke (RFC 7009 §2); the answer has no body. */
export const revocationEndpoint = endpoint('revoke', revokeToken);
