import { redirectUriOf } from '../admin/sso';
import { openClientSecret } from '../admin/sso-check';
import type { SsoOutcome } from '../contract/sso';
import { isOutage } from '../faults';
import { originOf, type Peer } from '../http/peer';
import { webRequest } from '../http/web-door';
import { digestOf, newId } from '../ids';
import type { Origin } from '../oauth/ports';
import { networkOf } from '../ratelimit/network';
import { type Claims, exchange } from '../sso/exchange';
import { describeFault } from '../sso/faults';
import { insertAuditEvent } from '../store/audit';
import { type AttemptRow, takeAttempt } from '../store/sso-attempts';
import { findLiveConnection, type LiveConnection } from '../store/sso-connections';
import { nextAuthOptions } from './next-auth-options';
import { admit } from './sso-admission';
import type { NextAuthRun, SsoDoorServices } from './sso-door';
import { type Expected, ssoOptions } from './sso-provider';
import { recordTest, type Trial } from './sso-trial';

/** What of a provider's answer is read (RFC 6749 §4.1.2, RFC 9207); next-auth would pass the rest on. */
const PARAMETERS = ['code', 'state', 'iss'];
const LONGEST = 4_096;

/** A code is in the address that leads here: nothing of it is kept. */
const goTo = (path: string): Response =>
  new Response(null, { status: 302, headers: { Location: path, 'Cache-Control': 'no-store' } });

/** GET /api/auth/callback/{connection_id}: back from the provider. Always leads on, to a page that says what happened. */
export async function finishSso(
  request: Request,
  connectionId: string,
  peer: Peer,
  services: SsoDoorServices,
  run: NextAuthRun,
): Promise<Response> {
  const origin = originOf(webRequest(request), newId('req'), peer);
  try {
    const given = new URL(request.url).searchParams;
    const state = given.get('state') ?? '';
    const connection = await findLiveConnection(services.db, connectionId);
    const now = new Date(services.clock());
    const attempt =
      connection && state.length <= LONGEST
        ? await takeAttempt(services.db, digestOf(state), connectionId, now)
        : undefined;
    if (!connection || !attempt) return goTo('/login?error=sso_expired');
    return await new Arriving(request, connection, attempt, given, origin, peer, services).finish(run);
  } catch (cause) {
    services.log.error({ err: cause, request_id: origin.requestId }, 'single sign-on failed');
    return goTo(`/login?error=${isOutage(cause) ? 'unavailable' : 'sso_failed'}`);
  }
}

class Arriving {
  private location = '/login?error=sso_expired';
  private session: string | undefined;
  private fault: unknown;

  constructor(
    private readonly request: Request,
    private readonly connection: LiveConnection,
    private readonly attempt: AttemptRow,
    private readonly given: URLSearchParams,
    private readonly origin: Origin,
    private readonly peer: Peer,
    private readonly services: SsoDoorServices,
  ) {}

  async finish(run: NextAuthRun): Promise<Response> {
    const error = this.given.get('error');
    if (error !== null) {
      await this.end(error === 'access_denied' ? 'cancelled' : 'provider_error', {
        detail: /^[a-z_]{1,40}$/.test(error) ? `The provider answered: ${error}.` : null,
      });
      return goTo(this.location);
    }
    const answer = await run(
      this.forNextAuth(),
      ssoOptions(
        nextAuthOptions(this.services, this.peer),
        { connection: this.connection, endpoint: this.connection.issuer },
        {
          redeem: (expected) => this.kept(() => this.redeem(expected)),
          conclude: (claims) => this.kept(() => this.conclude(claims)),
          sessionId: () => this.session,
        },
      ),
    );
    if (this.fault !== undefined) throw this.fault;
    const headers = new Headers(answer.headers);
    headers.set('Location', this.location);
    headers.set('Cache-Control', 'no-store');
    return new Response(null, { status: 302, headers });
  }

  /** next-auth turns whatever is thrown into a word in an address: what was no refusal is kept for later. */
  private async kept<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof SignInEnded)) this.fault = cause;
      throw new SignInEnded('sso');
    }
  }

  private async redeem(expected: Expected): Promise<Claims> {
    const { connection, attempt, services } = this;
    if (!connection.enabled && attempt.intent !== 'test') return this.ended('switched_off');
    const clientSecret = await openClientSecret(connection, services);
    if (clientSecret === undefined) return this.ended('secret_unreadable');
    try {
      return await exchange(
        {
          issuer: connection.issuer,
          clientId: connection.clientId,
          clientSecret,
          redirectUri: redirectUriOf(services.issuer, connection.id),
          parameters: this.read(),
          expected,
          wanted: ['email', ...(connection.roleClaim === null ? [] : [connection.roleClaim])],
        },
        services.providers,
      );
    } catch (cause) {
      const { unreachable, words } = describeFault(cause);
      return this.ended(unreachable ? 'provider_unreachable' : 'answer_refused', { detail: words });
    }
  }

  private async conclude(claims: Claims): Promise<boolean> {
    const { connection, attempt, origin, services } = this;
    if (attempt.intent === 'test') {
      await this.end('ok', { claims });
      return false;
    }
    const admission = await admit(connection, attempt, claims, origin, services);
    if (admission.outcome !== 'ok') {
      await this.end(admission.outcome, { email: admission.email });
      return false;
    }
    this.session = admission.sessionId;
    this.location = attempt.returnTo;
    return true;
  }

  private async ended(outcome: Exclude<SsoOutcome, 'ok'>, trial: Trial = {}): Promise<never> {
    await this.end(outcome, trial);
    throw new SignInEnded('sso');
  }

  /** Without a session: leads to where the reason is said, and writes it down. */
  private async end(outcome: SsoOutcome, trial: Trial): Promise<void> {
    const { connection, attempt, origin, services } = this;
    if (attempt.intent === 'test') {
      await recordTest(connection, attempt, outcome, trial, origin, services);
      this.location = '/settings?sso=tried#sso-trial';
      return;
    }
    const page = attempt.intent === 'confirm' ? '/single-sign-on?reason=confirm&' : '/login?';
    const query = new URLSearchParams({ error: publicReason(outcome), callbackUrl: attempt.returnTo });
    this.location = `${page}${query}`;
    const row = await services.limiter.take('refusal_row', networkOf(origin.address));
    if (!row.allowed) return;
    await insertAuditEvent(services.db, {
      ...origin,
      at: new Date(services.clock()),
      tenantId: connection.tenantId,
      actorType: 'anonymous',
      actorId: 'unrecognised',
      action: 'sso.sign_in_refused',
      outcome: 'failure',
      targetId: connection.id,
      jti: null,
      detail: { reason: outcome, email: trial.email ?? null, detail: trial.detail ?? null },
    });
  }

  private read(): URLSearchParams {
    const read = new URLSearchParams();
    for (const name of PARAMETERS) {
      // Sent twice, it stays twice, and is refused for it.
      for (const value of this.given.getAll(name)) if (value.length <= LONGEST) read.append(name, value);
    }
    return read;
  }

  private forNextAuth(): Request {
    const url = new URL(this.request.url);
    url.search = this.read().toString();
    return new Request(url, { headers: this.request.headers });
  }
}

class SignInEnded extends Error {}

/** Whether an address of that domain has an account elsewhere is nobody's business. */
const publicReason = (outcome: SsoOutcome): string =>
  outcome === 'domain_unverified' || outcome === 'address_elsewhere' ? 'sso_address' : `sso_${outcome}`;
