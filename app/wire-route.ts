import { container } from '@/lib/container';
import { EVERYWHERE, elsewhereEndpoint } from '@/lib/http/elsewhere-endpoint';
import type { Endpoint } from '@/lib/http/endpoint';
import { socketAddress } from '@/lib/http/peer-context';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { webAnswer, webRequest } from '@/lib/http/web-door';

/**
 * The App Router's door to a wire endpoint: `next dev`, plain `next start` and serverless hosts answer with the very
 * functions that the server answers with. All methods, so that a wrong one gets our 405 and not Next's.
 */
export function wireRoute(endpoint: Endpoint) {
  const answer = async (incoming: Request) => {
    const request = webRequest(incoming);
    const services = container();
    const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
    // Next takes `/v1/auth/token/` for the same address; the server does not, and neither does the contract.
    const asked = request.path.endsWith('/') ? unknownEndpoint : endpoint;
    const elsewhere = services.settings.role === 'portal' && !EVERYWHERE.has(request.path);
    return webAnswer(await (elsewhere ? elsewhereEndpoint : asked)(request, peer, services));
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
