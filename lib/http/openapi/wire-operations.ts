import { protectedResourceMetadata } from '../../oauth/metadata';
import type { Described } from './describe';
import { CLIENT_ID, CREDENTIALS, SECRET, SECRET_ID, TOKEN, TOKEN_ID } from './examples';

const DPOP: NonNullable<Described['parameters']> = [
  {
    name: 'DPoP',
    in: 'header',
    required: false,
    description: 'A proof of the key that the token is, or is to be, bound to (RFC 9449 §4)',
    schema: { type: 'string' },
  },
];

/** What whoever asks about a token, or ends one, is refused with. */
const ABOUT_A_TOKEN: Described['errors'] = {
  400: ['invalid_request'],
  401: ['invalid_token', 'invalid_client', 'use_dpop_nonce', 'invalid_dpop_proof'],
  413: ['invalid_request'],
  415: ['invalid_request'],
  429: ['rate_limited'],
};

const PUBLISHED: Pick<Described, 'method' | 'tag' | 'security' | 'errors' | 'limited' | 'headers'> = {
  method: 'get',
  tag: 'Keys and metadata',
  security: ['none'],
  errors: {},
  limited: false,
  headers: { 'Cache-Control': 'How long it may be kept' },
};

const METADATA = {
  issuer: 'https://api.gooclaim.com',
  token_endpoint: 'https://api.gooclaim.com/v1/auth/token',
  introspection_endpoint: 'https://api.gooclaim.com/v1/auth/introspect',
  jwks_uri: 'https://api.gooclaim.com/.well-known/jwks.json',
};

/** What `/v1/auth/*`, `/token` and the published addresses answer to programs. */
export const WIRE_OPERATIONS: readonly Described[] = [
  {
    path: '/v1/auth/token',
    method: 'post',
    operationId: 'create-token',
    summary: 'Exchange credentials for a JWT',
    description:
      'Client credentials in the body, by HTTP Basic or as a signed assertion; apps exchange codes and refresh tokens here (RFC 6749 §3.2). 60 calls a minute and client.',
    tag: 'Tokens',
    security: ['body', 'basic'],
    takes: {
      schema: 'TokenRequest',
      forms: true,
      required: true,
      example: { grant_type: 'client_credentials', ...CREDENTIALS },
    },
    parameters: DPOP,
    answers: {
      status: 200,
      description: 'Token issued',
      schema: 'TokenResponse',
      example: {
        access_token: TOKEN,
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'workflow:read audit:read',
      },
    },
    errors: {
      400: [
        'invalid_request',
        'invalid_scope',
        'invalid_grant',
        'invalid_target',
        'unauthorized_client',
        'unsupported_grant_type',
        'invalid_dpop_proof',
        'use_dpop_nonce',
      ],
      401: ['invalid_client', 'invalid_token'],
      413: ['invalid_request'],
      415: ['invalid_request'],
      429: ['rate_limited'],
    },
    limited: true,
  },
  {
    path: '/v1/auth/introspect',
    method: 'post',
    operationId: 'introspect-token',
    summary: "Inspect a token's claims",
    description:
      'Whoever asks shows a token of its own, or its credentials (RFC 7662). Whatever is wrong with the token that is asked about, the answer is {"active":false}: why, the debugger says. 600 calls a minute and caller.',
    tag: 'Introspection',
    security: ['bearer', 'dpop', 'basic', 'body'],
    takes: { schema: 'IntrospectionRequest', forms: true, required: true, example: { token: TOKEN } },
    parameters: DPOP,
    answers: {
      status: 200,
      description: 'Token claims',
      schema: 'IntrospectionResponse',
      example: {
        active: true,
        sub: CLIENT_ID,
        tenant_id: 'ten_PeBDOL1NwvMPXkzmiCqueS',
        scope: 'workflow:read audit:read',
        iat: 1_682_000_000,
        exp: 1_682_003_600,
        aud: 'gooclaim-api',
        iss: 'https://api.gooclaim.com',
        jti: TOKEN_ID,
        client_id: CLIENT_ID,
        token_type: 'Bearer',
        token_use: 'machine',
      },
    },
    errors: ABOUT_A_TOKEN,
    limited: true,
  },
  {
    path: '/v1/auth/revoke',
    method: 'post',
    operationId: 'revoke-token',
    summary: 'End a token before its time',
    description:
      'One of the caller’s own (RFC 7009). Any other text is answered the same, and changes nothing.',
    tag: 'Tokens',
    security: ['bearer', 'dpop', 'basic', 'body'],
    takes: { schema: 'RevocationRequest', forms: true, required: true, example: { token: TOKEN } },
    parameters: DPOP,
    answers: { status: 200, description: 'If it was the caller’s, it is ended on every instance' },
    errors: ABOUT_A_TOKEN,
    limited: true,
  },
  {
    path: '/v1/auth/clients/self/secret',
    method: 'post',
    operationId: 'rotate-own-secret',
    summary: 'Get a new secret in place of one’s own',
    description:
      'The old one goes on for the tenant’s overlap. Only where the tenant lets its clients do so, and only with a secret.',
    tag: 'Secrets',
    security: ['body', 'basic'],
    takes: { schema: 'SelfRotationRequest', forms: true, required: false, example: CREDENTIALS },
    answers: {
      status: 201,
      description: 'The new secret, this once',
      schema: 'SelfRotationResponse',
      example: {
        client_id: CLIENT_ID,
        client_secret: SECRET,
        secret_id: SECRET_ID,
        client_secret_expires_at: 0,
        previous_secret_expires_at: 1_682_086_400,
      },
    },
    errors: {
      400: ['invalid_request', 'unauthorized_client'],
      401: ['invalid_client', 'invalid_token'],
      403: ['forbidden'],
      413: ['invalid_request'],
      415: ['invalid_request'],
      429: ['rate_limited'],
    },
    limited: true,
  },
  ...(['get', 'post'] as const).map(
    (method): Described => ({
      path: '/v1/auth/userinfo',
      method,
      operationId: method === 'get' ? 'read-userinfo' : 'read-userinfo-by-post',
      summary: `Who a person’s token speaks for${method === 'get' ? '' : ', by POST'}`,
      description: 'OpenID Connect Core 1.0 §5.3. For apps that people sign in to.',
      tag: 'People',
      security: ['bearer'],
      answers: {
        status: 200,
        description: 'What the scopes of the token show of the person',
        schema: 'Userinfo',
        example: { sub: 'usr_2yrBpWUqUncpCuizCTYN0b', email: 'maria@acme.example' },
      },
      errors: {
        400: ['invalid_request'],
        401: ['invalid_token', 'use_dpop_nonce', 'invalid_dpop_proof'],
        403: ['insufficient_scope'],
        429: ['rate_limited'],
      },
      limited: true,
    }),
  ),
  {
    path: '/token',
    method: 'post',
    operationId: 'create-opencrvs-token',
    summary: 'A token as OpenCRVS clients ask for it',
    description:
      'Credentials in the query or the body. Only for clients whose admin chose that profile: URLs reach proxies and logs.',
    tag: 'Tokens',
    security: ['body', 'basic'],
    takes: {
      schema: 'OpencrvsTokenRequest',
      forms: true,
      required: false,
      example: { grant_type: 'client_credentials', ...CREDENTIALS },
    },
    parameters: ['client_id', 'client_secret', 'grant_type', 'scope'].map((name) => ({
      ...{ name, in: 'query', required: false, allowEmptyValue: true },
      schema: { type: 'string' },
      description: 'In place of the same in the body, which wins',
    })),
    answers: {
      status: 200,
      description: 'Token issued',
      schema: 'OpencrvsTokenResponse',
      example: { access_token: TOKEN, token_type: 'Bearer' },
    },
    errors: {
      400: [
        'unsupported_grant_type',
        'invalid_request',
        'unauthorized_client',
        'invalid_scope',
        'invalid_target',
      ],
      401: ['invalid_client'],
      413: ['invalid_request'],
      415: ['invalid_request'],
      429: ['rate_limited'],
    },
    limited: true,
  },
  {
    ...PUBLISHED,
    path: '/.well-known/jwks.json',
    operationId: 'read-jwks',
    summary: 'The public keys that tokens are signed with',
    answers: {
      status: 200,
      description: 'A JWK set (RFC 7517 §5)',
      schema: 'Jwks',
      example: {
        keys: [
          { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'key_4cO9PyIzoaF7cOAcgbMR9b', n: 'zr8Kx…', e: 'AQAB' },
        ],
      },
    },
  },
  {
    ...PUBLISHED,
    path: '/.well-known/oauth-authorization-server',
    operationId: 'read-authorization-server-metadata',
    summary: 'Where everything is, for OAuth clients',
    answers: { status: 200, description: 'RFC 8414 §2', schema: 'Metadata', example: METADATA },
  },
  {
    ...PUBLISHED,
    path: '/.well-known/openid-configuration',
    operationId: 'read-openid-configuration',
    summary: 'Where everything is, for OpenID Connect clients',
    answers: {
      status: 200,
      description: 'OpenID Connect Discovery 1.0 §3',
      schema: 'Metadata',
      example: METADATA,
    },
  },
  // Of the MCP server itself nothing more: what it takes and answers its own protocol says, in tools/list.
  ...(['', '/mcp'] as const).map(
    (suffix): Described => ({
      ...PUBLISHED,
      path: `/.well-known/oauth-protected-resource${suffix}`,
      operationId: suffix === '' ? 'read-protected-resource' : 'read-mcp-resource',
      summary: `Where to get a token for the MCP server at /mcp${suffix === '' ? ', for older clients' : ''}`,
      answers: {
        status: 200,
        description: 'RFC 9728 §2',
        schema: 'ProtectedResource',
        example: protectedResourceMetadata(METADATA.issuer),
      },
    }),
  ),
  {
    path: '/healthz',
    method: 'get',
    operationId: 'is-alive',
    summary: 'Whether the process runs',
    tag: 'Operation',
    security: ['none'],
    answers: { status: 200, description: 'It does', schema: 'Health', example: { status: 'ok' } },
    errors: {},
    errorSchema: 'Health',
    limited: false,
  },
  {
    path: '/readyz',
    method: 'get',
    operationId: 'is-ready',
    summary: 'Whether requests can be answered now, and what is missing',
    tag: 'Operation',
    security: ['none'],
    answers: { status: 200, description: 'They can', schema: 'Health', example: { status: 'ready' } },
    errors: {},
    errorSchema: 'Health',
    limited: false,
  },
];
