/** The one client that every peer knows. */
export const PEER_CLIENT = {
  client_id: 'client_of_the_bench',
  client_secret: 'gcs_bench_0000000000000000000000000000000000000000000000000',
};
export const PEER_SCOPE = 'workflow:read audit:read';
/** What makes `oidc-provider` issue a JWT. */
export const PEER_RESOURCE = 'https://gooclaim-api.bench.test';
