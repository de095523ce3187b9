import type { DecodedToken } from './jwt';
import type { SignatureCheck } from './signature';

/** A token whose signature held, as far as that can be said once and for all. */
export interface RememberedToken {
  readonly decoded: DecodedToken;
  /** By whose key. */
  readonly verifiedBy: SignatureCheck;
}

/**
 * Tokens that were verified a moment ago: a caller's own is the same for an hour. It spares the decoding and the
 * signature, and not one other question: key, times, tenant, records and revocation are asked at every hit.
 */
export interface TokenMemory {
  /** @param now milliseconds since the epoch */
  recall(token: string, now: number): RememberedToken | undefined;
  /** @param now milliseconds since the epoch; one that has expired is not kept */
  remember(token: string, known: RememberedToken, now: number): void;
}
