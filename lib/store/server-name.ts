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
  /** What its clock said between these two moments of ours; milliseconds since the epoch. */
  now: number;
  sent: number;
  received: number;
}

/**
 * Which server a connection leads to that is made now, and what time it is there.
 *
 * @param machine milliseconds since the epoch
 * @throws what a connection throws
 */
export async function findServer(url: string, watch: LineWatch, machine: Clock): Promise<Found> {
  const lines = watch.lines();
  const connection = connect(url, { max: 1, fetch_types: false, socket: lines.socket });
  try {
    const name = await readServerName(connection);
    const sent = machine();
    const [row] = await connection<{ now: number }[]>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
    return { name, now: row?.now ?? sent, sent, received: machine() };
  } finally {
    await connection.end({ timeout: 0 });
    lines.cut();
  }
}
