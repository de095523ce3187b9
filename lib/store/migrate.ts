import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { type Database, LOCKS, openDatabase } from './database';
import { migrateWebhookQueue } from './webhook-queue';

/**
 * Brings the schema up to date. Instances that start together take turns at an advisory lock, so each migration runs
 * once. The portal's role gets its rights to what is new. A connection of its own: the lock lives as long as it does, and goes with it if the process dies.
 */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const { sql: connection, db } = openDatabase(url, { max: 1 });
  try {
    await db.execute(sql`SET statement_timeout = 0`);
    await db.execute(sql`SELECT pg_advisory_lock(${LOCKS.migration})`);
    await migrate(db, { migrationsFolder });
    await migrateWebhookQueue(db);
    await db.execute(sql`SELECT grant_portal_role()`);
  } finally {
    await connection.end({ timeout: 5 });
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
