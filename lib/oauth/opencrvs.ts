import type { z } from 'zod';
import type { opencrvsTokenResponseSchema } from '../contract/wire';
import { newId } from '../ids';
import { admitClient, explained, tokenSubject } from './admission';
import { readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import { issuedAt, mint } from './mint';
import type { AuditEvent } from './ports';
import type { OAuthRequest } from './request';
import { narrowScope, noteScopes } from './scope';
import type { OAuthServices } from './services';
import { subjectEvent, subjectOf } from './subject-event';

/** Life of a token in the OpenCRVS profile unless its client has another, in seconds. */
export const OPENCRVS_TOKEN_LIFE = 600;

/** What OpenCRVS clients are answered: these two members and no more. */
export type OpencrvsTokenResponse = z.infer<typeof opencrvsTokenResponseSchema>;

/**
 * The token endpoint as OpenCRVS documents it: credentials in the query or the body, `scope` and `aud` as arrays, an
 * issuer of its own. Only for clients whose admin chose that profile, since URLs reach proxies and logs.
 *
 * @throws OAuthError 400 unsupported_grant_type | invalid_request | unauthorized_client | invalid_scope | invalid_target, 401 invalid_client, 429 rate_limited
 */
export async function issueOpencrvsToken(
  request: OAuthRequest,
  services: OAuthServices,
): Promise<OpencrvsTokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  if (parameters.get('grant_type') !== 'client_credentials')
    throw new OAuthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
  const presented = readCredentials(request.authorization, parameters);
  if (!presented) throw invalidRequest('client_id is missing.');
  if (presented.method === 'private_key_jwt')
    throw invalidRequest('This endpoint takes a client_id and a client_secret.');

  const admitted = await admitClient(presented, 'token', request, services);
  const { client, credential } = admitted;
  const scope = await explained(admitted, request, services, async () => {
    if (client.profile !== 'opencrvs')
      throw new OAuthError(400, 'unauthorized_client', 'This client gets its tokens at /v1/auth/token.');
    if (parameters.has('resource'))
      throw new OAuthError(400, 'invalid_target', 'resource is not for clients of this profile.');
    return narrowScope(client.scopes, parameters.get('scope'));
  });

  const iat = await issuedAt(askedAt, ...tokenSubject(admitted), services);
  const jti = newId('tok');
  const claims = {
    iss: client.opencrvsIssuer,
    sub: client.id,
    aud: client.opencrvsAudience,
    tenant_id: client.tenantId,
    scope: scope.split(' '),
    iat,
    exp: iat + (client.tokenLifeSeconds ?? OPENCRVS_TOKEN_LIFE),
    jti,
    client_id: client.id,
    token_use: 'machine',
    cred: credential.id,
  };
  const event: AuditEvent = subjectEvent(services.clock(), origin, subjectOf(client), {
    jti,
    action: 'token.issued',
    outcome: 'success',
    detail: { scope, secret_id: credential.id, method: presented.method, profile: 'opencrvs' },
  });
  const accessToken = await mint(claims, 'JWT', event, services, credential);
  noteScopes(request, parameters.get('scope'));
  return { access_token: accessToken, token_type: 'Bearer' };
}
