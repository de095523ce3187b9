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
