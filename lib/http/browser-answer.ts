import { newId } from '../ids';
import { rateLimited } from '../oauth/admission';
import { invalidRequest, OAuthError } from '../oauth/errors';
import { flagSecretsInUrl } from '../oauth/exposure';
import { Parameters } from '../oauth/parameters';
import type { Origin } from '../oauth/ports';
import { networkOf } from '../ratelimit/network';
import { errorAnswer, standardHeaders } from './answer';
import { readText } from './body';
import type { Endpoint, WireRequest } from './endpoint';
import { errorPage } from './error-page';
import { asOAuthError } from './oauth-endpoint';
import { originOf } from './peer';
import type { HttpServices } from './services';

/** Longest query: it comes back inside another one after sign-in, percent-encoded once more. */
const LONGEST_QUERY = 4_096;

/** Nothing of these addresses may be framed, kept, or told to the next site (RFC 9700 §4.2.4 and §4.16). */
const BROWSER_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

interface Asked {
  request: WireRequest;
  query: URLSearchParams;
  parameters: Parameters;
  origin: Origin;
}

/** Where the browser goes next. */
export interface Onward {
  location: string;
  cookie?: string;
}

/**
 * An endpoint that people's browsers are sent to. A POST is answered with the way to the same thing by GET: a browser
 * sends our cookie along only then when the form stood on another site (`SameSite=Lax`).
 */
export const browserEndpoint =
  (work: (asked: Asked, services: HttpServices) => Promise<Onward>): Endpoint =>
  async (request, peer, services) => {
    const requestId = newId('req');
    const headers = { ...standardHeaders(requestId), ...BROWSER_HEADERS };
    try {
      const origin = originOf(request, requestId, peer);
      const { location, cookie } = await services.gate.pass(() => answer(request, origin, services, work));
      return {
        status: 303,
        headers: { ...headers, Location: location, ...(cookie ? { 'Set-Cookie': cookie } : {}) },
        body: null,
      };
    } catch (cause) {
      const { status, code, message, headers: extra } = asOAuthError(cause, requestId, services);
      // A program gets what programs get everywhere.
      return request.header('accept')?.includes('text/html')
        ? errorPage(status, message, requestId, { ...headers, ...extra })
        : errorAnswer(status, code, message, requestId, { ...headers, ...extra });
    }
  };

async function answer(
  request: WireRequest,
  origin: Origin,
  services: HttpServices,
  work: (asked: Asked, services: HttpServices) => Promise<Onward>,
): Promise<Onward> {
  const searchParams = new URLSearchParams(request.query);
  if (searchParams.size > 0 && (await flagSecretsInUrl(request, origin, services)))
    throw invalidRequest('There is a client_secret in the URL: rotate this secret now.');
  if (!['GET', 'HEAD', 'POST'].includes(request.method))
    throw new OAuthError(405, 'invalid_request', 'Use GET or POST.', { Allow: 'GET, HEAD, POST' });
  const budget = await services.limiter.take('authorize', networkOf(origin.address));
  if (!budget.allowed) throw rateLimited(budget);
  if (request.method === 'POST') {
    if (searchParams.size > 0) throw invalidRequest('Parameters of a POST belong in the body.');
    return { location: `${request.path}?${bounded(new URLSearchParams(await readText(request)))}` };
  }
  return work(
    { request, query: bounded(searchParams), parameters: Parameters.fromPairs(searchParams), origin },
    services,
  );
}

function bounded(query: URLSearchParams): URLSearchParams {
  if (query.toString().length > LONGEST_QUERY)
    throw invalidRequest(`The parameters are longer than ${LONGEST_QUERY} characters.`);
  return query;
}
