import { ASSERTION_ALGORITHMS } from './client-jwks';
import { PROOF_ALGORITHMS } from './dpop-proof';

const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

export const tokenEndpointOf = (issuer: string): string => `${issuer}/v1/auth/token`;

/** Authorization server metadata (RFC 8414 §2). */
export function authorizationServerMetadata(issuer: string) {
  return {
    issuer,
    token_endpoint: tokenEndpointOf(issuer),
    introspection_endpoint: `${issuer}/v1/auth/introspect`,
    revocation_endpoint: `${issuer}/v1/auth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    // RFC 9449 §5.1.
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
  };
}

/** The same for clients that only know OpenID Connect discovery; its required members are there, people's flows are not. */
export function openidConfiguration(issuer: string) {
  return {
    ...authorizationServerMetadata(issuer),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: [
      'iss',
      'sub',
      'aud',
      'tenant_id',
      'scope',
      'iat',
      'exp',
      'jti',
      'client_id',
      'token_use',
    ],
  };
}
