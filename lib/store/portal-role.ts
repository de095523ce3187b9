import { sql } from 'drizzle-orm';
import type { Database } from './database';

/** What the portal's statements run as: made, and given its rights, by the migrations. */
export const PORTAL_ROLE = 'gooclaim_portal';

/** Why a connection could not take on the portal's role; undefined when something else is wrong. */
export function roleFault(cause: unknown): 'no such role' | 'no member' | undefined {
  const { code, cause: inner } = (cause ?? {}) as { code?: unknown; cause?: unknown };
  // What PostgreSQL says of a connection that begins with `role=…`.
  if (code === '22023' || code === '42704') return 'no such role';
  if (code === '42501') return 'no member';
  return inner === undefined ? undefined : roleFault(inner);
}

/** Whether the user that logged in could read by itself what the role cannot: by `RESET ROLE`, which anybody may. */
export async function loginReadsSecrets(db: Database): Promise<boolean> {
  const [row] = await db.execute<{ reads: boolean }>(sql`
    SELECT has_column_privilege(session_user, 'client_secrets', 'digest', 'SELECT')
      OR has_column_privilege(session_user, 'signing_keys', 'sealed_private_key', 'SELECT') AS reads`);
  return row?.reads === true;
}
