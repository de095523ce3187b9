import type { DebugVerdict } from '../contract/portal';
import { issuerContext } from '../oauth/judgement';
import { findIssueEvent } from '../store/audit';
import { findClientRow, listSecrets } from '../store/clients';
import { checkToken } from '../token/checks';
import { accessTokenClaimsSchema } from '../token/jwt';
import { type Principal, permit } from './principal';
import { Refusal } from './refusal';
import type { AdminServices } from './services';

/**
 * Why introspection says what it says of a token: the same checks, to the end. Where the token came from is told only
 * of a token of one's own tenant whose signature held; for any other it is as unknown as for an invented one.
 *
 * @throws Refusal 429
 */
export async function explainToken(
  principal: Principal,
  token: string,
  services: AdminServices,
): Promise<Omit<DebugVerdict, 'now'>> {
  permit(principal, 'token:debug');
  const limit = await services.limiter.take('introspect', principal.userId);
  if (!limit.allowed)
    throw new Refusal(429, 'rate_limited', 'Too many checks: wait a moment.', undefined, {
      'Retry-After': String(Math.max(1, limit.retryAfter)),
    });

  const { valid, results, decoded } = await checkToken(
    token,
    issuerContext(principal.tenantId, services),
    'end',
  );
  const passed = (check: string) =>
    results.some((result) => result.check === check && result.outcome === 'pass');
  const claims = accessTokenClaimsSchema.safeParse(decoded?.payload);
  const own = claims.success && passed('signature') && passed('tenant') ? claims.data : undefined;
  return { active: valid, checks: results, ...(await provenance(principal, own, services)) };
}

async function provenance(
  principal: Principal,
  claims: { client_id: string; cred: string; jti: string } | undefined,
  { db }: AdminServices,
): Promise<Pick<DebugVerdict, 'client' | 'secret' | 'issued'>> {
  const client = claims && (await findClientRow(db, principal.tenantId, claims.client_id));
  if (!claims || !client) return { client: null, secret: null, issued: null };
  const secrets = (await listSecrets(db, [client.id])).get(client.id) ?? [];
  const secret = secrets.find(({ id }) => id === claims.cred);
  const event = await findIssueEvent(db, principal.tenantId, claims.jti);
  return {
    client: { client_id: client.id, name: client.name, scopes: client.scopes },
    secret: secret ? { id: secret.id, hint: secret.hint } : null,
    issued: event
      ? {
          at: event.at.toISOString(),
          address: event.address,
          user_agent: event.userAgent,
          request_id: event.requestId,
        }
      : null,
  };
}
