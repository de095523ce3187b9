import { eq } from 'drizzle-orm';
import type { Executor } from './database';
import { tenants } from './schema';

/** False for a tenant with no shared secrets. Held as it is until the transaction ends. */
export async function areSecretsAllowed(tx: Executor, tenantId: string): Promise<boolean> {
  const [row] = await tx
    .select({ allowed: tenants.secretsAllowed })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for('share');
  return row?.allowed ?? false;
}
