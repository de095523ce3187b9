const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post'];

/** Authorization server metadata (RFC 8414 §2). */
export function authorizationServerMetadata(issuer: string) {
  return {
    issuer,
    token_endpoint: `${issuer}/v1/auth/token`,
    introspection_endpoint: `${issuer}/v1/auth/introspect`,
    revocation_endpoint: `${issuer}/v1/auth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    revocation_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
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
