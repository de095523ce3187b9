import { failureKey, networkOf } from '../ratelimit/network';
import type { AccessTokenClaims } from '../token/claims';
import { admitClient, charge, rateLimited } from './admission';
import { readCredentials } from './client-authentication';
import { dpopChallenge, proveBoundToken } from './dpop';
import { invalidRequest, OAuthError } from './errors';
import { callerContext, claimsOf, mcpContext } from './judgement';
import type { SingleUse } from './ports';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import { type Subject, subjectEvent } from './subject-event';

/** A client or person that may ask about the tokens of its tenant, and end its own. */
interface Caller extends Subject {
  /** The token it came by, found good at that time, in milliseconds since the epoch. */
  own?: { token: string; claims: AccessTokenClaims; judgedAt: number };
}
type TokenCaller = Required<Caller>;

type Scheme = 'Bearer' | 'DPoP';

type Policy = 'introspect' | 'revoke' | 'userinfo' | 'management' | 'mcp';

const BEARER_CHALLENGE = 'Bearer realm="gooclaim"';

/** Both schemes are offered, and no error code is given, when the request carried no credential (RFC 6750 §3, RFC 9449 §7.2). */
const noCredential = () =>
  new OAuthError(401, 'invalid_token', 'Send your access token as Authorization: Bearer.', {
    'WWW-Authenticate': `${BEARER_CHALLENGE}, ${dpopChallenge()}`,
  });

/** The error stands with the scheme that was used (RFC 9449 §7.2). */
const badToken = (scheme: Scheme) =>
  new OAuthError(401, 'invalid_token', 'The access token is malformed, expired, revoked or not ours.', {
    'WWW-Authenticate':
      scheme === 'DPoP' ? dpopChallenge('invalid_token') : `${BEARER_CHALLENGE}, error="invalid_token"`,
  });

/** @throws OAuthError 429 rate_limited */
async function countFailure(
  key: string,
  { answer }: Pick<OAuthRequest, 'answer'>,
  { limiter }: Pick<OAuthServices, 'limiter'>,
): Promise<void> {
  answer.rate = await limiter.take('introspect_failure', key);
  if (!answer.rate.allowed) throw rateLimited(answer.rate);
}

const boundTo = (claims: AccessTokenClaims) => (claims.token_use === 'machine' ? claims.cnf?.jkt : undefined);

/** The caller by its own token (RFC 6750 §2.1, RFC 9449 §7.1): it must be as good as the API would want it. */
async function admitToken(
  scheme: Scheme,
  token: string,
  policy: Policy,
  request: OAuthRequest,
  services: OAuthServices,
): Promise<TokenCaller> {
  const judgedAt = services.clock();
  const claims = await claimsOf(token, policy === 'mcp' ? mcpContext(services) : callerContext(services));
  if (!claims || (scheme === 'DPoP' && boundTo(claims) === undefined)) {
    await countFailure(networkOf(request.origin.address), request, services);
    throw badToken(scheme);
  }
  const caller: TokenCaller = {
    type: claims.token_use === 'machine' ? 'client' : 'user',
    id: claims.sub,
    tenantId: claims.tenant_id,
    own: { token, claims, judgedAt },
  };
  const use = await holdToKey(scheme, caller, policy, request, services);
  if (claims.token_use === 'machine')
    request.answer.use = {
      tenantId: claims.tenant_id,
      clientId: claims.client_id,
      credentialId: claims.cred,
    };
  try {
    await charge(policy, caller, request, services);
  } catch (refusal) {
    if (use) await services.replays.forget(use);
    throw refusal;
  }
  return caller;
}

/**
 * A bound token without its proof is a stolen one, as far as anyone can tell: its owner's admin sees the try, and it
 * spends nothing of its owner's. Whoever has yet to learn the nonce is refused once by design (RFC 9449 §9); that is
 * counted, too, or it would be the way to try without end.
 */
async function holdToKey(
  scheme: Scheme,
  caller: TokenCaller,
  policy: Policy,
  request: OAuthRequest,
  services: OAuthServices,
): Promise<SingleUse | undefined> {
  const { token, claims } = caller.own;
  const jkt = boundTo(claims);
  if (jkt === undefined) return undefined;
  try {
    if (scheme === 'Bearer') throw badToken(scheme);
    return await proveBoundToken(token, jkt, request, services);
  } catch (refusal) {
    if (!OAuthError.is(refusal)) throw refusal;
    const { origin } = request;
    await countFailure(failureKey(origin.address, caller.id), request, services);
    if (
      refusal.code !== 'use_dpop_nonce' &&
      (await services.limiter.take('refusal_row', networkOf(origin.address))).allowed
    )
      await services.ledger.record(
        subjectEvent(services.clock(), origin, caller, {
          jti: claims.jti,
          action: `${policy}.refused`,
          outcome: 'failure',
          detail: { reason: proofFailure(scheme, request, refusal) },
        }),
      );
    throw refusal;
  }
}

/** For the audit row: a token in the hands of someone with another key is stolen, and not merely used wrongly. */
function proofFailure(scheme: Scheme, { dpop }: OAuthRequest, { code }: OAuthError): string {
  if (scheme === 'Bearer' || dpop === null) return 'proof_of_key_missing';
  return code === 'invalid_token' ? 'bound_to_another_key' : code;
}

/** @throws OAuthError 401 for a header that carries no token */
function readToken(authorization: string): { scheme: Scheme; token: string } {
  // Not by a pattern: one with two runs of blanks takes quadratic time on a header full of them.
  const [word = ''] = authorization.split(' ', 1);
  const token = authorization.slice(word.length).trim();
  const bound = word.toLowerCase() === 'dpop';
  if ((!bound && word.toLowerCase() !== 'bearer') || token === '') throw noCredential();
  return { scheme: bound ? 'DPoP' : 'Bearer', token };
}

/**
 * Who asks, by its own token.
 *
 * @throws OAuthError 401 invalid_token | use_dpop_nonce | invalid_dpop_proof, 429 rate_limited
 */
export async function admitTokenCaller(
  policy: Policy,
  request: OAuthRequest,
  services: OAuthServices,
): Promise<TokenCaller> {
  const { scheme, token } = readToken(request.authorization ?? '');
  return admitToken(scheme, token, policy, request, services);
}

/**
 * Who asks, by its own token or by client authentication.
 *
 * @throws OAuthError 400 invalid_request, 401 invalid_token | invalid_client | use_dpop_nonce | invalid_dpop_proof, 429 rate_limited
 */
export async function admitCaller(
  policy: Exclude<Policy, 'userinfo' | 'management' | 'mcp'>,
  request: OAuthRequest,
  services: OAuthServices,
): Promise<Caller> {
  const { authorization, parameters } = request;
  if (authorization !== null && authorization.split(' ', 1)[0]?.toLowerCase() !== 'basic') {
    const { scheme, token } = readToken(authorization);
    if (parameters.has('client_secret') || parameters.has('client_assertion'))
      throw invalidRequest('Two authentication methods in one request.');
    return admitToken(scheme, token, policy, request, services);
  }
  const presented = readCredentials(authorization, parameters);
  if (!presented) throw noCredential();
  const { client } = await admitClient(presented, policy, request, services);
  return { type: 'client', id: client.id, tenantId: client.tenantId };
}
