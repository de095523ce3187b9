import type { NextRequest } from 'next/server';
import { requireSession, type SignedIn } from '@/lib/auth/guard';
import { type Container, container } from '@/lib/container';
import { socketAddress } from '@/lib/http/peer-context';
import { portalEndpoint } from '@/lib/http/portal';

interface Call<Params> extends SignedIn {
  request: NextRequest;
  params: Params;
  services: Container;
}

interface Options {
  /** Status of a success. */
  success?: number;
  /** Whether a person may call it while a one-time password must be changed. */
  passwordDue?: 'allowed' | 'refused';
}

/** A portal handler: the guard runs here, inside every handler, and nothing of the core runs before it. */
export function portalRoute<Params = Record<never, never>>(
  core: (call: Call<Params>) => Promise<unknown>,
  { success = 200, passwordDue = 'refused' }: Options = {},
) {
  return (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
    const services = container();
    const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
    return portalEndpoint(
      request,
      peer,
      services,
      (incoming, origin) => requireSession(incoming, origin, services, { passwordDue }),
      async (signedIn) => core({ ...signedIn, request, params: await context.params, services }),
      success,
    );
  };
}

export const isoNow = (services: Container): string => new Date(services.clock()).toISOString();
