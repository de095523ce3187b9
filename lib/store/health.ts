import { sql } from 'drizzle-orm';
import type { Executor } from './database';

/** What the database says of itself. */
interface Server extends Record<string, unknown> {
  /** 150004 for 15.4. */
  version: number;
  /** Its clock, in milliseconds since the epoch. */
  now: number;
  /** Whether others could read along: neither by TLS nor within one machine. */
  open: boolean;
}

export async function readServer(db: Executor): Promise<Server> {
  const [row] = await db.execute<Server>(sql`
    SELECT current_setting('server_version_num')::integer AS version,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
      NOT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
        AND coalesce(inet_server_addr() <> inet_client_addr(), false) AS open`);
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
