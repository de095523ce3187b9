import type { OAuthServices } from '../oauth/services';
import type { Database } from '../store/database';

/** What the administration of clients works with, beside the OAuth core's own. */
export interface AdminServices extends OAuthServices {
  db: Database;
}
