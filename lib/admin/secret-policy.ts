import type { Executor } from '../store/database';
import { areSecretsAllowed } from '../store/tenant-policy';
import type { TenantRow } from '../store/tenants';
import { conflict } from './refusal';

/** Days after which a tenant's secrets are due; null without a policy, and where every secret is refused: none needs replacing. */
export const enforcedMaxAge = (tenant: TenantRow | undefined): number | null =>
  tenant?.secretsAllowed ? tenant.secretMaxAgeDays : null;

/** @throws Refusal 409 where the tenant's policy is "no shared secrets" */
export async function refuseSecretsWhereNoneAreAllowed(tx: Executor, tenantId: string): Promise<void> {
  if (!(await areSecretsAllowed(tx, tenantId)))
    throw conflict('Your tenant allows no shared secrets: register a key for private_key_jwt instead.');
}
