import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { LOCKS, openDatabase } from './database';

/**
 * Brings the schema up to date. Instances that start together take turns at an advisory lock, so each migration runs
 * once. A connection of its own: the lock lives as long as it does, and goes with it if the process dies.
 */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  const { sql: connection, db } = openDatabase(url, { max: 1 });
  try {
    await db.execute(sql`SET statement_timeout = 0`);
    await db.execute(sql`SELECT pg_advisory_lock(${LOCKS.migration})`);
    await migrate(db, { migrationsFolder });
  } finally {
    await connection.end({ timeout: 5 });
  }
}
