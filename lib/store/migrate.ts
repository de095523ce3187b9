import { setTimeout } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { isLockTimeout } from '../faults';
import { connect, type Database, LOCKS } from './database';
import * as schema from './schema';
import { migrateWebhookQueue } from './webhook-queue';

/**
 * What a migration waits for a lock, in milliseconds. Whoever comes after it waits behind it: so it steps back soon, and
 * lets them through, before their own time is up.
 */
const LOCK_TIMEOUT_MS = 2_000;
const PAUSE_MS = 500;
/** A minute and a half, all in all. */
const ATTEMPTS = 36;

/**
 * Brings the schema up to date. Instances that start together take turns at an advisory lock, so each migration runs
 * once. The portal's role gets its rights to what is new. A connection of its own: the lock lives as long as it does, and
 * goes with it if the process dies.
 *
 * @param patience breaks it off, be it in the middle: what was begun is undone. Others may hold the lock for long, and a
 * database may fall silent
 * @throws Error when another transaction held a lock all the time, or patience was over; nothing is migrated then
 */
export async function migrateDatabase(
  url: string,
  migrationsFolder: string,
  patience?: AbortSignal,
): Promise<void> {
  patience?.throwIfAborted();
  const connection = connect(url, { max: 1, idle_timeout: undefined, max_lifetime: null });
  const breakOff = () => void connection.end({ timeout: 0 });
  patience?.addEventListener('abort', breakOff);
  const db = drizzle(connection, { schema });
  try {
    // However long an index takes to be built. Not when connecting: postgres.js sends no setting that is 0.
    await db.execute(sql`SET statement_timeout = 0`);
    await db.execute(sql`SELECT pg_advisory_lock(${LOCKS.migration})`);
    // From here on: the others' wait for their turn is as long as it takes.
    await db.execute(sql.raw(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`));
    await patiently(async () => {
      await migrate(db, { migrationsFolder });
      await migrateWebhookQueue(db);
      await db.execute(sql`SELECT grant_portal_role()`);
    });
  } finally {
    patience?.removeEventListener('abort', breakOff);
    await connection.end({ timeout: 5 });
  }
}

/** Again while a lock cannot be had; what was begun is undone each time, and loses nothing. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (!isLockTimeout(cause)) throw cause;
      if (attempt === ATTEMPTS)
        throw new Error(
          'The schema cannot be brought up to date: another transaction holds a lock on one of its tables. Find it in pg_stat_activity, end it, and start again.',
          { cause },
        );
      await setTimeout(PAUSE_MS);
    }
  }
}

/** Whether the database has at least the schema of this release, and this user its rights. */
export async function isMigrated(db: Database, migrationsFolder: string): Promise<boolean> {
  const newest = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  const [folder] = await db.execute<{ open: boolean }>(
    sql`SELECT has_schema_privilege(oid, 'USAGE') AS open FROM pg_namespace WHERE nspname = 'drizzle'`,
  );
  if (!folder?.open) return false;
  const [row] = await db.execute<{ newest: string | null }>(
    sql`SELECT max(created_at) AS newest FROM drizzle.__drizzle_migrations`,
  );
  return Number(row?.newest ?? 0) >= newest;
}
