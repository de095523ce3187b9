import type { openDatabase } from '../harness/database';

type Db = ReturnType<typeof openDatabase>;

/** A client's traffic as it would have been: calls a minute at noon. */
export interface Traffic {
  clientId: string;
  credentialId: string;
  tokens: number;
  introspections: number;
  /** Of its token requests, how many percent were refused. */
  refused: number;
}

/** Two days by the minute and thirty by the hour, more by day than by night, and less at weekends. */
export async function inventPast(db: Db, tenantId: string, traffic: readonly Traffic[]): Promise<void> {
  const clients = JSON.stringify(traffic);
  await db`
    INSERT INTO usage_minutes (tenant_id, client_id, at, operation, outcome, credential_id, count)
    SELECT ${tenantId}, "clientId", at, operation, outcome, credential, rate::bigint
    FROM jsonb_to_recordset(${clients}::text::jsonb) AS client (
        "clientId" text, "credentialId" text, tokens float8, introspections float8, refused float8),
      generate_series(date_trunc('minute', now()) - interval '48 hours', now() - interval '2 minutes', '1 minute') AS at,
      LATERAL (SELECT (0.35 + 0.65 * greatest(0, sin((extract(hour FROM at) + extract(minute FROM at) / 60 - 6) * pi() / 12)))
        * (0.4 + 1.2 * (abs(hashtext("clientId" || at)) % 1000) / 1000.0) AS pace) AS day,
      LATERAL (VALUES ('token', 'success', "credentialId", tokens * pace),
        ('token', 'invalid_client', '', tokens * pace * refused / 100),
        ('introspection', 'success', "credentialId", introspections * pace),
        ('introspection', 'inactive', "credentialId", introspections * pace * 0.03)
      ) AS calls (operation, outcome, credential, rate)
    WHERE rate::bigint > 0
    ON CONFLICT DO NOTHING`;
  await db`
    INSERT INTO usage_hours (tenant_id, client_id, at, operation, outcome, credential_id, count, peak)
    SELECT tenant_id, client_id, date_trunc('hour', at, 'UTC') - day * interval '1 day', operation, outcome, credential_id,
      greatest(1, (sum(count) * CASE WHEN extract(isodow FROM min(at) - day * interval '1 day') > 5 THEN 0.3 ELSE 1 END
        * (1.05 - day * 0.003))::bigint), max(count)
    FROM usage_minutes, generate_series(0, 58, 2) AS day
    WHERE client_id <> '' AND at < date_trunc('minute', now()) - interval '1 minute'
      -- Whole hours, 48 of them: none comes twice.
      AND at >= date_trunc('hour', now(), 'UTC') - interval '47 hours'
    GROUP BY tenant_id, client_id, date_trunc('hour', at, 'UTC'), day, operation, outcome, credential_id
    ON CONFLICT (tenant_id, client_id, at, operation, outcome, credential_id)
      DO UPDATE SET count = usage_hours.count + excluded.count, peak = greatest(usage_hours.peak, excluded.peak)`;
  // The tenant's sums, which are rows of their own.
  await db`DELETE FROM usage_minutes WHERE client_id = ''`;
  await db`DELETE FROM usage_hours WHERE client_id = ''`;
  await db`
    INSERT INTO usage_minutes (tenant_id, client_id, at, operation, outcome, credential_id, count)
    SELECT tenant_id, '', at, operation, outcome, '', sum(count) FROM usage_minutes GROUP BY tenant_id, at, operation, outcome`;
  await db`
    INSERT INTO usage_hours (tenant_id, client_id, at, operation, outcome, credential_id, count, peak)
    SELECT tenant_id, '', at, operation, outcome, '', sum(count), max(peak) FROM usage_hours
    GROUP BY tenant_id, at, operation, outcome`;
}

/** Makes a client, and the secrets it has now, as old as this. */
export async function age(db: Db, clientId: string, days: number): Promise<void> {
  await db`UPDATE clients SET created_at = now() - ${days}::integer * interval '1 day' WHERE id = ${clientId}`;
  await db`
    UPDATE client_secrets SET created_at = now() - ${days}::integer * interval '1 day' WHERE client_id = ${clientId}`;
}
