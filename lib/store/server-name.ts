import type { Sql } from 'postgres';
import { connect } from './database';
import type { LineWatch } from './lines';

/** Which server this connection leads to: after a failover another one, though its address and its contents be the same. */
export async function readServerName(connection: Sql): Promise<string> {
  const [row] = await connection<{ name: string }[]>`SELECT pg_postmaster_start_time()::text AS name`;
  return row?.name ?? '';
}

/** Which server a connection leads to that is made now. @throws what a connection throws */
export async function findServer(url: string, watch: LineWatch): Promise<string> {
  const lines = watch.lines();
  const connection = connect(url, { max: 1, fetch_types: false, socket: lines.socket });
  try {
    return await readServerName(connection);
  } finally {
    await connection.end({ timeout: 0 });
    lines.cut();
  }
}
