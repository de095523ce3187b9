import type { NextRequest } from 'next/server';
import type { originOf } from '@/lib/http/peer';
import { socketAddress } from '@/lib/http/peer-context';
import { portalEndpoint } from '@/lib/http/portal';
import { type PortalContainer, portalContainer } from '@/lib/portal-container';

interface Call {
  request: NextRequest;
  origin: ReturnType<typeof originOf>;
  services: PortalContainer;
}

/** A handler for people who are not signed in: same origin and the same form of answer as the portal's, and no guard. */
export function accountRoute(core: (call: Call) => Promise<unknown>, { success = 200 } = {}) {
  return (request: NextRequest): Promise<Response> => {
    const services = portalContainer();
    const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
    return portalEndpoint(
      request,
      peer,
      services,
      async (_incoming, origin) => origin,
      (origin) => core({ request, origin, services }),
      success,
    );
  };
}
