/**
 * What the OAuth core needs from the world. The core owns these interfaces; `lib/store`, `lib/keys` and
 * `lib/ratelimit` implement them. Every method may throw: the caller then answers 503, never a false verdict.
 */
import type { CryptoKey } from 'jose';
import type { PolicyName } from '../ratelimit/policies';
import type { SubjectClaims, SubjectState, VerificationKey } from '../token/checks';

export interface SecretRecord {
  id: string;
  digest: Uint8Array;
  expiresAt: Date | null;
  retiredAt: Date | null;
  /** As of the client, for the tokens of this secret alone. */
  notBefore: number;
}

export interface ClientRecord {
  id: string;
  tenantId: string;
  tenantStatus: 'active' | 'suspended';
  status: 'active' | 'disabled';
  scopes: string[];
  /** Milliseconds since the epoch: tokens issued before it are ended; 0 for none. */
  notBefore: number;
  /** Live ones and lately ended ones: the latter so that a refusal can be explained to an admin. */
  secrets: SecretRecord[];
}

export interface ClientStore {
  findClient(clientId: string): Promise<ClientRecord | undefined>;
  /** Whose secret this is, by its digest; undefined for one that was retired. */
  findSecretOwner(
    digest: Uint8Array,
  ): Promise<{ id: string; tenantId: string; secretId: string } | undefined>;
  findSubject(claims: SubjectClaims): Promise<SubjectState>;
}

export interface SigningKey {
  kid: string;
  key: CryptoKey;
}

export interface KeySet {
  signingKey(): Promise<SigningKey>;
  verificationKey(kid: string): Promise<VerificationKey | undefined>;
  /** RFC 7517 §5, public parts of the keys that are not retired. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>;
}

/** Durations in whole seconds. */
export interface RateDecision {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Until the oldest counted call is a minute old; 0 when allowed. */
  retryAfter: number;
  /** Until nothing is counted any more. */
  reset: number;
}

export interface RateLimiter {
  take(policy: PolicyName, key: string): Promise<RateDecision>;
  /** Forgets what was counted: a right password forgives the wrong ones before it. */
  clear(policy: PolicyName, key: string): Promise<void>;
  /** Undoes one `take`. */
  giveBack(policy: PolicyName, key: string): Promise<void>;
  /** The policy with nothing taken: for answers to callers not yet known. */
  untouched(policy: PolicyName): RateDecision;
}

/** Where a call came from. `address` is already resolved over the trusted proxies. */
export interface Origin {
  requestId: string;
  address: string;
  userAgent: string;
}

export interface AuditEvent extends Origin {
  at: Date;
  tenantId: string | null;
  actorType: 'client' | 'user' | 'operator' | 'anonymous';
  actorId: string;
  action: string;
  outcome: 'success' | 'failure';
  targetId: string | null;
  jti: string | null;
  /** Ids, scopes, names of reasons. Never a secret, a token or a password. */
  detail: Record<string, unknown>;
}

/** Marks a secret that came in a URL, and writes the audit row, in one transaction; the first time only. */
export type ExposureSink = (secretId: string, event: AuditEvent) => Promise<void>;

/** Ends one token until it would have expired, and writes the audit row, in one transaction. Twice is as good as once. */
export type RevocationSink = (jti: string, expiresAt: Date, event: AuditEvent) => Promise<void>;

export interface TokenLedger {
  /** Resolves when the row is committed: a token is handed out only after that. */
  record(event: AuditEvent, usedSecretId?: string): Promise<void>;
}
