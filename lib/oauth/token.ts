import { SignJWT } from 'jose';
import { newId } from '../ids';
import { type AccessTokenClaims, AUDIENCE } from '../token/jwt';
import { admitClient, type Meter } from './admission';
import { clientEvent } from './client-audit';
import { readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import type { Parameters } from './parameters';
import type { Origin, SigningKey } from './ports';
import { narrowScope } from './scope';
import type { OAuthServices } from './services';

/** Life of a machine token, in seconds. */
const MACHINE_TOKEN_LIFE = 3600;

/** RFC 6749 §5.1; `expires_in` in seconds. */
export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
}

const sign = (claims: AccessTokenClaims, { kid, key }: SigningKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key);

/**
 * The client credentials grant (RFC 6749 §4.4).
 *
 * @throws OAuthError 400 invalid_request | unsupported_grant_type | invalid_scope, 401 invalid_client, 429 rate_limited
 */
export async function issueToken(
  authorization: string | null,
  parameters: Parameters,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<TokenResponse> {
  if (parameters.require('grant_type') !== 'client_credentials')
    throw new OAuthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
  const requestedScope = parameters.get('scope');
  const presented = readCredentials(authorization, parameters);
  if (!presented) throw invalidRequest('client_id is missing.');

  const { client, secret } = await admitClient(presented, 'token', origin, meter, services);
  const now = services.clock();
  const event = clientEvent(now, origin, client, client.id);

  let scope: string;
  try {
    scope = narrowScope(client.scopes, requestedScope);
  } catch (refusal) {
    await services.ledger.record({
      ...event,
      action: 'token.refused',
      outcome: 'failure',
      detail: { reason: 'invalid_scope', secret_id: secret.id },
    });
    throw refusal;
  }

  // Tokens count in whole seconds: in the second in which all older ones were ended, a new one must not be among them.
  const iat = Math.max(
    Math.floor(now / 1000),
    Math.ceil(Math.max(client.notBefore, secret.notBefore) / 1000),
  );
  const jti = newId('tok');
  const claims: AccessTokenClaims = {
    iss: services.issuer,
    sub: client.id,
    aud: AUDIENCE,
    tenant_id: client.tenantId,
    scope,
    iat,
    exp: iat + MACHINE_TOKEN_LIFE,
    jti,
    client_id: client.id,
    token_use: 'machine',
    cred: secret.id,
  };
  // The signature and the row are made at once; the token leaves only when the row is committed.
  const [accessToken] = await Promise.all([
    services.keys.signingKey().then((key) => sign(claims, key)),
    services.ledger.record(
      {
        ...event,
        jti,
        action: 'token.issued',
        outcome: 'success',
        detail: { scope, secret_id: secret.id, method: presented.method },
      },
      secret.id,
    ),
  ]);
  return { access_token: accessToken, token_type: 'Bearer', expires_in: MACHINE_TOKEN_LIFE, scope };
}
