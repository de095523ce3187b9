import type { DebugVerdict } from '../contract/portal';
import { issuerContext } from '../oauth/judgement';
import { findAppRow } from '../store/apps';
import { findIssueEvent } from '../store/audit';
import { findClientRow, listSecrets } from '../store/clients';
import { findUser } from '../store/users';
import { checkToken } from '../token/checks';
import { type AccessTokenClaims, claimsIn } from '../token/claims';
import type { Machine } from './machine';
import { type Principal, permit } from './principal';
import { tooMany } from './refusal';
import type { AdminServices } from './services';

/**
 * Why introspection says what it says of a token: the same checks, to the end. Where the token came from is told only
 * of a token of one's own tenant whose signature held; for any other it is as unknown as for an invented one.
 *
 * @throws Refusal 429
 */
export async function explainToken(
  caller: Principal | Machine,
  token: string,
  services: AdminServices,
): Promise<Omit<DebugVerdict, 'now'>> {
  permit(caller, 'token:debug');
  const limit = await services.limiter.take(
    'introspect',
    'clientId' in caller ? caller.clientId : caller.userId,
  );
  if (!limit.allowed) throw tooMany(Math.max(1, limit.retryAfter), 'Too many checks: wait a moment.');

  const { valid, results, decoded } = await checkToken(
    token,
    issuerContext(caller.tenantId, services),
    'end',
  );
  const passed = (check: string) =>
    results.some((result) => result.check === check && result.outcome === 'pass');
  const own = decoded && passed('signature') && passed('tenant') ? claimsIn(decoded) : undefined;
  return { active: valid, checks: results, ...(await provenance(caller, own, services)) };
}

async function provenance(
  { tenantId }: Pick<Principal, 'tenantId'>,
  claims: AccessTokenClaims | undefined,
  { db, clock }: AdminServices,
): Promise<Pick<DebugVerdict, 'client' | 'secret' | 'user' | 'app' | 'issued'>> {
  const nothing = { client: null, secret: null, user: null, app: null, issued: null };
  if (!claims) return nothing;
  const issued = await issuedWhere(tenantId, claims.jti, db);
  if (claims.token_use === 'human') {
    const user = await findUser(db, tenantId, claims.sub);
    if (!user) return nothing;
    const app = await findAppRow(db, tenantId, claims.client_id, new Date(clock()));
    return {
      ...nothing,
      user: { id: user.id, email: user.email },
      app: app ? { id: app.id, name: app.name } : null,
      issued,
    };
  }
  const client = await findClientRow(db, tenantId, claims.client_id);
  if (!client) return nothing;
  const secrets = (await listSecrets(db, [client.id])).get(client.id) ?? [];
  const secret = secrets.find(({ id }) => id === claims.cred);
  return {
    ...nothing,
    client: { client_id: client.id, name: client.name, scopes: client.scopes },
    secret: secret ? { id: secret.id, hint: secret.hint } : null,
    issued,
  };
}

async function issuedWhere(
  tenantId: string,
  jti: string,
  db: AdminServices['db'],
): Promise<DebugVerdict['issued']> {
  const event = await findIssueEvent(db, tenantId, jti);
  return event
    ? {
        at: event.at.toISOString(),
        address: event.address,
        user_agent: event.userAgent,
        request_id: event.requestId,
      }
    : null;
}
