import type { Principal } from './principal';
import { tooMany } from './refusal';
import type { AdminServices } from './services';

/** Looks at hosts that a tenant chose are counted: nobody may aim us at one. @throws Refusal 429 */
export async function takeSsoCheck({ tenantId }: Principal, { limiter }: AdminServices): Promise<void> {
  if ((await limiter.take('sso_check', tenantId)).allowed) return;
  throw tooMany(60, 'Too many checks: wait a minute.');
}
