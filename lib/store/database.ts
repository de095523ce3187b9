import { sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { databaseAddress } from '../database-address';
import type { Lines, LineWatch } from './lines';
import * as schema from './schema';
import { watchedSql } from './watched-sql';

/** A pooled handle; `Transaction` is what `transaction()` passes on. Every query takes one of the two first. */
export type Database = ReturnType<typeof openDatabase>['db'];
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Executor = Database | Transaction;

/**
 * When the server gives up on us: on a statement after so many milliseconds, so that a hung query becomes a 503 in bounded
 * time, and on a transaction that sends nothing for as long. An instance that is cut off in the middle of one would hold
 * its locks until TCP notices, which is two hours as servers come; so it is asked to look sooner, too (PostgreSQL manual,
 * "Connections and Authentication": seconds, and milliseconds for `tcp_user_timeout`).
 */
const GIVEN_UP = {
  statement_timeout: 5_000,
  idle_in_transaction_session_timeout: 5_000,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 20_000,
};
/** Seconds until a connection is tried again. It must not grow: after a long outage everybody would go on waiting. */
const AGAIN_AFTER_S = () => 0.05 + Math.random() / 10;

/**
 * Opens a pool.
 *
 * @param role the role that all statements run as, of which the user in `url` must be a member
 * @param url `postgres://user:password@host/database`; of its query `databaseAddress` tells
 * @param watch of the sockets to the database; without one, a hung connection waits as long as TCP does
 */
export function openDatabase(
  url: string,
  { max = 10, role, watch }: { max?: number; role?: string; watch?: LineWatch } = {},
) {
  const lines = watch?.lines();
  const pool = connect(url, {
    max,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    connection: role ? { role } : {},
    ...(lines && { socket: lines.socket }),
  });
  const { sql, figures } = watchedSql(pool, max);
  return {
    sql,
    db: drizzle(sql, { schema }),
    figures,
    /** Drops all connections. Statements under way end as in an outage, and the next ones make new connections. */
    reconnect: () => lines?.cut(),
  };
}

/** Options of postgres.js, and two that its types leave out. */
type Options = postgres.Options<Record<string, never>> & {
  onnotify?: (channel: string, payload: string) => void;
  socket?: Lines['socket'];
};

/** Connections for what drizzle does not do. @param url as for `openDatabase` */
export function connect(url: string, options: Options) {
  const { target, socketFolder, tls } = databaseAddress(url);
  return postgres(target, {
    ...(socketFolder ? { host: socketFolder } : {}),
    // Said even where it is none: otherwise a PGSSL of the environment would count.
    ssl: tls,
    connect_timeout: 5,
    backoff: AGAIN_AFTER_S,
    // What a standby knows is old, and it takes no changes: until it is promoted, it is no database.
    target_session_attrs: 'primary',
    onnotice: () => {},
    ...options,
    connection: {
      application_name: 'gooclaim-auth',
      ...GIVEN_UP,
      ...options.connection,
    },
  });
}

/** Advisory locks, the same in every instance; 7_470_002 is the embedded database's own (`server/embedded`). */
export const LOCKS = {
  migration: 7_470_001,
  turn: 7_470_003,
  signingKeys: 7_470_004,
  auditPartitions: 7_470_005,
  notices: 7_470_006,
  webhookNotices: 7_470_007,
};

/** Waits until no other transaction has its turn; ends with this one, which may wait for work that goes on beside it. */
export async function takeTurn(db: Executor): Promise<void> {
  await db.execute(sql`SET LOCAL idle_in_transaction_session_timeout = '2min'`);
  await db.execute(sql`SELECT pg_advisory_xact_lock(${LOCKS.turn})`);
}

/**
 * How far ahead a not-before mark is of the moment it is made, in milliseconds. Until the change is committed other
 * instances issue tokens, and those end too: this is what the rest of the transaction may take, and clocks may differ. New
 * tokens wait for the mark, so it is well within what `issuedAt` waits.
 */
const MARK_AHEAD_MS = 500;

/**
 * Ends what was issued until now. A mark moves forward only: set by an instance whose clock is behind, it would bring
 * tokens back that were ended.
 *
 * @param now read once the row is locked: a token that was issued while one waited for it ends as well
 */
export const markAt = (column: PgColumn, now: Date) =>
  sql`greatest(${column}, ${new Date(now.getTime() + MARK_AHEAD_MS).toISOString()}::timestamptz)`;

/** The moment at which a mark was made, to show. */
export const markedAt = (mark: Date | null): Date | null => mark && new Date(mark.getTime() - MARK_AHEAD_MS);
