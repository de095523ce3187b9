import type { Sql } from 'postgres';
import type { Clock } from '../clock';
import { connect } from './database';
import type { LineWatch } from './lines';

/** Which server this connection leads to: after a failover another one, though its address and its contents be the same. */
export async function readServerName(connection: Sql): Promise<string> {
  const [row] = await connection<{ name: string }[]>`SELECT pg_postmaster_start_time()::text AS name`;
  return row?.name ?? '';
}

interface Found {
  name: string;
  /** What its clock said, in milliseconds since the epoch, between these two moments of ours. */
  now: number;
  sent: number;
  received: number;
}

/**
 * Which server a connection leads to that is made now, and what time it is there.
 *
 * @param steady milliseconds of a clock that nobody sets
 * @throws what a connection throws
 */
export async function findServer(url: string, watch: LineWatch, steady: Clock): Promise<Found> {
  const lines = watch.lines();
  const connection = connect(url, { max: 1, fetch_types: false, socket: lines.socket });
  try {
    const name = await readServerName(connection);
    const sent = steady();
    const [row] = await connection<{ now: number }[]>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
    if (!row) throw new Error('the database does not say what time it is');
    return { name, now: row.now, sent, received: steady() };
  } finally {
    await connection.end({ timeout: 0 });
    lines.cut();
  }
}
