import type { z } from 'zod';
import type { tokenResponseSchema } from '../contract/wire';
import { newId } from '../ids';
import type { MachineClaims } from '../token/claims';
import { AUDIENCE } from '../token/jwt';
import { type Admitted, admitClient, credentialDetail, explained, tokenSubject } from './admission';
import { readCredentials } from './client-authentication';
import { exchangeCode } from './code-grant';
import { readProof } from './dpop';
import { invalidRequest, OAuthError } from './errors';
import { issuedAt, mint } from './mint';
import type { AuditEvent } from './ports';
import { refreshTokens } from './refresh-grant';
import type { OAuthRequest } from './request';
import { chooseAudience, mcpResource } from './resource';
import { narrowScope, noteScopes } from './scope';
import type { OAuthServices } from './services';
import { subjectEvent, subjectOf } from './subject-event';

/** Life of a machine token unless its client has another, in seconds. */
export const MACHINE_TOKEN_LIFE = 3600;

/** RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3; `expires_in` in seconds. */
export type TokenResponse = z.infer<typeof tokenResponseSchema>;

/**
 * The token endpoint (RFC 6749 §3.2): machine clients with their credentials, apps with a code or a refresh token.
 *
 * @throws OAuthError 400 invalid_request | unsupported_grant_type | invalid_grant | invalid_scope | invalid_target |
 * unauthorized_client | invalid_dpop_proof | use_dpop_nonce, 401 invalid_client, 429 rate_limited
 */
export function issueToken(request: OAuthRequest, services: OAuthServices): Promise<TokenResponse> {
  switch (request.parameters.require('grant_type')) {
    case 'client_credentials':
      return issueMachineToken(request, services);
    case 'authorization_code':
      return exchangeCode(request, services);
    case 'refresh_token':
      return refreshTokens(request, services);
    default:
      throw new OAuthError(
        400,
        'unsupported_grant_type',
        'grant_type must be client_credentials, authorization_code or refresh_token.',
      );
  }
}

/** The client credentials grant (RFC 6749 §4.4). */
async function issueMachineToken(request: OAuthRequest, services: OAuthServices): Promise<TokenResponse> {
  const askedAt = services.clock();
  const { parameters, origin } = request;
  const requestedScope = parameters.get('scope');
  const resource = parameters.get('resource');
  const presented = readCredentials(request.authorization, parameters);
  if (!presented) throw invalidRequest('client_id is missing.');

  const admitted = await admitClient(presented, 'token', request, services);
  const { client, credential } = admitted;
  const { scope, audience, jkt } = await explained(admitted, request, services, async () => {
    const { scope, audience } = permitted(admitted, requestedScope, resource, services);
    return { scope, audience, jkt: await readProof(client.dpopBoundAccessTokens, request, services) };
  });

  const iat = await issuedAt(askedAt, ...tokenSubject(admitted), services);
  const life = client.tokenLifeSeconds ?? MACHINE_TOKEN_LIFE;
  const jti = newId('tok');
  const claims: MachineClaims = {
    iss: services.issuer,
    sub: client.id,
    aud: audience,
    tenant_id: client.tenantId,
    scope,
    iat,
    exp: iat + life,
    jti,
    client_id: client.id,
    token_use: 'machine',
    cred: credential.id,
    // Left out of the JSON where there is none: members copied from an object cost more than the rest of it together.
    cnf: jkt === undefined ? undefined : { jkt },
  };
  const event: AuditEvent = subjectEvent(services.clock(), origin, subjectOf(client), {
    jti,
    action: 'token.issued',
    outcome: 'success',
    detail: {
      scope,
      ...credentialDetail(credential),
      method: presented.method,
      audience: audience === AUDIENCE ? undefined : audience,
      jkt,
    },
  });
  const accessToken = await mint(claims, client.tokenTyp, event, services, credential);
  noteScopes(request, requestedScope);
  return {
    access_token: accessToken,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: life,
    scope,
  };
}

/** @throws OAuthError 400 unauthorized_client | invalid_scope | invalid_target */
function permitted(
  { client }: Admitted,
  scope: string | undefined,
  resource: string | undefined,
  { issuer }: Pick<OAuthServices, 'issuer'>,
) {
  if (client.profile !== 'gooclaim')
    throw new OAuthError(400, 'unauthorized_client', 'This client gets its tokens at /token.');
  return {
    scope: narrowScope(client.scopes, scope),
    audience: chooseAudience(client.resources, resource, mcpResource(issuer)),
  };
}
