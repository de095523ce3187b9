import { LONGEST_TOKEN_LIFE } from '../contract/token-life';
import { findIssueEvent } from '../store/audit';
import { findClientRow } from '../store/clients';
import { refuseManagers } from './power';
import { type Actor, changeEvent, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/**
 * Ends one token of a client by its id, for whoever does not have the token itself. Twice is as good as once.
 *
 * @throws Refusal 404 for a client or a token that is not the tenant's; 403
 */
export async function revokeClientToken(
  actor: Actor,
  clientId: string,
  jti: string,
  services: AdminServices,
): Promise<void> {
  permit(actor, 'client:disable');
  const { db } = services;
  const client = await findClientRow(db, actor.tenantId, clientId);
  if (!client) throw notFound('client');
  refuseManagers(actor, client);
  // Rows of issued tokens come in batches, and whoever has the id may have it from a log of this very moment.
  await services.ledger.flush();
  const issued = await findIssueEvent(db, actor.tenantId, jti);
  if (issued?.actorId !== clientId) throw notFound('token');
  // Its life may have been changed since: kept for as long as any token may live.
  const latestEnd = new Date(issued.at.getTime() + LONGEST_TOKEN_LIFE * 1000);
  const { jti: by, ...event } = changeEvent(actor, new Date(services.clock()), 'token.revoked', clientId);
  await services.revoke(jti, latestEnd, {
    ...event,
    jti,
    detail: { ...event.detail, by_token: by ?? undefined },
  });
}
