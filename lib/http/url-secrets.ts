import { newId } from '../ids';
import { flagSecretsInUrl, mayHoldSecret } from '../oauth/exposure';
import type { WireRequest } from './endpoint';
import { originOf, type Peer } from './peer';
import type { HttpServices } from './services';

/**
 * Flags secrets in the URL of a request that is answered without regard to them: whatever the address, whoever sees URLs
 * has seen it. What cannot be flagged now is said in the log, without any of it. Never throws.
 */
export async function flagUrl(
  request: Pick<WireRequest, 'path' | 'query' | 'header'>,
  peer: Peer,
  services: HttpServices,
  requestId = newId('req'),
): Promise<void> {
  if (!mayHoldSecret(request.path) && !mayHoldSecret(request.query)) return;
  const origin = originOf(request, requestId, peer);
  // At, or just beside, the address where clients of that profile send theirs by design.
  const spared = /^\/token(\/|$)/.test(request.path) ? 'opencrvs' : undefined;
  await services.gate
    .pass(() => flagSecretsInUrl(request, origin, services, spared))
    .catch((cause: unknown) =>
      services.log.warn({ err: cause, request_id: requestId }, 'a secret in a URL may not have been flagged'),
    );
}
