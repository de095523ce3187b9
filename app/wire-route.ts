import { container } from '@/lib/container';
import { socketAddress } from '@/lib/http/peer-context';
import type { Endpoint } from '@/lib/http/wire';

/**
 * The App Router's door to a wire endpoint: `next dev`, plain `next start` and serverless hosts answer with the very
 * functions that the server answers with. All methods, so that a wrong one gets our 405 and not Next's.
 */
export function wireRoute(endpoint: Endpoint) {
  const answer = (request: Request) => {
    const services = container();
    return endpoint(
      request,
      { socketAddress: socketAddress(), trustedProxies: services.trustedProxies },
      services,
    );
  };
  return {
    GET: answer,
    HEAD: answer,
    POST: answer,
    PUT: answer,
    PATCH: answer,
    DELETE: answer,
    OPTIONS: answer,
  };
}
