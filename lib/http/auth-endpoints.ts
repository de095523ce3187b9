import { refuseQueryParameters } from '../oauth/exposure';
import { introspect } from '../oauth/introspection';
import { issueToken } from '../oauth/token';
import { oauthEndpoint } from './oauth-endpoint';
import type { Peer } from './peer';
import type { HttpServices } from './services';

/** POST /v1/auth/token (RFC 6749 §3.2). */
export function tokenEndpoint(request: Request, peer: Peer, services: HttpServices): Promise<Response> {
  return oauthEndpoint(
    request,
    peer,
    'token',
    async (authorization, parameters, origin, meter) => {
      await refuseQueryParameters(new URL(request.url).searchParams, parameters, origin, services);
      return issueToken(authorization, parameters, origin, meter, services);
    },
    services,
  );
}

/** POST /v1/auth/introspect (RFC 7662 §2). */
export function introspectionEndpoint(
  request: Request,
  peer: Peer,
  services: HttpServices,
): Promise<Response> {
  return oauthEndpoint(
    request,
    peer,
    'introspect',
    async (authorization, parameters, origin, meter) => {
      await refuseQueryParameters(new URL(request.url).searchParams, parameters, origin, services);
      return introspect(authorization, parameters, origin, meter, services);
    },
    services,
  );
}
