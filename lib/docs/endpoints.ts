/** One field of a request or an answer. */
export interface FieldFact {
  name: string;
  meaning: string;
}

/** An address of the service, as the reference shows it. */
export interface EndpointFacts {
  id: string;
  method: 'POST' | 'GET';
  path: string;
  title: string;
  /** The document that defines it. */
  source: string;
  intro: string;
  /** Typed into a shell. */
  sample?: string;
  takes: readonly FieldFact[];
  answers: readonly FieldFact[];
  /** What is not 200, beside what every address may answer. */
  refusals: string;
}

const CREDENTIALS: FieldFact = {
  name: 'client_id, client_secret',
  meaning: 'Here, or as Authorization: Basic. One way per request, never in the URL.',
};
const INSPECTED: FieldFact = { name: 'token', meaning: 'The token it is about.' };
const HINT: FieldFact = { name: 'token_type_hint', meaning: 'Accepted, and not needed.' };

/** What backends call. */
export const ENDPOINTS: readonly EndpointFacts[] = [
  {
    id: 'token',
    method: 'POST',
    path: '/v1/auth/token',
    title: 'Get a token',
    source: 'RFC 6749 §4.4',
    intro:
      'JSON or form. Instead of a secret, client_assertion_type and client_assertion are taken of clients with keys. With a DPoP header the token is bound to the key of that proof.',
    sample: `curl -X POST {{issuer}}/v1/auth/token \\
  -H "Content-Type: application/json" \\
  -d @- <<EOF
{
  "grant_type": "client_credentials",
  "client_id": "{{clientId}}",
  "client_secret": "$CLIENT_SECRET"
}
EOF`,
    takes: [
      { name: 'grant_type', meaning: 'client_credentials.' },
      CREDENTIALS,
      {
        name: 'scope',
        meaning: 'Optional: some of the client’s scopes, separated by spaces. Absent: all of them.',
      },
      { name: 'resource', meaning: 'Optional: one of the client’s APIs, which becomes aud (RFC 8707).' },
    ],
    answers: [
      { name: 'access_token', meaning: 'The token.' },
      { name: 'token_type', meaning: 'Bearer, or DPoP where it is bound to a key.' },
      { name: 'expires_in', meaning: 'Its life in seconds.' },
      { name: 'scope', meaning: 'Its scopes, separated by spaces.' },
    ],
    refusals:
      '400 invalid_request, unsupported_grant_type, invalid_scope, invalid_target, unauthorized_client, invalid_dpop_proof, use_dpop_nonce; 401 invalid_client; 429.',
  },
  {
    id: 'introspect',
    method: 'POST',
    path: '/v1/auth/introspect',
    title: 'Ask about a token',
    source: 'RFC 7662',
    intro:
      'The caller shows a token of its own as Authorization: Bearer, or its client credentials. Tokens of other tenants are as unknown as invented ones.',
    sample: `curl -X POST {{issuer}}/v1/auth/introspect \\
  -H "Authorization: Bearer $TOKEN" \\
  -d "token=$TOKEN"`,
    takes: [INSPECTED, HINT],
    answers: [
      { name: 'active', meaning: 'Whether it is good now. When false, nothing else is in the answer.' },
      {
        name: 'sub, tenant_id, scope, iat, exp, aud, iss, jti, client_id, token_use',
        meaning: 'The claims of the token; scope is left out when it is empty.',
      },
      { name: 'token_type, cnf', meaning: 'Bearer; or DPoP, and then the key it is bound to.' },
    ],
    refusals:
      '400 invalid_request; 401 invalid_token or invalid_client, about the caller’s own credential and never about the token asked about; 429.',
  },
  {
    id: 'revoke',
    method: 'POST',
    path: '/v1/auth/revoke',
    title: 'End a token',
    source: 'RFC 7009',
    intro:
      'A client ends one of its own tokens. 200 with an empty body, for any other text too: the caller learns nothing of it.',
    sample: `curl -X POST {{issuer}}/v1/auth/revoke \\
  -u "{{clientId}}:$CLIENT_SECRET" \\
  -d "token=$TOKEN"`,
    takes: [INSPECTED, HINT, CREDENTIALS],
    answers: [],
    refusals: '400 invalid_request; 401 invalid_token or invalid_client; 429.',
  },
  {
    id: 'self-secret',
    method: 'POST',
    path: '/v1/auth/clients/self/secret',
    title: 'Rotate one’s own secret',
    source: 'names of RFC 7591',
    intro:
      'Where the tenant allows it. “Rotating secrets” has the fields of the answer and what to do when it is lost.',
    sample: `curl -X POST {{issuer}}/v1/auth/clients/self/secret \\
  -u "{{clientId}}:$CLIENT_SECRET"`,
    takes: [CREDENTIALS],
    answers: [
      {
        name: 'client_id, client_secret, secret_id, client_secret_expires_at, previous_secret_expires_at',
        meaning: 'The new secret, and until when the old one works.',
      },
    ],
    refusals: '400 invalid_request, unauthorized_client; 401 invalid_client; 403 forbidden; 429.',
  },
  {
    id: 'jwks',
    method: 'GET',
    path: '/.well-known/jwks.json',
    title: 'The public keys',
    source: 'RFC 7517',
    intro:
      'For whoever checks tokens without asking. Any origin may read it, and caches may keep it for five minutes.',
    takes: [],
    answers: [{ name: 'keys', meaning: 'The keys that sign now, signed until lately, or will sign soon.' }],
    refusals: '503.',
  },
  {
    id: 'metadata',
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    title: 'Discovery',
    source: 'RFC 8414',
    intro:
      'Every address and ability of this service, for libraries that set themselves up. OpenID Connect libraries find theirs at /.well-known/openid-configuration.',
    takes: [],
    answers: [{ name: 'issuer, token_endpoint, …', meaning: 'The names of RFC 8414 §2.' }],
    refusals: 'None.',
  },
  {
    id: 'openapi',
    method: 'GET',
    path: '/openapi.json',
    title: 'All of this for programs',
    source: 'OpenAPI 3.1',
    intro:
      'What this page says, with every field, error and limit, made from the schemas and tables that the API is served from. The same at /openapi.yaml. Any origin may read both.',
    takes: [],
    answers: [{ name: 'openapi, servers, paths, components, …', meaning: 'The names of OpenAPI 3.1.' }],
    refusals: 'None.',
  },
  {
    id: 'opencrvs',
    method: 'POST',
    path: '/token',
    title: 'Tokens for OpenCRVS clients',
    source: 'OpenCRVS',
    intro:
      'Only for clients of that profile, for systems that can send credentials in the URL and in no other way. The URL reaches proxies and logs: choose it knowingly.',
    takes: [
      { name: 'client_id, client_secret', meaning: 'In the query, or better in the body, which wins.' },
      { name: 'grant_type', meaning: 'client_credentials. An empty one beside it counts as not sent.' },
    ],
    answers: [
      { name: 'access_token, token_type', meaning: 'A token of ten minutes, with scope and aud as lists.' },
    ],
    refusals: '400 invalid_request, unsupported_grant_type, unauthorized_client; 401 invalid_client; 429.',
  },
];

/** What apps with people in front of them call; a library of OpenID Connect does it for them. */
export const APP_ENDPOINTS = [
  {
    name: 'GET /v1/auth/authorize',
    meaning: 'Sends a person to sign in, and back with a code. PKCE with S256 is required.',
  },
  {
    name: 'POST /v1/auth/token',
    meaning:
      'grant_type authorization_code or refresh_token. A refresh token is good once and comes back as the next one.',
  },
  { name: 'GET /v1/auth/userinfo', meaning: 'Who a token speaks for; it needs the scope openid.' },
  {
    name: 'POST /v1/auth/revoke',
    meaning: 'Ends a token of the app; of a refresh token, the whole sign-in.',
  },
  { name: 'GET /v1/auth/logout', meaning: 'Signs the person out, and sends them back to the app.' },
] as const;

export const HEADERS = [
  {
    name: 'X-Request-Id',
    meaning: 'The ID of this call, on every answer of these addresses. In an error also request_id.',
  },
  {
    name: 'Cache-Control: no-store',
    meaning: 'An answer may carry a credential: nothing in between may keep it.',
  },
  {
    name: 'RateLimit-Limit, -Remaining, -Reset',
    meaning: 'Calls a minute, how many are left, and seconds until more are.',
  },
  { name: 'Retry-After', meaning: 'With 429 and 503: seconds to wait.' },
  {
    name: 'WWW-Authenticate',
    meaning: 'With 401 where a header carried the credential: which scheme to use.',
  },
] as const;
