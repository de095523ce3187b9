import { pipeline } from 'node:stream/promises';
import type { Sql, TransactionSql } from 'postgres';
import { connect } from './database';
import { migrateDatabase } from './migrate';

/** A table and how many rows of it were moved. */
export interface MovedTable {
  table: string;
  rows: number;
}

/** Why nothing was moved, in a sentence for whoever asked. */
export class CannotMove extends Error {}

/**
 * Copies everything into another, empty database: the schema by this release's migrations, then every row, in one
 * transaction. Each table is counted and digested on both sides before that is committed. The original is only read, and
 * nobody writes to it meanwhile.
 *
 * @param source, target addresses as `databaseAddress` reads them
 * @param signal breaks it off
 * @returns the tables, in the order in which they were copied
 * @throws CannotMove, and whatever the databases say; the target has no row then
 */
export async function moveDatabase(
  source: string,
  target: string,
  migrationsFolder: string,
  signal: AbortSignal,
): Promise<MovedTable[]> {
  const from = open(source);
  const to = open(target);
  signal.addEventListener(
    'abort',
    () => void Promise.all([from.end({ timeout: 0 }), to.end({ timeout: 0 })]),
  );
  try {
    await requireAlone(from);
    await requireNothingForeign(to);
    await migrateDatabase(target, migrationsFolder, signal);
    await requireSameSchema(from, to);
    return await from.begin((reading) =>
      to.begin((writing) => copyAll(reading as TransactionSql, writing as TransactionSql)),
    );
  } catch (cause) {
    throw signal.aborted ? new CannotMove('Broken off.') : cause;
  } finally {
    await Promise.all([from.end({ timeout: 5 }), to.end({ timeout: 5 })]);
  }
}

/** Values look the same in any version, whatever its settings. */
const open = (url: string): Sql =>
  connect(url, {
    max: 1,
    idle_timeout: undefined,
    max_lifetime: null,
    connection: {
      application_name: 'gooclaim-auth move',
      // Of two that want the same, one is refused.
      lock_timeout: 10_000,
      // One side waits for the other.
      idle_in_transaction_session_timeout: 86_400_000,
      tcp_user_timeout: 0,
      TimeZone: 'UTC',
      DateStyle: 'ISO',
      bytea_output: 'hex',
    },
  });

/** What a process wrote after the copy would be missing. */
async function requireAlone(from: Sql): Promise<void> {
  // Of other users' connections one may not be told what they are; what is nobody's is the server's own.
  const [row] = await from<{ others: number; presences: number }[]>`
    SELECT count(*) FILTER (WHERE application_name <> 'gooclaim-auth presence')::integer AS others,
      count(*) FILTER (WHERE application_name = 'gooclaim-auth presence')::integer AS presences
    FROM pg_stat_activity
    WHERE datname = current_database() AND usesysid IS NOT NULL
      AND coalesce(backend_type, 'client backend') = 'client backend' AND pid <> pg_backend_pid()
  `;
  // This very command has joined an embedded one.
  if (row?.others !== 0 || row.presences > 1)
    throw new CannotMove(
      'Something else is connected to the database that is to be moved: stop every process of the service first. Nothing was done.',
    );
}

/** What an earlier, failed attempt left is an empty schema of ours. */
async function requireNothingForeign(to: Sql): Promise<void> {
  const [row] = await to<{ relations: number; ours: boolean }[]>`
    SELECT (SELECT count(*)::integer FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')) AS relations,
      to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS ours
  `;
  if (row && row.relations > 0 && !row.ours) throw notEmpty();
}

const notEmpty = () => new CannotMove('The database to move to is not empty. Nothing was done.');

async function requireSameSchema(from: Sql, to: Sql): Promise<void> {
  const migrationsOf = async (sql: Sql) => {
    const [found] = await sql`SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS there`;
    return found?.there
      ? JSON.stringify(await sql`SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id`)
      : '';
  };
  if ((await migrationsOf(from)) !== (await migrationsOf(to)))
    throw new CannotMove(
      'The database that is to be moved has the schema of another release: start the service of this release on it once, stop it, and come again. Nothing was moved.',
    );
}

async function copyAll(from: TransactionSql, to: TransactionSql): Promise<MovedTable[]> {
  for (const sql of [from, to]) await sql`SET LOCAL statement_timeout = 0`;
  const tables = await tablesInOrder(from);
  const names = tables.map(({ table }) => from(table));
  // First there: were both the same database, nobody would ever get both locks.
  for (const name of names) await to`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`;
  for (const name of names) {
    const [row] = await to`SELECT EXISTS (SELECT FROM ${name}) AS filled`;
    if (row?.filled) throw notEmpty();
  }
  // Readers are let in, writers wait: there is none, or there is one that must not be half copied. No snapshot is held: it
  // would be from before the locks.
  for (const name of names) await from`LOCK TABLE ${name} IN SHARE MODE`;
  await makeMonths(from, to);
  const moved: MovedTable[] = [];
  for (const { table, columns } of tables) {
    await pipeline(
      await from`COPY (SELECT ${from(columns)} FROM ${from(table)}) TO STDOUT`.readable(),
      await to`COPY ${to(table)} (${to(columns)}) FROM STDIN`.writable(),
    );
    moved.push({ table, rows: await requireSame(from, to, table) });
  }
  await copySequences(from, to);
  // The queue of webhooks is no table of ours: what waits is put into the new one.
  await to`UPDATE webhook_deliveries SET queued = false WHERE queued AND state = 'waiting'`;
  return moved;
}

/** Every table after those that it refers to, with the columns that are stored in it. */
async function tablesInOrder(sql: TransactionSql): Promise<{ table: string; columns: string[] }[]> {
  const tables = await sql<{ table: string; columns: string[]; refers: string[] }[]>`
    SELECT relname AS table,
      ARRAY(SELECT attname::text FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
      ARRAY(SELECT other.relname::text FROM pg_constraint JOIN pg_class AS other ON other.oid = confrelid
        WHERE contype = 'f' AND conrelid = pg_class.oid AND confrelid <> conrelid) AS refers
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname
  `;
  const ordered: (typeof tables)[number][] = [];
  while (ordered.length < tables.length) {
    const done = new Set(ordered.map(({ table }) => table));
    const ready = tables.filter(
      ({ table, refers }) => !done.has(table) && refers.every((name) => done.has(name)),
    );
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    ordered.push(...ready);
  }
  return ordered;
}

/** The months that the audit log has there: it is dropped by the month. */
async function makeMonths(from: TransactionSql, to: TransactionSql): Promise<void> {
  const months = await from<{ month: string }[]>`
    SELECT to_char(to_date(substr(relname, 14), 'YYYY_MM'), 'YYYY-MM-DD') AS month FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relispartition AND relname ~ '^audit_events_[0-9]{4}_[0-9]{2}$'
  `;
  for (const { month } of months) await to`SELECT add_audit_partition(${month}::timestamptz)`;
}

/** By a sum, which knows no order, of a digest of each row. @returns how many rows there are */
async function requireSame(from: TransactionSql, to: TransactionSql, table: string): Promise<number> {
  const seen = async (sql: TransactionSql) => {
    const [row] = await sql<{ rows: number; digest: string }[]>`
      SELECT count(*)::float8 AS rows,
        coalesce(sum(('x' || encode(substr(sha256(convert_to(row_of::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)::text
          AS digest
      FROM ${sql(table)} AS row_of
    `;
    return row ?? { rows: Number.NaN, digest: '' };
  };
  const [there, here] = [await seen(from), await seen(to)];
  if (there.rows !== here.rows || there.digest !== here.digest)
    throw new Error(
      `${table} is not the same after the copy: ${there.rows} rows there, ${here.rows} here. Nothing was moved.`,
    );
  return here.rows;
}

async function copySequences(from: TransactionSql, to: TransactionSql): Promise<void> {
  const sequences = await from<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
  `;
  for (const { name } of sequences) {
    const [row] = await from`SELECT last_value::text AS last, is_called AS called FROM ${from(name)}`;
    await to`SELECT setval(${name}::regclass, ${row?.last}::bigint, ${row?.called}::boolean)`;
  }
}
