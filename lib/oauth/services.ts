import type { Clock } from '../clock';
import type { ClientStore, ExposureSink, KeySet, RateLimiter, RevocationSink, TokenLedger } from './ports';

/** Everything the OAuth core works with. `container.ts` builds one; tests build their own. */
export interface OAuthServices {
  issuer: string;
  /** Key of the secrets' digests; not in the database. */
  pepper: Uint8Array;
  clock: Clock;
  clients: ClientStore;
  keys: KeySet;
  limiter: RateLimiter;
  ledger: TokenLedger;
  markExposed: ExposureSink;
  revoke: RevocationSink;
}
