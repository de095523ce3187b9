import type { OAuthServices } from '../oauth/services';
import type { Database, Executor } from '../store/database';

/** What the administration of clients works with, beside the OAuth core's own. */
export interface AdminServices extends OAuthServices {
  /** A handle, or the transaction that more than one change is part of. */
  db: Executor;
}

/** The same outside of any transaction. */
export interface PooledServices extends AdminServices {
  db: Database;
}
