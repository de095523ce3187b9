import { failureKey, networkOf } from '../ratelimit/network';
import { clientEvent } from './client-audit';
import { authenticateClient, invalidClient, type PresentedCredentials } from './client-authentication';
import { OAuthError } from './errors';
import type { ClientRecord, Origin, RateDecision, SecretRecord } from './ports';
import type { OAuthServices } from './services';

/** Raised when a budget is spent; `Retry-After` in whole seconds (RFC 9110 §10.2.3). */
export function rateLimited(decision: RateDecision): OAuthError {
  return new OAuthError(429, 'rate_limited', 'Too many requests: wait as long as Retry-After says.', {
    'Retry-After': String(Math.max(1, decision.retryAfter)),
  });
}

/** What a request spent, for the RateLimit headers of its answer, a refusal included. */
export interface Meter {
  decision: RateDecision;
}

/**
 * Takes one call from a client's own budget. A caller over it leaves one audit row a minute, not one a call.
 *
 * @throws OAuthError 429 rate_limited
 */
export async function charge(
  policy: 'token' | 'introspect' | 'revoke',
  client: Pick<ClientRecord, 'id' | 'tenantId'>,
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<void> {
  meter.decision = await services.limiter.take(policy, client.id);
  if (meter.decision.allowed) return;
  const notice = await services.limiter.take('limited_notice', `${policy}:${client.id}`);
  if (notice.allowed)
    await services.ledger.record({
      ...clientEvent(services.clock(), origin, client, client.id),
      action: `${policy}.limited`,
      outcome: 'failure',
      detail: { limit: meter.decision.limit },
    });
  throw rateLimited(meter.decision);
}

export interface Admitted {
  client: ClientRecord;
  secret: SecretRecord;
}

/**
 * Client authentication with its limits and its audit rows, the same at every endpoint that takes client credentials.
 *
 * Right credentials draw on the client's own budget, wrong ones on one of (network, client_id) that no right one ever
 * looks at: whoever knows a client_id can spend only their own.
 *
 * @throws OAuthError 401 invalid_client, 429 rate_limited
 */
export async function admitClient(
  presented: PresentedCredentials,
  policy: 'token' | 'introspect' | 'revoke',
  origin: Origin,
  meter: Meter,
  services: OAuthServices,
): Promise<Admitted> {
  const now = services.clock();
  const authentication = await authenticateClient(presented, services.clients, services.pepper, now);
  const { client } = authentication;
  const event = clientEvent(now, origin, client, presented.clientId);

  if (!authentication.ok) {
    const failures = policy === 'token' ? 'token_failure' : 'introspect_failure';
    meter.decision = await services.limiter.take(failures, failureKey(origin.address, presented.clientId));
    if (!meter.decision.allowed) throw rateLimited(meter.decision);
    // Invented ids must not fill the log. One budget for known and unknown ones: with two, spending one of them would
    // make the other kind's answers slower, and so tell them apart.
    const row = await services.limiter.take('refusal_row', networkOf(origin.address));
    if (row.allowed)
      await services.ledger.record({
        ...event,
        action: `${policy}.refused`,
        outcome: 'failure',
        detail: { reason: authentication.failure, method: presented.method },
      });
    throw invalidClient(presented.method === 'client_secret_basic');
  }

  await charge(policy, authentication.client, origin, meter, services);
  return { client: authentication.client, secret: authentication.secret };
}
