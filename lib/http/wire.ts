import { newId } from '../ids';
import { errorAnswer } from './answer';
import { introspectionEndpoint, revocationEndpoint, tokenEndpoint } from './auth-endpoints';
import type { Endpoint } from './endpoint';
import { healthEndpoint, readinessEndpoint } from './health-endpoints';
import { authorizationServerEndpoint, jwksEndpoint, openidConfigurationEndpoint } from './metadata-endpoints';

/** The addresses that are answered without entering Next. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/auth/token', tokenEndpoint],
  ['/v1/auth/introspect', introspectionEndpoint],
  ['/v1/auth/revoke', revocationEndpoint],
  ['/.well-known/jwks.json', jwksEndpoint],
  ['/.well-known/oauth-authorization-server', authorizationServerEndpoint],
  ['/.well-known/openid-configuration', openidConfigurationEndpoint],
  ['/healthz', healthEndpoint],
  ['/readyz', readinessEndpoint],
]);

/** Whatever else is asked under /v1: JSON, since a program is asking. */
export const unknownEndpoint: Endpoint = async () =>
  errorAnswer(404, 'invalid_request', 'There is no such endpoint.', newId('req'));

/** @returns undefined for addresses of the portal */
export function wireEndpoint(pathname: string): Endpoint | undefined {
  return (
    ENDPOINTS.get(pathname) ??
    (pathname === '/v1' || pathname.startsWith('/v1/') ? unknownEndpoint : undefined)
  );
}
