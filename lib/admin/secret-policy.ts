import type { Executor } from '../store/database';
import { areSecretsAllowed } from '../store/tenant-policy';
import { conflict } from './refusal';

/** @throws Refusal 409 where the tenant's policy is "no shared secrets" */
export async function refuseSecretsWhereNoneAreAllowed(tx: Executor, tenantId: string): Promise<void> {
  if (!(await areSecretsAllowed(tx, tenantId)))
    throw conflict('Your tenant allows no shared secrets: register a key for private_key_jwt instead.');
}
