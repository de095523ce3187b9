import { WELL_KNOWN_SCOPES } from '../contract/scope-terms';
import { OPENID_SCOPES } from './app-scope';
import { ASSERTION_ALGORITHMS } from './client-jwks';
import { PROOF_ALGORITHMS } from './dpop-proof';
import { mcpResource } from './resource';

const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
/** `none`: apps, which are public clients. */
const WITH_APPS = [...AUTHENTICATION_METHODS, 'none'];

export const tokenEndpointOf = (issuer: string): string => `${issuer}/v1/auth/token`;

/** Authorization server metadata (RFC 8414 §2). */
export function authorizationServerMetadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/v1/auth/authorize`,
    token_endpoint: tokenEndpointOf(issuer),
    introspection_endpoint: `${issuer}/v1/auth/introspect`,
    revocation_endpoint: `${issuer}/v1/auth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    code_challenge_methods_supported: ['S256'],
    // RFC 9207 §3.
    authorization_response_iss_parameter_supported: true,
    scopes_supported: [...OPENID_SCOPES, ...WELL_KNOWN_SCOPES.map(({ scope }) => scope)],
    token_endpoint_auth_methods_supported: WITH_APPS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: AUTHENTICATION_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: WITH_APPS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    // RFC 9449 §5.1.
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
  };
}

/**
 * Metadata of the MCP server as a protected resource (RFC 9728 §2). It names no scopes: clients ask for all that are
 * named, and whoever has fewer would be refused a token in place of a tool.
 */
export function protectedResourceMetadata(issuer: string) {
  return {
    resource: mcpResource(issuer),
    authorization_servers: [issuer],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    resource_name: 'Gooclaim Auth',
    resource_documentation: `${issuer}/docs/mcp`,
  };
}

/** Authorization server metadata for OpenID Connect (Discovery 1.0 §3). */
export function openidConfiguration(issuer: string) {
  return {
    ...authorizationServerMetadata(issuer),
    userinfo_endpoint: `${issuer}/v1/auth/userinfo`,
    // RP-Initiated Logout 1.0 §3.1.
    end_session_endpoint: `${issuer}/v1/auth/logout`,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claim_types_supported: ['normal'],
    claims_supported: CLAIMS,
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
  };
}

const CLAIMS = [
  ...['iss', 'sub', 'aud', 'tenant_id', 'scope', 'iat', 'exp', 'jti', 'client_id', 'token_use'],
  ...['azp', 'auth_time', 'nonce', 'at_hash', 'amr', 'sid', 'role'],
  ...['name', 'preferred_username', 'tenant_name', 'email', 'email_verified'],
];
