import type { PooledServices } from '../admin/services';
import type { Figures } from '../figures';
import type { Gate } from './gate';
import type { Outcomes } from './outcomes';

/** Told to whoever asks whether this process is ready: nothing of what is behind it. */
type Missing = 'database' | 'signing key' | typeof WITHOUT_CHANGES;

export const WITHOUT_CHANGES = 'database that can be changed';

/** What the HTTP layer is handed by `container.ts`. */
export interface HttpServices extends PooledServices {
  trustedProxies: number;
  /** Whether a Host header names this very service beside the issuer: one's own machine in local mode, none in production. */
  isOwnHost(host: string): boolean;
  /** Bearer of whoever reads the metrics. */
  metricsToken: string | undefined;
  /** Whether this machine may read them without: in production a proxy on it would pass on whoever asks. */
  metricsOpenHere: boolean;
  log: {
    debug(fields: object, message: string): void;
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  outcomes: Outcomes;
  /** What this process can say of itself at this moment, from memory. */
  figures(): Figures;
  /** Waits, within bounds, until every instance knows of what this one has committed. Never throws. */
  settleChanges(): Promise<void>;
  /** What every call to the database goes through. */
  gate: Gate;
  /** What is missing for a token to be issued now; undefined: nothing. Never throws. */
  missing(): Promise<Missing | undefined>;
  /** Whether the last that is known of the database is that it cannot be reached, or does not answer. */
  isDatabaseOut(): boolean;
}
