import type { Machine } from '../../admin/machine';
import { machineOf } from '../../admin/machine-admission';
import { MANAGE_CLIENTS } from '../../contract/scope-terms';
import { admitTokenCaller } from '../../oauth/caller';
import { OAuthError } from '../../oauth/errors';
import type { Origin } from '../../oauth/ports';
import type { OAuthRequest } from '../../oauth/request';
import { subjectEvent } from '../../oauth/subject-event';
import { networkOf, withinNetworks } from '../../ratelimit/network';
import type { HttpServices } from '../services';
import type { Operation } from './operations';

type Wanted = Pick<Operation, 'scope' | 'method' | 'path'>;
type Who = Parameters<typeof subjectEvent>[2] & { jti: string };

/**
 * The client that calls, by a token made for this service (its audience is `gooclaim-api`) with the scope for the
 * operation, which the client must still have. Tokens of people, and their apps', are for other things.
 *
 * @throws OAuthError 401 invalid_token | use_dpop_nonce | invalid_dpop_proof, 403 insufficient_scope, 429 rate_limited
 */
export async function admitMachine(
  operation: Wanted,
  request: OAuthRequest,
  services: HttpServices,
): Promise<Machine> {
  const { own, ...caller } = await admitTokenCaller('management', request, services);
  const { claims } = own;
  const machine =
    claims.token_use === 'machine' ? await machineOf(claims, request.origin, services) : undefined;
  const enough = [operation.scope, MANAGE_CLIENTS].some((scope) => machine?.scopes.includes(scope));
  if (machine && enough) {
    // Elsewhere the API that is called decides; here a stolen token would be as good as the secret it came by.
    if (withinNetworks(request.origin.address, machine.allowedNetworks)) return machine;
    const who = { ...caller, jti: claims.jti };
    await recordRefusal(who, operation, 'network_not_allowed', request.origin, services);
    throw new OAuthError(403, 'forbidden', 'This client may not be used from this network.');
  }
  await recordRefusal(
    { ...caller, jti: claims.jti },
    operation,
    'insufficient_scope',
    request.origin,
    services,
  );
  const scheme = claims.token_use === 'machine' && claims.cnf ? 'DPoP' : 'Bearer';
  throw new OAuthError(
    403,
    'insufficient_scope',
    `This takes a token of a client with the scope ${operation.scope}, granted by an admin of its tenant.`,
    {
      'WWW-Authenticate': `${scheme} realm="gooclaim", error="insufficient_scope", scope="${operation.scope}"`,
    },
  );
}

/** An admin sees who tried to do what it may not: with a token that was stolen, that is the first that is seen of it. */
export async function recordRefusal(
  who: Who,
  { method, path }: Wanted,
  reason: 'insufficient_scope' | 'forbidden' | 'network_not_allowed',
  origin: Origin,
  services: HttpServices,
): Promise<void> {
  if (!(await services.limiter.take('refusal_row', networkOf(origin.address))).allowed) return;
  await services.ledger.record(
    subjectEvent(services.clock(), origin, who, {
      jti: who.jti,
      action: 'management.refused',
      outcome: 'failure',
      detail: { reason, operation: `${method} …/clients${path}` },
    }),
  );
}
