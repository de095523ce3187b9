export type { ApiFetch } from './api-fetch.js';
export type { ClientKey } from './authentication.js';
export type { Clock } from './clock.js';
export type { DPoPKeyPair } from './dpop.js';
export {
  AuthError,
  InsufficientScopeError,
  InvalidTokenError,
  type InvalidTokenReason,
  isTemporary,
  OAuthError,
  type RefusalDetails,
  UnavailableError,
} from './errors.js';
export type { Fetch, TransportOptions } from './http.js';
export {
  createIntrospect,
  type Introspect,
  type IntrospectionResponse,
  type IntrospectOptions,
} from './introspect.js';
export { createKeySet, type KeySet, type KeySetOptions } from './key-set.js';
export type { SecretStore, StoredSecret } from './secret-store.js';
export type { AccessToken } from './token-cache.js';
export { createTokenClient, type TokenClient, type TokenClientOptions } from './token-client.js';
export { type AccessTokenClaims, type TokenUse, type VerifyOptions, verifyToken } from './verify.js';
