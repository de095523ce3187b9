import { clientEvent } from './client-audit';
import { findSecret } from './client-authentication';
import { invalidRequest } from './errors';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import type { OAuthServices } from './services';

/** Parameters that have no business in a URL: proxies, histories and logs keep URLs. */
const BODY_ONLY = ['grant_type', 'client_id', 'client_secret', 'scope', 'token', 'client_assertion'];

/**
 * Refuses OAuth parameters in the query. A secret that was really somebody's is marked in the same breath, so that its
 * owner is told to rotate it.
 *
 * @throws OAuthError 400 invalid_request when there are any
 */
export async function refuseQueryParameters(
  query: URLSearchParams,
  body: Parameters,
  origin: Origin,
  services: OAuthServices,
): Promise<void> {
  if (!BODY_ONLY.some((name) => query.has(name))) return;
  const clientSecret = query.get('client_secret');
  if (!clientSecret) throw invalidRequest('Parameters belong in the body, not in the URL.');

  const clientId = query.get('client_id') || body.get('client_id');
  // A control character would only break the look-up; such a text was never a secret of ours.
  if (clientId && /^[\x20-\x7E]+$/.test(clientId)) {
    const found = await findSecret({ clientId, clientSecret }, services.clients, services.pepper);
    if (found.client && found.secret && !found.secret.retiredAt)
      await services.markExposed(found.secret.id, {
        ...clientEvent(services.clock(), origin, found.client, clientId),
        action: 'secret.exposed',
        outcome: 'failure',
        detail: { secret_id: found.secret.id, where: 'url' },
      });
  }
  throw invalidRequest('client_secret must be in the body, never in the URL: rotate this secret now.');
}
