import type { NextRequest } from 'next/server';
import { notFound } from '@/lib/admin/refusal';
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
      async (signedIn) => core({ ...signedIn, request, params: wellFormed(await context.params), services }),
      success,
    );
  };
}

/** What cannot be an id of ours is not looked up: it is as unknown as any other. @throws Refusal 404 */
function wellFormed<Params>(params: Params): Params {
  for (const id of Object.values(params ?? {})) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(String(id))) throw notFound('address');
  }
  return params;
}

export const isoNow = (services: Container): string => new Date(services.clock()).toISOString();
