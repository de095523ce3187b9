import { sql } from 'drizzle-orm';
import type { Database } from './database';

/** What the portal's statements run as: made, and given its rights, by the migrations. */
export const PORTAL_ROLE = 'gooclaim_portal';

/** SQLSTATEs of a start with `role=…` that PostgreSQL refuses: there is no such role, or the user is no member of it. */
const REFUSED = new Set(['22023', '42501', '42704']);

/** Whether a connection failed because its user may not take on the portal's role. */
export const isRoleRefused = (cause: unknown): boolean => {
  const { code, cause: inner } = (cause ?? {}) as { code?: unknown; cause?: unknown };
  return REFUSED.has(String(code)) || (inner !== undefined && isRoleRefused(inner));
};

/** Whether the user that logged in could read by itself what the role cannot: by `RESET ROLE`, which anybody may. */
export async function loginReadsSecrets(db: Database): Promise<boolean> {
  const [row] = await db.execute<{ reads: boolean }>(sql`
    SELECT has_column_privilege(session_user, 'client_secrets', 'digest', 'SELECT')
      OR has_column_privilege(session_user, 'signing_keys', 'sealed_private_key', 'SELECT') AS reads`);
  return row?.reads === true;
}
