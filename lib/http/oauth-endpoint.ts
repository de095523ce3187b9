import { isOutage } from '../faults';
import { newId } from '../ids';
import type { EndpointPolicy } from '../oauth/admission';
import { OAuthError } from '../oauth/errors';
import { mayHoldSecret, refuseQueryParameters } from '../oauth/exposure';
import type { Parameters } from '../oauth/parameters';
import type { Origin } from '../oauth/ports';
import type { AnswerNotes, OAuthRequest } from '../oauth/request';
import type { PolicyName } from '../ratelimit/policies';
import { errorAnswer, jsonAnswer, standardHeaders } from './answer';
import { readParameters } from './body';
import { countUse } from './count-use';
import type { Endpoint, WireAnswer, WireRequest } from './endpoint';
import { originOf, type Peer } from './peer';
import type { HttpServices } from './services';

export type Core = (request: OAuthRequest, services: HttpServices) => Promise<unknown>;

/**
 * What every answer says, a refusal too. Of limits it is draft-ietf-httpapi-ratelimit-headers, in the form of one header
 * a figure; seconds.
 */
function headersOf(requestId: string, { rate, headers: noted }: AnswerNotes): Record<string, string> {
  const headers = standardHeaders(requestId);
  headers['RateLimit-Limit'] = String(rate.limit);
  headers['RateLimit-Remaining'] = String(rate.remaining);
  headers['RateLimit-Reset'] = String(rate.reset);
  for (const name in noted) headers[name] = noted[name] as string;
  return headers;
}

interface Options {
  policy: EndpointPolicy;
  /** Status of a success. */
  success?: number;
}

/**
 * One OAuth endpoint: method, body, core, answer. Every way out has the same headers, and whatever the core did not
 * foresee leaves as `server_error` or `temporarily_unavailable` with its cause in the log only.
 */
export function oauthEndpoint(core: Core, { policy, success = 200 }: Options): Endpoint {
  return (request, peer, services) =>
    answerOAuth(request, peer, policy, services, async (origin, answer) => {
      // Before anything else: a secret in the URL has leaked, whatever is wrong with the rest.
      await refuseQuery(request, origin, services);
      requirePost(request);
      const parameters = await readParameters(request);
      const asked = oauthRequest(request, parameters, origin, answer, services);
      return { status: success, body: await services.gate.pass(() => core(asked, services)) };
    });
}

/** @throws OAuthError 400 for parameters that belong in the body, and for a secret in the URL */
export async function refuseQuery(
  { path, query }: WireRequest,
  origin: Origin,
  services: HttpServices,
): Promise<void> {
  if (query === '' && !mayHoldSecret(path)) return;
  await services.gate.pass(() => refuseQueryParameters({ path, query }, origin, services));
}

/** @throws OAuthError 405 */
export function requirePost(request: WireRequest): void {
  if (request.method !== 'POST') throw new OAuthError(405, 'invalid_request', 'Use POST.', { Allow: 'POST' });
}

/** A request as the core sees it. */
export function oauthRequest(
  request: WireRequest,
  parameters: Parameters,
  origin: Origin,
  answer: AnswerNotes,
  { issuer, isOwnHost }: Pick<HttpServices, 'issuer' | 'isOwnHost'>,
): OAuthRequest {
  const { path } = request;
  const host = request.header('host') ?? '';
  return {
    method: request.method,
    // Not what the caller calls us, but on one's own machine: there the port may be another than the issuer's.
    urls: isOwnHost(host) ? [`${issuer}${path}`, `http://${host}${path}`] : [`${issuer}${path}`],
    authorization: request.header('authorization'),
    dpop: request.header('dpop'),
    parameters,
    origin,
    answer,
  };
}

/** The way out, the same for every endpoint that takes credentials. A body that is undefined is an empty answer. */
export async function answerOAuth(
  request: WireRequest,
  peer: Peer,
  policy: PolicyName,
  services: HttpServices,
  work: (origin: Origin, answer: AnswerNotes) => Promise<{ status: number; body: unknown }>,
): Promise<WireAnswer> {
  const requestId = newId('req');
  const answer: AnswerNotes = { rate: services.limiter.untouched(policy), headers: {} };
  try {
    const { status, body } = await work(originOf(request, requestId, peer), answer);
    countUse(policy, answer, 'success', services);
    services.outcomes.count(policy, status < 400 ? (answer.use?.outcome ?? 'success') : 'refused');
    const headers = headersOf(requestId, answer);
    return body === undefined ? { status, headers, body: null } : jsonAnswer(status, body, headers);
  } catch (cause) {
    const refusal = asOAuthError(cause, requestId, services);
    countUse(policy, answer, refusal.code, services);
    services.outcomes.count(policy, refusal.code);
    return errorAnswer(refusal.status, refusal.code, refusal.message, requestId, {
      ...headersOf(requestId, answer),
      ...refusal.headers,
    });
  }
}

/** What a caller is told of a thrown thing; the cause of what nobody foresaw is in the log only. */
export function asOAuthError(
  cause: unknown,
  requestId: string,
  { log }: Pick<HttpServices, 'log'>,
): OAuthError {
  if (OAuthError.is(cause)) return cause;
  if (isOutage(cause)) {
    log.warn({ err: cause, request_id: requestId }, 'temporarily unavailable');
    return new OAuthError(
      503,
      'temporarily_unavailable',
      'The service cannot answer now: try again shortly.',
      {
        'Retry-After': '1',
      },
    );
  }
  log.error({ err: cause, request_id: requestId }, 'unexpected fault');
  return new OAuthError(500, 'server_error', 'Something went wrong here. The request_id names it.');
}
