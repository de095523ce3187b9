/**
 * What the OAuth core needs from the world. The core owns these interfaces; `lib/store`, `lib/keys` and
 * `lib/ratelimit` implement them. Every method may throw: the caller then answers 503, never a false verdict.
 */
import type { CryptoKey } from 'jose';
import type { AuditAction } from '../contract/audit-actions';
import type { ForgivenPolicy, PolicyName } from '../ratelimit/policies';
import type { SubjectClaims, SubjectState, VerificationKey } from '../token/checks';

export interface SecretRecord {
  id: string;
  digest: Uint8Array;
  expiresAt: Date | null;
  retiredAt: Date | null;
  /** As of the client, for the tokens of this secret alone. */
  notBefore: number;
}

/** What a client's tenant and its own record say of it, as one request needs it. */
export interface ClientRecord {
  id: string;
  tenantId: string;
  tenantStatus: 'active' | 'suspended';
  /** The tenant's policy: false for "no shared secrets". */
  secretsAllowed: boolean;
  /** The tenant's policy: whether a client may rotate its own secret. */
  selfRotation: boolean;
  /** The tenant's policy: how long the old secret lives on then. */
  secretOverlapSeconds: number;
  status: 'active' | 'disabled';
  scopes: string[];
  profile: 'gooclaim' | 'opencrvs';
  opencrvsIssuer: string;
  opencrvsAudience: string[];
  /** Null: the profile's own. */
  tokenLifeSeconds: number | null;
  tokenTyp: 'JWT' | 'at+jwt';
  /** RFC 9449 §5.2: a request without a proof is refused. */
  dpopBoundAccessTokens: boolean;
  /** CIDR blocks; empty for anywhere. */
  allowedNetworks: string[];
  /** Audiences beside the standard one (RFC 8707). */
  resources: string[];
  /** Public keys for private_key_jwt: pasted, or by address, or none. */
  jwks: { keys: Record<string, unknown>[] } | null;
  jwksUri: string | null;
  /** Milliseconds since the epoch: tokens issued before it are ended; 0 for none. */
  notBefore: number;
  /** Live ones and lately ended ones: the latter so that a refusal can be explained to an admin. */
  secrets: SecretRecord[];
}

export interface ClientStore {
  /** As the database has it now. */
  findClient(clientId: string): Promise<ClientRecord | undefined>;
  /** As it is in memory, where that is known to hold for this very second. It may lack what is new: a no needs `findClient`. */
  recallClient(clientId: string): ClientRecord | undefined;
  /** Whose secret this is, by its digest; undefined for one that was retired. */
  findSecretOwner(
    digest: Uint8Array,
  ): Promise<
    { id: string; tenantId: string; profile: ClientRecord['profile']; secretId: string } | undefined
  >;
  findSubject(claims: SubjectClaims): Promise<SubjectState>;
  /** Whether an audience is one of the tenant's resources. */
  isResource(tenantId: string, audience: string): Promise<boolean>;
}

/** A key that a client registered, ready to verify with. */
export interface ClientKey {
  /** RFC 7638, SHA-256. */
  thumbprint: string;
  key: CryptoKey;
}

/** The public keys of clients (RFC 7523): pasted ones, or fetched from an address within bounds and cached. */
export interface ClientKeys {
  /** Those that fit an assertion's header; none when nothing fits or nothing could be fetched. */
  find(
    client: Pick<ClientRecord, 'id' | 'jwks' | 'jwksUri'>,
    header: { alg?: string; kid?: string },
  ): Promise<ClientKey[]>;
}

/** One use of an assertion or proof that is good for one. */
export interface SingleUse {
  owner: string;
  jti: string;
  /** Until then it could be shown again. */
  expiresAt: Date;
}

/** Remembers the `jti` of assertions and proofs over all instances until they have expired. */
export interface ReplayGuard {
  /** @returns true the first time, false for a replay */
  firstUse(use: SingleUse): Promise<boolean>;
  /** For a request that was not served after all: it may come again, and leaves no row behind. */
  forget(use: SingleUse): Promise<void>;
}

export interface SigningKey {
  kid: string;
  /** RS256, in base64url. @throws an overload at once, when too many are waiting */
  sign(input: string): Promise<string>;
}

export interface KeySet {
  signingKey(): Promise<SigningKey>;
  /** Retired and revoked ones too, so that a token signed by one can be explained. */
  verificationKey(kid: string): Promise<VerificationKey | undefined>;
  /** RFC 7517 §5, public parts of the keys that are not retired; one object as long as nothing was read anew. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>;
}

/** Durations in whole seconds. */
export interface RateDecision {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Until the oldest counted call is a minute old; 0 when allowed. */
  retryAfter: number;
  /** Until nothing is counted any more; of a refusal as `retryAfter`, as draft-ietf-httpapi-ratelimit-headers wants it. */
  reset: number;
}

export interface RateLimiter {
  take(policy: PolicyName, key: string): Promise<RateDecision>;
  /** Forgets what was counted: a right password forgives the wrong ones before it. */
  clear(policy: ForgivenPolicy, key: string): Promise<void>;
  /** Undoes one `take`. */
  giveBack(policy: ForgivenPolicy, key: string): Promise<void>;
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
  action: AuditAction;
  outcome: 'success' | 'failure';
  targetId: string | null;
  jti: string | null;
  /** Ids, scopes, names of reasons. Never a secret, a token or a password. */
  detail: Record<string, unknown>;
}

/** Marks a secret that others could read, and writes the audit row, in one transaction; the first time only. */
export type ExposureSink = (secretId: string, where: 'url' | 'report', event: AuditEvent) => Promise<void>;

/** A new secret as it is stored: its text is not. */
export interface NewSecretRow {
  id: string;
  clientId: string;
  /** HMAC-SHA-256 under the pepper. */
  digest: Uint8Array;
  /** The last four characters. */
  hint: string;
  createdAt: Date;
  createdBy: string;
}

/** One of a client's secrets, as the client's own rotation looks at it. */
export interface RotatingSecret {
  id: string;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date | null;
  retiredAt: Date | null;
  /** Whether a token was ever issued for it. */
  used: boolean;
}

/** What a rotation changes, all or nothing. */
export interface SecretRotation {
  added: NewSecretRow;
  /** Ended at once: a new one that never reached its client. */
  unused: string | undefined;
  /** Lives on until then. */
  old: { id: string; expiresAt: Date };
  event: AuditEvent;
}

/**
 * Rotates a client's secret under the client's lock. `decide` is shown all its secrets, newest first, and may throw;
 * what it returns is done in one transaction with the audit row.
 */
export type SelfRotation = (
  client: Pick<ClientRecord, 'id' | 'tenantId'>,
  decide: (secrets: readonly RotatingSecret[]) => SecretRotation,
) => Promise<void>;

/** A secret of ours that was reported as leaked. */
export interface ReportedSecret {
  /** The client's. */
  id: string;
  tenantId: string;
  secretId: string;
  digest: Uint8Array;
  /** Whether its tenant wants a reported secret ended, beside being told. */
  retire: boolean;
}

export interface LeakStore {
  /** Those that have one of these digests, ended ones included. */
  findReported(digests: readonly Uint8Array[]): Promise<ReportedSecret[]>;
  /** Ends a secret and all tokens it was used for, with the audit row, in one transaction; unless that is done already. */
  retireReported(secret: ReportedSecret, eventAt: (now: number) => AuditEvent): Promise<void>;
}

/** A secret that was refused, with the audit row it left. */
export interface RefusedSecret extends Pick<AuditEvent, 'requestId' | 'at'> {
  presented: string;
  /** The client it was presented for; both undefined for one that is unknown. */
  clientId: string | undefined;
  tenantId: string | undefined;
}

export interface RefusedSecrets {
  /** Has it found out, after the answer, which mistake it was, for the row's readers. Never throws, never waits. */
  examine(refused: RefusedSecret): void;
}

/** Ends one token until it would have expired, and writes the audit row, in one transaction. Twice is as good as once. */
export type RevocationSink = (jti: string, expiresAt: Date, event: AuditEvent) => Promise<void>;

/** One call of a client, answered. */
export interface Use {
  tenantId: string;
  clientId: string;
  /** What it authenticated with; empty when its credentials were refused. */
  credentialId: string;
  operation: 'token' | 'introspection';
  /** `success`; `inactive` for an introspection that found no good token; of a refusal the code the caller was told. */
  outcome: string;
  /** Of a token that was issued: the scopes its request named, none when it left that to us. */
  scopes?: readonly string[];
}

/** Counts calls of clients, for charts and advice. Never waits and never throws: it is called on every request. */
export interface UsageCounter {
  count(use: Use): void;
}

/** What a token was issued for. */
export interface UsedCredential {
  kind: 'secret' | 'key';
  id: string;
}

/** The audit rows of clients' calls. */
export interface TokenLedger {
  /** Resolves when the row is committed. */
  record(event: AuditEvent): Promise<void>;
  /**
   * The row of a token that was issued. The token is handed out when this resolves: at once while rows are written as
   * they come, else when the row is committed.
   *
   * @param used whose last use it is
   */
  recordIssued(event: AuditEvent, used?: UsedCredential): Promise<void>;
  /** Resolves when what has come so far is written: for whoever is about to read it. Never throws. */
  flush(): Promise<void>;
}
