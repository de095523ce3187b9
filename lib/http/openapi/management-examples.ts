import { CLIENT_ID, CREDENTIALS, SECRET_ID, TOKEN_ID } from './examples';

const SUMMARY = {
  client_id: CLIENT_ID,
  client_name: 'Claims intake',
  status: 'active',
  scope: 'workflow:read audit:read',
  last_used_at: 1_682_003_000,
};

const CLIENT = {
  ...SUMMARY,
  description: 'Reads claims from the scanner',
  client_id_issued_at: 1_682_000_000,
  updated_at: 1_682_000_000,
  tokens_not_before: null,
  profile: 'gooclaim',
  opencrvs_issuer: 'opencrvs.auth',
  opencrvs_audience: ['opencrvs.auth'],
  token_life_seconds: null,
  token_typ: 'JWT',
  dpop_bound_access_tokens: false,
  allowed_networks: [],
  resources: [],
  jwks: null,
  jwks_uri: null,
};

const NEW_SECRET = { secret_id: SECRET_ID, ...CREDENTIALS, client_secret_expires_at: 0 };
const SUMS = { tokens: 24, introspections: 310, failures: 1, limited: 0 };

/** What is sent to the operations of the management API, and what they answer, by `operationId`. */
export const MANAGEMENT_EXAMPLES: Readonly<Record<string, { takes?: object; answers?: object }>> = {
  'list-clients': {
    answers: { clients: [{ ...SUMMARY, has_keys: false, live_secrets: 1 }], page: 1, matching: 1 },
  },
  'create-client': {
    takes: { client_name: 'Claims intake', scope: 'workflow:read audit:read' },
    answers: { ...CLIENT, last_used_at: null, ...NEW_SECRET },
  },
  'read-client': { answers: CLIENT },
  'change-client': {
    takes: { client_name: 'Claims intake, north' },
    answers: { ...CLIENT, client_name: 'Claims intake, north', updated_at: 1_682_004_000 },
  },
  'disable-client': { answers: { ...CLIENT, status: 'disabled', tokens_not_before: 1_682_004_000 } },
  'enable-client': { answers: { ...CLIENT, tokens_not_before: 1_682_004_000 } },
  'end-client-tokens': { answers: { ...CLIENT, tokens_not_before: 1_682_004_000 } },
  'revoke-client-token': { takes: { jti: TOKEN_ID } },
  'list-secrets': {
    answers: {
      client_id: CLIENT_ID,
      secrets: [
        {
          secret_id: SECRET_ID,
          hint: 'c9Qz',
          state: 'current',
          created_at: 1_682_000_000,
          created_by: 'maria@acme.example',
          expires_at: null,
          retired_at: null,
          exposed_at: null,
          last_used_at: 1_682_003_000,
          tokens_issued: 24,
        },
      ],
    },
  },
  'rotate-secret': {
    takes: { overlap_seconds: 86_400, current_secret_id: SECRET_ID },
    answers: {
      ...NEW_SECRET,
      secret_id: 'sec_7fWq2MzKx0aBvTn5RyLd3E',
      previous_secret_expires_at: 1_682_086_400,
    },
  },
  'read-usage': {
    answers: {
      client_id: CLIENT_ID,
      range: '24h',
      totals: SUMS,
      previous: { ...SUMS, failures: 0 },
      buckets: [{ at: 1_682_000_000, ...SUMS }],
      reasons: [{ reason: 'invalid_client', count: 1 }],
      credentials: [{ credential_id: SECRET_ID, ...SUMS, failures: 0 }],
    },
  },
};
