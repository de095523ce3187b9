import {
  introspectionEndpoint,
  revocationEndpoint,
  selfRotationEndpoint,
  tokenEndpoint,
  userinfoEndpoint,
} from './auth-endpoints';
import type { Endpoint } from './endpoint';
import { healthEndpoint, readinessEndpoint } from './health-endpoints';
import { leaksEndpoint } from './leaks-endpoint';
import { managementEndpoint } from './management/endpoint';
import { MANAGEMENT_PATH } from './management/operations';
import { mcpEndpoint } from './mcp/endpoint';
import {
  authorizationServerEndpoint,
  jwksEndpoint,
  openApiJsonEndpoint,
  openApiYamlEndpoint,
  openidConfigurationEndpoint,
  protectedResourceEndpoint,
} from './metadata-endpoints';
import { opencrvsTokenEndpoint } from './opencrvs-endpoint';
import { unknownEndpoint } from './unknown-endpoint';

/** The addresses that are answered without entering Next. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/auth/token', tokenEndpoint],
  ['/v1/auth/introspect', introspectionEndpoint],
  ['/v1/auth/revoke', revocationEndpoint],
  ['/v1/auth/userinfo', userinfoEndpoint],
  ['/v1/auth/clients/self/secret', selfRotationEndpoint],
  ['/v1/auth/leaks', leaksEndpoint],
  ['/token', opencrvsTokenEndpoint],
  ['/.well-known/jwks.json', jwksEndpoint],
  ['/.well-known/oauth-authorization-server', authorizationServerEndpoint],
  ['/.well-known/openid-configuration', openidConfigurationEndpoint],
  ['/.well-known/oauth-protected-resource', protectedResourceEndpoint],
  ['/.well-known/oauth-protected-resource/mcp', protectedResourceEndpoint],
  ['/mcp', mcpEndpoint],
  ['/openapi.json', openApiJsonEndpoint],
  ['/openapi.yaml', openApiYamlEndpoint],
  ['/healthz', healthEndpoint],
  ['/readyz', readinessEndpoint],
]);

/** Below `/token` a page or a redirect would repeat the query, which may have credentials in it. */
const UNKNOWN = /^\/(v1|token)\//;

/** @returns undefined for addresses of the portal */
export function wireEndpoint(pathname: string): Endpoint | undefined {
  return (
    ENDPOINTS.get(pathname) ??
    (pathname === MANAGEMENT_PATH || pathname.startsWith(`${MANAGEMENT_PATH}/`)
      ? managementEndpoint
      : undefined) ??
    (pathname === '/v1' || UNKNOWN.test(pathname) ? unknownEndpoint : undefined)
  );
}
