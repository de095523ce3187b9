import type { AuditAction } from '../contract/audit-actions';
import { failureKey, networkOf } from '../ratelimit/network';
import {
  authenticateClient,
  type Credential,
  invalidClient,
  type PresentedCredentials,
} from './client-authentication';
import { OAuthError } from './errors';
import type { MintedFor } from './mint';
import type { ClientRecord, RateDecision } from './ports';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import { anonymousOrClientEvent, type Subject, subjectEvent, subjectOf } from './subject-event';

/** Raised when a budget is spent; `Retry-After` in whole seconds (RFC 9110 §10.2.3). */
export function rateLimited(decision: RateDecision): OAuthError {
  return new OAuthError(429, 'rate_limited', 'Too many requests: wait as long as Retry-After says.', {
    'Retry-After': String(Math.max(1, decision.retryAfter)),
  });
}

/** The budget of one endpoint. */
export type EndpointPolicy =
  | 'token'
  | 'introspect'
  | 'revoke'
  | 'self_rotation'
  | 'userinfo'
  | 'management'
  | 'mcp';

/**
 * Takes one call from a caller's own budget. A caller over it leaves one audit row a minute, not one a call.
 *
 * @throws OAuthError 429 rate_limited
 */
export async function charge(
  policy: EndpointPolicy,
  caller: Subject,
  { origin, answer }: Pick<OAuthRequest, 'origin' | 'answer'>,
  services: OAuthServices,
): Promise<void> {
  answer.rate = await services.limiter.take(policy, caller.id);
  if (answer.rate.allowed) return;
  const notice = await services.limiter.take('limited_notice', `${policy}:${caller.id}`);
  if (notice.allowed)
    await services.ledger.record(
      subjectEvent(services.clock(), origin, caller, {
        action: `${policy}.limited`,
        outcome: 'failure',
        detail: { limit: answer.rate.limit },
      }),
    );
  throw rateLimited(answer.rate);
}

export interface Admitted {
  client: ClientRecord;
  credential: Credential;
}

/**
 * Client authentication with its limits and its audit rows, the same at every endpoint that takes client credentials.
 *
 * Right credentials draw on the client's own budget, wrong ones on one of (network, client_id) that no right one ever
 * looks at: whoever knows a client_id can spend only their own.
 *
 * @throws OAuthError 401 invalid_client, 429 rate_limited
 */
export async function admitClient(
  presented: PresentedCredentials,
  policy: EndpointPolicy,
  request: Pick<OAuthRequest, 'origin' | 'answer' | 'urls'>,
  services: OAuthServices,
): Promise<Admitted> {
  const { origin, answer } = request;
  const authentication = await authenticateClient(presented, request, services);

  if (!authentication.ok) {
    const failures = policy === 'token' ? 'token_failure' : 'introspect_failure';
    answer.rate = await services.limiter.take(failures, failureKey(origin.address, presented.clientId));
    if (!answer.rate.allowed) throw rateLimited(answer.rate);
    if (authentication.client) answer.use = usedBy(authentication.client, '');
    // Invented ids must not fill the log. One budget for known and unknown ones: with two, spending one of them would
    // make the other kind's answers slower, and so tell them apart.
    const row = await services.limiter.take('refusal_row', networkOf(origin.address));
    if (row.allowed) {
      const event = anonymousOrClientEvent(
        services.clock(),
        origin,
        authentication.client,
        presented.clientId,
        {
          action: `${policy}.refused`,
          outcome: 'failure',
          detail: { reason: authentication.failure, method: presented.method },
        },
      );
      await services.ledger.record(event);
      // Whichever the reason: were only some examined, the work behind an answer would tell which.
      if (presented.method !== 'private_key_jwt')
        services.refusedSecrets.examine({
          presented: presented.clientSecret,
          clientId: authentication.client?.id,
          tenantId: authentication.client?.tenantId,
          requestId: event.requestId,
          at: event.at,
        });
    }
    throw invalidClient(presented.method === 'client_secret_basic');
  }

  const { client, credential } = authentication;
  answer.use = usedBy(client, credential.id);
  try {
    await charge(policy, subjectOf(client), request, services);
  } catch (refusal) {
    // Or a client far over its limit would leave a row a call.
    if (credential.use) await services.replays.forget(credential.use);
    throw refusal;
  }
  return { client, credential };
}

const usedBy = ({ id, tenantId }: ClientRecord, credentialId: string) => ({
  tenantId,
  clientId: id,
  credentialId,
});

/** What `issuedAt` is told of an admitted client: the latest mark, and whose it is. */
export const tokenSubject = ({ client, credential }: Admitted): [mark: number, whose: MintedFor] => [
  Math.max(client.notBefore, credential.notBefore),
  { use: 'machine', tenantId: client.tenantId, subjectId: client.id, credentialId: credential.id },
];

/** How audit rows name what a client authenticated with. */
export const credentialDetail = ({ kind, id }: Credential): Record<string, string> =>
  kind === 'secret' ? { secret_id: id } : { key_id: id };

/** A refusal of a client that has authenticated leaves a row: its admin is told why, as it was. */
export async function explained<T>(
  { client, credential }: Admitted,
  { origin }: Pick<OAuthRequest, 'origin'>,
  services: OAuthServices,
  work: () => Promise<T>,
  action: AuditAction = 'token.refused',
): Promise<T> {
  try {
    return await work();
  } catch (refusal) {
    // A client that has yet to learn the nonce is refused once by design (RFC 9449 §8).
    if (OAuthError.is(refusal) && refusal.code !== 'use_dpop_nonce')
      await services.ledger.record(
        subjectEvent(services.clock(), origin, subjectOf(client), {
          action,
          outcome: 'failure',
          detail: { reason: refusal.code, ...credentialDetail(credential) },
        }),
      );
    throw refusal;
  }
}
