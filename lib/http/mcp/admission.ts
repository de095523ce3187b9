import { machineOf } from '../../admin/machine-admission';
import { personOf } from '../../admin/person-admission';
import { mcpScopesOf } from '../../oauth/app-scope';
import { admitTokenCaller } from '../../oauth/caller';
import { OAuthError } from '../../oauth/errors';
import type { OAuthRequest } from '../../oauth/request';
import { mcpResource } from '../../oauth/resource';
import { withinNetworks } from '../../ratelimit/network';
import type { HttpServices } from '../services';
import type { McpCaller } from './caller';
import { recordRefusal } from './refusals';

/**
 * The client or person that calls, by a token made for this server and no other.
 *
 * @throws OAuthError 401 invalid_token | use_dpop_nonce | invalid_dpop_proof, 403 forbidden, 429 rate_limited
 */
export async function admitMcpCaller(request: OAuthRequest, services: HttpServices): Promise<McpCaller> {
  const { own, ...who } = await admitTokenCaller('mcp', request, services);
  const { claims } = own;
  const refuse = (reason: Parameters<typeof recordRefusal>[1]) =>
    recordRefusal({ ...who, jti: claims.jti }, reason, request.origin, services);

  // Whatever API it was sent to could else come here with it.
  if (claims.aud !== mcpResource(services.issuer)) {
    await refuse({ reason: 'wrong_audience' });
    const scheme = claims.token_use === 'machine' && claims.cnf ? 'DPoP' : 'Bearer';
    throw new OAuthError(
      401,
      'invalid_token',
      `This token is for another API: ask for one with resource=${mcpResource(services.issuer)}.`,
      { 'WWW-Authenticate': `${scheme} realm="gooclaim", error="invalid_token"` },
    );
  }
  if (claims.token_use === 'machine') {
    const machine = await machineOf(claims, request.origin, services);
    if (!withinNetworks(request.origin.address, machine.allowedNetworks)) {
      await refuse({ reason: 'network_not_allowed' });
      throw new OAuthError(403, 'forbidden', 'This client may not be used from this network.');
    }
    return { actor: machine, scopes: machine.scopes, jti: claims.jti, clientId: claims.client_id };
  }
  const person = await personOf(claims, request.origin, services);
  if (!person) {
    await refuse({ reason: 'app_not_allowed' });
    throw new OAuthError(403, 'forbidden', 'People may not use the MCP server through this app.');
  }
  const allowed = mcpScopesOf(person.role);
  const scopes = claims.scope.split(' ').filter((scope) => allowed.includes(scope));
  return { actor: person, scopes, jti: claims.jti, clientId: claims.client_id };
}
