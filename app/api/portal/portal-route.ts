import type { NextRequest } from 'next/server';
import { notFound } from '@/lib/admin/refusal';
import { sessionCookie } from '@/lib/auth/cookie';
import { requireSession, type SignedIn } from '@/lib/auth/guard';
import type { Debt } from '@/lib/contract/debts';
import { socketAddress } from '@/lib/http/peer-context';
import { portalEndpoint } from '@/lib/http/portal';
import { type PortalContainer, portalContainer } from '@/lib/portal-container';

interface Call<Params> extends SignedIn {
  request: NextRequest;
  params: Params;
  services: PortalContainer;
  /** Gives the browser the session's new cookie, with the answer of a success. */
  renewCookie(id: string, endsAt: Date): void;
}

interface Options {
  /** Status of a success. */
  success?: number;
  /** What a session may still owe that calls it: nothing, but where it is paid. */
  owing?: readonly Debt[];
}

/** A portal handler: the guard runs here, inside every handler, and nothing of the core runs before it. */
export function portalRoute<Params = Record<never, never>>(
  core: (call: Call<Params>) => Promise<unknown>,
  { success = 200, owing = [] }: Options = {},
) {
  return async (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
    const services = portalContainer();
    let cookie: string | undefined;
    const renewCookie = (id: string, endsAt: Date) => {
      cookie = sessionCookie(services.issuer, id, endsAt);
    };
    const peer = { socketAddress: socketAddress(), trustedProxies: services.trustedProxies };
    const answer = await portalEndpoint(
      request,
      peer,
      services,
      (incoming, origin) => requireSession(incoming, origin, services, owing),
      async (signedIn) => {
        const params = wellFormed(await context.params);
        // Whoever looks right after a call is shown the row of that call.
        await services.ledger.flush();
        return core({ ...signedIn, request, params, services, renewCookie });
      },
      success,
    );
    if (cookie && answer.ok) answer.headers.append('Set-Cookie', cookie);
    return answer;
  };
}

/** What cannot be an id of ours is not looked up: it is as unknown as any other. @throws Refusal 404 */
function wellFormed<Params>(params: Params): Params {
  for (const id of Object.values(params ?? {})) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(String(id))) throw notFound('address');
  }
  return params;
}

export const isoNow = (services: PortalContainer): string => new Date(services.clock()).toISOString();
