import type { SecretTest } from '../contract/secret-diagnosis';
import { diagnose, digestsToLookUp } from '../oauth/secret-diagnosis';
import { insertAuditEvent } from '../store/audit';
import { findClientRow } from '../store/clients';
import { findKnownSecrets } from '../store/known-secrets';
import { changeEvent, type Principal, permit } from './principal';
import { notFound, tooMany } from './refusal';
import type { AdminServices } from './services';

/**
 * What a secret is, without a token: the client's current one, its old one, a mistake. The audit row has the verdict
 * and nothing of the text. Tries are counted, so that nobody can guess this way.
 *
 * @param clientId the client it should be of; undefined to ask whose it is
 * @throws Refusal 404, 429
 */
export async function testSecret(
  principal: Principal,
  clientId: string | undefined,
  presented: string,
  services: AdminServices,
): Promise<Omit<SecretTest, 'now'>> {
  permit(principal, 'secret:test');
  const { db, pepper, environment, limiter } = services;
  const { tenantId, userId } = principal;
  if (clientId !== undefined && !(await findClientRow(db, tenantId, clientId))) throw notFound('client');
  const { allowed, retryAfter } = await limiter.take('secret_test', userId);
  if (!allowed) throw tooMany(Math.max(1, retryAfter), 'Too many secrets tested: wait a minute.');

  const now = new Date(services.clock());
  const known = await findKnownSecrets(db, digestsToLookUp(presented, pepper), now);
  const asked = { clientId, tenantId, environment, now: now.getTime() };
  const diagnosis = diagnose(presented, asked, known, pepper);
  await insertAuditEvent(
    db,
    changeEvent(principal, now, 'secret.tested', clientId ?? diagnosis.client_id ?? tenantId, { diagnosis }),
  );
  const row = diagnosis.client_id ? await findClientRow(db, tenantId, diagnosis.client_id) : undefined;
  return { diagnosis, client: row ? { client_id: row.id, name: row.name } : null };
}
