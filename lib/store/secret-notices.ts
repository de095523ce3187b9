import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Database, type Executor, LOCKS } from './database';
import { secretNotices, users } from './schema';

/** A secret that calls for a notice which nobody has sent. */
export interface DueNotice {
  secret_id: string;
  step: string;
  hint: string;
  /** When it is due, or ends. */
  due_at: string;
  client_id: string;
  client_name: string;
  tenant_id: string;
  tenant_name: string;
  max_age_days: number | null;
  last_address: string | null;
}

type Channel = 'mail' | 'webhook';

/** One run's share; the rest waits for the next. */
const MOST_AT_ONCE = 2_000;

/**
 * Notices that are due now and that nobody has sent or is sending: of each secret the most urgent step only, so that
 * after a standstill one letter goes out and not four. The rule is `noticeStep` and `dueAt` of the contract. What went out
 * by mail and by webhooks is kept apart, by the step's name.
 */
function selectDue(now: Date, channel: Channel) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const prefix = channel === 'mail' ? '' : 'webhook_';
  // Nobody is told who does not listen: whoever begins to is told what is due then.
  const listens =
    channel === 'mail'
      ? sql`true`
      : sql`EXISTS (SELECT FROM webhook_endpoints AS w WHERE w.tenant_id = t.id AND w.enabled AND 'secret.due' = ANY (w.event_types))`;
  const before = (days: ReturnType<typeof sql>) => sql`${at} - make_interval(hours => 24 * (${days}))`;
  // Sent already, or being sent; about an earlier date it is old news.
  const handled = (
    secret: ReturnType<typeof sql>,
    step: ReturnType<typeof sql>,
    due: ReturnType<typeof sql>,
  ) => sql`
    EXISTS (SELECT FROM secret_notices AS n WHERE n.secret_id = ${secret} AND n.step = ${prefix} || ${step} AND n.due_at >= ${due}
      AND (n.sent_at IS NOT NULL OR n.lease_until > ${at}))`;
  return sql`
    SELECT s.id AS secret_id, ${prefix} || 'due_' || step.days AS step, s.hint,
      s.created_at + make_interval(hours => 24 * t.secret_max_age_days) AS due_at,
      c.id AS client_id, c.name AS client_name, t.id AS tenant_id, t.name AS tenant_name,
      t.secret_max_age_days AS max_age_days, NULL AS last_address
    FROM tenants AS t
    CROSS JOIN (VALUES (14, 7), (7, 1), (1, 0), (0, -100000)) AS step (days, next)
    JOIN client_secrets AS s ON s.tenant_id = t.id AND s.retired_at IS NULL AND s.expires_at IS NULL
      AND s.created_at <= ${before(sql`t.secret_max_age_days - step.days`)}
      AND s.created_at > ${before(sql`t.secret_max_age_days - step.next`)}
    JOIN clients AS c ON c.id = s.client_id AND c.status = 'active'
    WHERE t.status = 'active' AND t.secrets_allowed AND ${listens} AND step.days <= least(14, t.secret_max_age_days / 3)
      AND NOT ${handled(sql`s.id`, sql`'due_' || step.days`, sql`s.created_at + make_interval(hours => 24 * t.secret_max_age_days)`)}
    UNION ALL
    SELECT s.id, ${prefix} || 'ending', s.hint, s.expires_at, c.id, c.name, t.id, t.name, t.secret_max_age_days, u.address
    FROM tenants AS t
    JOIN client_secrets AS s ON s.tenant_id = t.id AND s.retired_at IS NULL AND s.expires_at IS NOT NULL
      AND s.expires_at > ${at} AND s.expires_at <= ${at} + interval '24 hours'
    JOIN clients AS c ON c.id = s.client_id AND c.status = 'active'
    JOIN secret_uses AS u ON u.secret_id = s.id
    JOIN LATERAL (
      SELECT least(interval '24 hours', (s.expires_at - max(n.created_at)) / 4) AS span FROM client_secrets AS n
      WHERE n.client_id = s.client_id AND n.created_at > s.created_at) AS last ON true
    -- In the last quarter of a short overlap: whoever has just chosen an hour knows that it ends today.
    WHERE t.status = 'active' AND t.secrets_allowed AND ${listens}
      AND s.expires_at <= ${at} + last.span AND u.last_used_at > ${at} - last.span
      AND NOT ${handled(sql`s.id`, sql`'ending'`, sql`s.expires_at`)}
    LIMIT ${MOST_AT_ONCE}::integer`;
}

/** Whether any notice is due, for a service that cannot send one. */
export async function areNoticesDue(db: Executor, now: Date): Promise<boolean> {
  const [row] = await db.execute<{ due: boolean }>(sql`SELECT EXISTS (${selectDue(now, 'mail')}) AS due`);
  return row?.due ?? false;
}

/**
 * Takes the notices that are due: nobody else takes them until `leaseUntil`. Of instances that ask at once one gets them.
 */
export function claimNotices(db: Database, now: Date, leaseUntil: Date): Promise<DueNotice[]> {
  return db.transaction((tx) => takeNotices(tx, now, 'mail', { leaseUntil, sentAt: null }));
}

/** Takes those that webhooks have not told of, in the transaction in which they are told. */
export const takeWebhookNotices = (tx: Executor, now: Date): Promise<DueNotice[]> =>
  takeNotices(tx, now, 'webhook', { leaseUntil: now, sentAt: now });

async function takeNotices(
  tx: Executor,
  now: Date,
  channel: Channel,
  { leaseUntil, sentAt }: { leaseUntil: Date; sentAt: Date | null },
): Promise<DueNotice[]> {
  // Each its own: who writes letters must not keep away who tells webhooks, for both look once in a while.
  const lock = channel === 'mail' ? LOCKS.notices : LOCKS.webhookNotices;
  const [turn] = await tx.execute<{ free: boolean }>(sql`SELECT pg_try_advisory_xact_lock(${lock}) AS free`);
  if (!turn?.free) return [];
  const due = await tx.execute<{ [K in keyof DueNotice]: DueNotice[K] }>(selectDue(now, channel));
  if (due.length === 0) return [];
  await tx
    .insert(secretNotices)
    .values(
      due.map(({ secret_id, step, due_at }) => ({
        secretId: secret_id,
        step,
        dueAt: new Date(due_at),
        leaseUntil,
        sentAt,
      })),
    )
    .onConflictDoUpdate({
      target: [secretNotices.secretId, secretNotices.step],
      set: { dueAt: sql`excluded.due_at`, leaseUntil: sql`excluded.lease_until`, sentAt },
    });
  return [...due];
}

/** They went out. */
export async function markNoticesSent(db: Executor, notices: DueNotice[], now: Date): Promise<void> {
  const keys = notices.map(({ secret_id, step }) => sql`(${secret_id}, ${step})`);
  await db
    .update(secretNotices)
    .set({ sentAt: now })
    .where(sql`(${secretNotices.secretId}, ${secretNotices.step}) IN (${sql.join(keys, sql`, `)})`);
}

/** Whom a tenant's notices are for: those who may change its settings and are not disabled. */
export async function listNoticeReaders(db: Executor, tenantId: string): Promise<string[]> {
  const rows = await db
    .select({ email: users.email })
    .from(users)
    .where(
      and(eq(users.tenantId, tenantId), eq(users.status, 'active'), inArray(users.role, ['owner', 'admin'])),
    )
    .orderBy(users.createdAt);
  return rows.map(({ email }) => email);
}
