import { sql } from 'drizzle-orm';
import type { Executor } from './database';

/** What the database says of itself: its version as 150004 for 15.4, and its clock in milliseconds since the epoch. */
export async function readServer(db: Executor): Promise<{ version: number; now: number }> {
  const [row] = await db.execute<{ version: number; now: number }>(sql`
    SELECT current_setting('server_version_num')::integer AS version,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`);
  if (!row) throw new Error('the database says nothing of itself');
  return row;
}

/** Whether it takes changes: not while it is read-only, or a standby. */
export async function canBeChanged(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ readonly: boolean }>(
    sql`SELECT current_setting('transaction_read_only')::boolean AS readonly`,
  );
  return row?.readonly === false;
}
