import type { NextAuthOptions } from 'next-auth';
import { permit } from '../admin/principal';
import { conflict, notFound, Refusal, tooMany } from '../admin/refusal';
import { redirectUriOf } from '../admin/sso';
import { startSsoSchema } from '../contract/sso';
import type { Peer } from '../http/peer';
import { portalEndpoint, readBody } from '../http/portal';
import type { HttpServices } from '../http/services';
import { digestOf } from '../ids';
import type { Origin } from '../oauth/ports';
import { networkOf } from '../ratelimit/network';
import { isUsable } from '../sso/checks';
import { describeFault } from '../sso/faults';
import type { SsoServices } from '../sso/services';
import { insertAttempt } from '../store/sso-attempts';
import { findLiveConnection, type LiveConnection } from '../store/sso-connections';
import { requireSession } from './guard';
import { type AuthServices, nextAuthOptions } from './next-auth-options';
import { SESSION_TOTAL_MS } from './sessions';
import { ATTEMPT_SECONDS } from './sso-cookies';
import { ssoOptions } from './sso-provider';

export type SsoDoorServices = HttpServices & AuthServices & SsoServices;
/** Runs next-auth itself. */
export type NextAuthRun = (request: Request, options: NextAuthOptions) => Promise<Response>;

/**
 * POST /api/auth/signin/{connection_id}: sends a browser to the provider. Answers `{url}`, and keeps what the person
 * wants under the digest of `state`, so that nothing on the way can change it.
 */
export async function startSso(
  request: Request,
  connectionId: string,
  peer: Peer,
  services: SsoDoorServices,
  run: NextAuthRun,
): Promise<Response> {
  let cookies: string[] = [];
  const answer = await portalEndpoint(
    request,
    peer,
    services,
    async (_incoming, origin) => origin,
    async (origin) => {
      const wanted = await readBody(request, startSsoSchema);
      await takeStart(origin, services);
      const connection = await findLiveConnection(services.db, connectionId);
      const asked = await whoAsks(request, origin, connection, wanted.intent, services);
      const endpoint = await endpointOf(asked.connection, services);
      const sent = await run(
        forNextAuth(request, wanted.csrfToken),
        ssoOptions(nextAuthOptions(services, peer), {
          connection: asked.connection,
          endpoint,
          parameters: {
            redirect_uri: redirectUriOf(services.issuer, connectionId),
            // Asked for an age, a provider has to say when it asked (OpenID Connect Core 1.0 §3.1.2.1).
            ...(wanted.intent === 'confirm'
              ? { prompt: 'login', max_age: '0' }
              : { max_age: String(SESSION_TOTAL_MS / 1000) }),
            ...(wanted.login_hint ? { login_hint: wanted.login_hint } : {}),
          },
        }),
      );
      const { url } = (await sent.json()) as { url?: string };
      const state = URL.canParse(url ?? '') ? new URL(url ?? '').searchParams.get('state') : null;
      // Without a right CSRF token next-auth leads to a page of its own.
      if (!url || !state)
        throw new Refusal(403, 'forbidden', 'This page is too old: reload it and try again.');
      const now = services.clock();
      await insertAttempt(services.db, {
        digest: digestOf(state),
        connectionId,
        intent: wanted.intent,
        userId: asked.userId,
        returnTo: wanted.return_to,
        createdAt: new Date(now),
        expiresAt: new Date(now + ATTEMPT_SECONDS * 1000),
      });
      cookies = sent.headers.getSetCookie();
      return { url };
    },
  );
  for (const cookie of cookies) answer.headers.append('Set-Cookie', cookie);
  return answer;
}

async function takeStart({ address }: Origin, { limiter }: SsoDoorServices): Promise<void> {
  if ((await limiter.take('sso_start', networkOf(address))).allowed) return;
  throw tooMany();
}

/** @throws Refusal 404 for a connection that is not there for this person, 401 and 403 */
async function whoAsks(
  request: Request,
  origin: Origin,
  connection: LiveConnection | undefined,
  intent: 'sign_in' | 'confirm' | 'test',
  services: SsoDoorServices,
): Promise<{ connection: LiveConnection; userId: string | null }> {
  if (intent === 'sign_in') {
    if (!connection?.enabled) throw notFound('single sign-on');
    return { connection, userId: null };
  }
  const { principal } = await requireSession(request, origin, services, []);
  if (intent === 'test') permit(principal, 'sso:edit');
  if (principal.tenantId !== connection?.tenantId) throw notFound('single sign-on');
  return { connection, userId: principal.userId };
}

/** @throws Refusal 409 in words, when the provider cannot be asked where to go */
async function endpointOf({ issuer }: LiveConnection, { providers, log }: SsoDoorServices): Promise<string> {
  try {
    const { authorization_endpoint } = await providers.discover(issuer);
    if (isUsable(authorization_endpoint, providers.plainHttp)) return authorization_endpoint;
  } catch (cause) {
    const { words } = describeFault(cause);
    log.warn({ issuer, fault: words }, 'OpenID provider not reached');
    throw conflict(
      `Your organisation’s sign-in does not answer as it should. ${words} Try again in a moment.`,
    );
  }
  throw conflict('Your organisation’s sign-in has no address to go to: ask an owner of your tenant.');
}

/** Without the query, which next-auth would pass on to the provider. */
function forNextAuth(request: Request, csrfToken: string): Request {
  const url = new URL(request.url);
  url.search = '';
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/x-www-form-urlencoded');
  return new Request(url, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ csrfToken, json: 'true' }).toString(),
  });
}
