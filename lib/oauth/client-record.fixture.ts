import type { ClientRecord } from './ports';

/** A client as the store gives it, for tests of the core. */
export const clientRecord = (change: Partial<ClientRecord> = {}): ClientRecord => ({
  id: 'client_1',
  tenantId: 'ten_1',
  tenantStatus: 'active',
  secretsAllowed: true,
  selfRotation: true,
  secretOverlapSeconds: 86_400,
  status: 'active',
  scopes: [],
  profile: 'gooclaim',
  opencrvsIssuer: 'opencrvs.auth',
  opencrvsAudience: ['opencrvs.auth'],
  tokenLifeSeconds: null,
  tokenTyp: 'JWT',
  dpopBoundAccessTokens: false,
  allowedNetworks: [],
  resources: [],
  jwks: null,
  jwksUri: null,
  notBefore: 0,
  secrets: [],
  ...change,
});
