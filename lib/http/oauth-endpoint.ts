import { isOutage } from '../faults';
import { newId } from '../ids';
import type { Meter } from '../oauth/admission';
import { OAuthError } from '../oauth/errors';
import { refuseQueryParameters } from '../oauth/exposure';
import type { Parameters } from '../oauth/parameters';
import type { Origin, RateDecision } from '../oauth/ports';
import { errorAnswer, jsonAnswer, standardHeaders } from './answer';
import { readParameters } from './body';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { originOf, type Peer } from './peer';
import type { HttpServices } from './services';

export type Core = (
  authorization: string | null,
  parameters: Parameters,
  origin: Origin,
  meter: Meter,
  services: HttpServices,
) => Promise<unknown>;

/** draft-ietf-httpapi-ratelimit-headers, in the form of one header a figure; seconds. */
const rateHeaders = ({ limit, remaining, reset }: RateDecision) => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(reset),
});

/**
 * One OAuth endpoint: method, body, core, answer. Every way out has the same headers, and whatever the core did not
 * foresee leaves as `server_error` or `temporarily_unavailable` with its cause in the log only.
 */
export async function oauthEndpoint(
  request: Request,
  peer: Peer,
  policy: 'token' | 'introspect' | 'revoke',
  core: Core,
  services: HttpServices,
): Promise<Response> {
  const requestId = newId('req');
  const meter: Meter = { decision: services.limiter.untouched(policy) };
  try {
    const origin = originOf(request, requestId, peer);
    // Before anything else: a secret in the URL has leaked, whatever is wrong with the rest.
    const query = new URL(request.url).searchParams;
    if (query.size > 0) await within(ANSWER_WITHIN_MS, refuseQueryParameters(query, origin, services));
    if (request.method !== 'POST')
      throw new OAuthError(405, 'invalid_request', 'Use POST.', { Allow: 'POST' });
    const parameters = await readParameters(request);
    const body = await within(
      ANSWER_WITHIN_MS,
      core(request.headers.get('authorization'), parameters, origin, meter, services),
    );
    const headers = { ...standardHeaders(requestId), ...rateHeaders(meter.decision) };
    return body === undefined ? new Response(null, { status: 200, headers }) : jsonAnswer(200, body, headers);
  } catch (cause) {
    const refusal = asOAuthError(cause, requestId, services);
    return errorAnswer(refusal.status, refusal.code, refusal.message, requestId, {
      ...rateHeaders(meter.decision),
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
    log.warn({ err: cause, request_id: requestId }, 'database unavailable');
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
