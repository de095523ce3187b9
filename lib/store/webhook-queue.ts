import { type SQL, sql } from 'drizzle-orm';
import type PgBoss from 'pg-boss';
import { schema as RELEASE } from 'pg-boss/version.json';
import type { Database, Executor } from './database';

/** A schema of its own, of which the portal's role knows nothing: it writes events, and who delivers them puts them here. */
const SCHEMA = 'webhook_queue';
const QUEUE = 'deliveries';
/** How often a job that a process died on is given to another: as often as it takes. */
const MOST_REVIVALS = 10_000;

/** A job under way: whoever took it. */
export interface QueueJob {
  id: string;
  deliveryId: string;
  tenantId: string;
}

interface NewJob {
  deliveryId: string;
  tenantId: string;
  afterSeconds: number;
  urgent: boolean;
}

export interface WebhookQueue {
  /** Of each job the first comes to whoever asks first, in so many seconds; nobody else gets it for `holdSeconds`. */
  put(tx: Executor, jobs: NewJob[]): Promise<void>;
  /** The next that is due, but for those of tenants that have enough under way. */
  take(busyTenants: string[]): Promise<QueueJob | undefined>;
  /** In the transaction that writes down what came of it. */
  remove(tx: Executor, job: QueueJob): Promise<void>;
  /** Back to where it was, for another process. */
  giveBack(job: QueueJob): Promise<void>;
  /** Gives jobs of processes that died to others. */
  revive(): Promise<void>;
}

/**
 * The queue of deliveries, pg-boss over our own connections. It is loaded only by a process that has something to deliver.
 *
 * @param holdSeconds after which whoever took a job is believed to be dead
 */
export async function openWebhookQueue(db: Database, holdSeconds: number): Promise<WebhookQueue> {
  const boss = await connectBoss(db);
  return {
    put: (tx, jobs) =>
      boss.insert(
        jobs.map(({ deliveryId, tenantId, afterSeconds, urgent }) => ({
          name: QUEUE,
          data: { delivery_id: deliveryId, tenant_id: tenantId },
          startAfter: String(afterSeconds),
          priority: urgent ? 0 : -1,
          expireInSeconds: holdSeconds,
          retryLimit: MOST_REVIVALS,
        })),
        { db: through(tx) },
      ),
    take: (busyTenants) => takeNext(db, busyTenants),
    remove: (tx, { id }) => boss.deleteJob(QUEUE, id, { db: through(tx) }),
    giveBack: ({ id }) => boss.fail(QUEUE, id),
    revive: () => boss.expire(),
  };
}

/** As pg-boss takes one, which cannot leave out any: or whoever answers slowly would have every place there is. */
async function takeNext(db: Database, busyTenants: string[]): Promise<QueueJob | undefined> {
  const job = sql.raw(`${SCHEMA}.job`);
  const [row] = await db.execute<{ id: string; delivery_id: string; tenant_id: string }>(sql`
    WITH next AS (
      SELECT id FROM ${job}
      WHERE name = ${QUEUE} AND state < 'active' AND start_after < now()
        AND coalesce(data->>'tenant_id', '') <> ALL (${sql.param(busyTenants)}::text[])
      ORDER BY priority DESC, created_on, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE ${job} AS j SET state = 'active', started_on = now(),
      retry_count = retry_count + (started_on IS NOT NULL)::integer
    FROM next WHERE j.name = ${QUEUE} AND j.id = next.id
    RETURNING j.id, data->>'delivery_id' AS delivery_id, coalesce(data->>'tenant_id', '') AS tenant_id`);
  return row && { id: row.id, deliveryId: row.delivery_id, tenantId: row.tenant_id };
}

/**
 * Makes the queue's tables, or brings them up to this release's. By whoever migrates, under the lock of that: nothing
 * makes a table later.
 */
export async function migrateWebhookQueue(db: Database): Promise<void> {
  const [made] = await db.execute<{ made: boolean }>(
    sql`SELECT to_regclass(${`${SCHEMA}.version`}) IS NOT NULL AS made`,
  );
  // Whoever died between the two had made the tables and no queue in them.
  const [now] = made?.made
    ? await db.execute<{ version: number; queue: boolean }>(sql`
        SELECT version, EXISTS (SELECT FROM ${sql.raw(`${SCHEMA}.queue`)} WHERE name = ${QUEUE}) AS queue
        FROM ${sql.raw(`${SCHEMA}.version`)}`)
    : [];
  if (now?.version === RELEASE && now.queue) return;
  const boss = await connectBoss(db, { migrate: true });
  await boss.start();
  await boss.createQueue(QUEUE);
  await boss.stop({ graceful: false });
}

async function connectBoss(db: Database, { migrate = false } = {}): Promise<PgBoss> {
  const { default: Boss } = await import('pg-boss');
  // Its upkeep is of jobs that have ended, of which there are none here, and its clock is of schedules.
  const boss = new Boss({ db: through(db), schema: SCHEMA, migrate, supervise: false, schedule: false });
  // Or a fault of it ends the process. Whatever it could not do is tried again.
  boss.on('error', () => {});
  return boss;
}

/** pg-boss's statements on a pool or in a transaction of ours. */
const through = (db: Executor): PgBoss.Db => ({
  async executeSql(text, values) {
    // What it wraps in a transaction of its own gets one of the pool's.
    const wrapped = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/.exec(text)?.[1];
    const rows = wrapped
      ? await db.transaction((tx) => tx.execute(sql.raw(wrapped)))
      : await db.execute(statementOf(text, values ?? []));
    return { rows: [...rows] };
  },
});

/** `$1` where each value goes. */
function statementOf(text: string, values: unknown[]): SQL {
  if (values.length === 0) return sql.raw(text);
  const parts = text.split(/\$(\d+)/);
  return sql.join(
    parts.map((part, index) =>
      index % 2 === 0 ? sql.raw(part) : sql`${sql.param(encoded(values[Number(part) - 1]))}`,
    ),
  );
}

/** Objects as JSON; lists are arrays of PostgreSQL. */
const encoded = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? JSON.stringify(value)
    : (value ?? null);
