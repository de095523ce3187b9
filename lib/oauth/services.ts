import type { KeyObject } from 'node:crypto';
import type { Clock } from '../clock';
import type { TokenMemory } from '../token/memory';
import type { AppStore } from './app-ports';
import type {
  ClientKeys,
  ClientStore,
  ExposureSink,
  KeySet,
  LeakStore,
  RateLimiter,
  RefusedSecrets,
  ReplayGuard,
  RevocationSink,
  SelfRotation,
  TokenLedger,
  UsageCounter,
} from './ports';

/** Everything the OAuth core works with. `container.ts` builds one; tests build their own. */
export interface OAuthServices {
  issuer: string;
  /** Key of the secrets' digests; not in the database. */
  pepper: Uint8Array;
  /** The word in `gcs_<environment>_…`. */
  environment: string;
  clock: Clock;
  clients: ClientStore;
  clientKeys: ClientKeys;
  apps: AppStore;
  replays: ReplayGuard;
  keys: KeySet;
  /** Tokens that were verified a moment ago. */
  tokens: TokenMemory;
  limiter: RateLimiter;
  ledger: TokenLedger;
  usage: UsageCounter;
  refusedSecrets: RefusedSecrets;
  markExposed: ExposureSink;
  revoke: RevocationSink;
  rotateOwn: SelfRotation;
  leaks: LeakStore;
  /** Whose reports of leaked secrets are believed, by key identifier; empty where none are. P-256. */
  leakReportKeys: ReadonlyMap<string, KeyObject>;
}
