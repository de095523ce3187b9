import { newId } from '../ids';
import { admitClient, explained } from './admission';
import { readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import { flagExposure } from './exposure';
import { machineIssuedAt, sign } from './mint';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import { subjectEvent } from './subject-event';

/** Life of a token in the OpenCRVS profile unless its client has another, in seconds. */
const OPENCRVS_TOKEN_LIFE = 600;

/** What OpenCRVS clients are answered: these two members and no more. */
export interface OpencrvsTokenResponse {
  access_token: string;
  token_type: 'Bearer';
}

/**
 * The token endpoint as OpenCRVS documents it: credentials in the query or the body, `scope` and `aud` as arrays, an
 * issuer of its own. Only for clients whose admin chose that profile: URLs reach proxies and logs, so another client's
 * secret that comes this way is flagged, and refused.
 *
 * @param secretInUrl whether the secret was in the query
 * @throws OAuthError 400 unsupported_grant_type | invalid_request | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function issueOpencrvsToken(
  request: OAuthRequest,
  secretInUrl: boolean,
  services: OAuthServices,
): Promise<OpencrvsTokenResponse> {
  const { parameters, origin } = request;
  if (parameters.get('grant_type') !== 'client_credentials')
    throw new OAuthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
  const presented = readCredentials(request.authorization, parameters);
  if (!presented) throw invalidRequest('client_id is missing.');
  if (presented.method === 'private_key_jwt')
    throw invalidRequest('This endpoint takes a client_id and a client_secret.');

  const admitted = await admitClient(presented, 'token', request, services);
  const { client, credential } = admitted;
  await explained(admitted, request, services, async () => {
    if (client.profile === 'opencrvs') return;
    if (secretInUrl)
      await flagExposure(
        { id: client.id, tenantId: client.tenantId, secretId: credential.id },
        'url',
        origin,
        services,
      );
    throw new OAuthError(400, 'unauthorized_client', 'This client gets its tokens at /v1/auth/token.');
  });

  const now = services.clock();
  const iat = machineIssuedAt(now, client, credential);
  const jti = newId('tok');
  const claims = {
    iss: client.opencrvsIssuer,
    sub: client.id,
    aud: client.opencrvsAudience,
    tenant_id: client.tenantId,
    scope: client.scopes,
    iat,
    exp: iat + (client.tokenLifeSeconds ?? OPENCRVS_TOKEN_LIFE),
    jti,
    client_id: client.id,
    token_use: 'machine',
    cred: credential.id,
  };
  const [accessToken] = await Promise.all([
    sign(claims, 'JWT', services),
    services.ledger.record(
      {
        ...subjectEvent(now, origin, { type: 'client', id: client.id, tenantId: client.tenantId }),
        jti,
        action: 'token.issued',
        outcome: 'success',
        detail: {
          scope: client.scopes.join(' '),
          secret_id: credential.id,
          method: presented.method,
          profile: 'opencrvs',
        },
      },
      credential.id,
    ),
  ]);
  return { access_token: accessToken, token_type: 'Bearer' };
}
