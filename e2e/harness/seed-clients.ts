import type { openDatabase } from './database';

/**
 * Clients of a tenant with a live and a retired secret each: every tenth disabled, every third never used, every seventh
 * with a secret of 90 days. Far faster than asking for each; nobody knows the secrets.
 */
export async function seedClients(
  db: ReturnType<typeof openDatabase>,
  tenantId: string,
  count: number,
): Promise<void> {
  await db`
    INSERT INTO clients (id, tenant_id, name, description, scopes, status, created_at, updated_at)
    SELECT 'client_' || substr(md5(${tenantId} || n), 1, 22), ${tenantId}, 'Seeded backend ' || to_char(n, 'FM00000'),
      'Number ' || n || ' of many', '{workflow:read,audit:read}', CASE WHEN n % 10 = 0 THEN 'disabled' ELSE 'active' END,
      now(), now()
    FROM generate_series(1, ${count}::integer) AS n`;
  await db`
    INSERT INTO client_secrets (id, client_id, digest, hint, created_at, created_by, retired_at)
    SELECT 'sec_' || substr(md5(c.id || n), 1, 22), c.id, sha256((c.id || n)::bytea), 'abcd',
      now() - n * interval '40 days' - (substr(c.name, 16)::integer % 7 = 0)::integer * interval '50 days'
        - row_number() OVER () * interval '1 second', 'seed',
      CASE WHEN n = 2 THEN now() - interval '1 day' END
    FROM clients c, generate_series(1, 2) AS n WHERE c.tenant_id = ${tenantId} AND c.description LIKE 'Number %'`;
  await db`
    INSERT INTO secret_uses (secret_id, last_used_at, address, user_agent, count)
    SELECT s.id, now() - row_number() OVER () * interval '1 second', '127.0.0.1', 'seed', 1
    FROM client_secrets s JOIN clients c ON c.id = s.client_id
    WHERE c.tenant_id = ${tenantId} AND c.description LIKE 'Number %'
      AND substr(c.name, 16)::integer % 3 > 0`;
  await db`ANALYZE clients, client_secrets, secret_uses`;
}
