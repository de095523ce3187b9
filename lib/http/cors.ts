import type { Endpoint } from './endpoint';
import type { HttpServices } from './services';

/** What a script needs to understand a refusal. */
const EXPOSED =
  'WWW-Authenticate, X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset';

/** How long a browser may remember the answer to its question, in seconds. */
const REMEMBERED = 600;

/**
 * Lets scripts read the answers, if they run at an origin that an app has registered; never with cookies. To anybody
 * else the endpoint answers as if there were no such thing (Fetch §3.2).
 */
export const forApps =
  (endpoint: Endpoint, methods: string, headers = 'Authorization, Content-Type'): Endpoint =>
  async (request, peer, services) => {
    const origin = request.header('origin');
    if (origin === null) return endpoint(request, peer, services);
    const allowed = await isAllowed(origin, services);
    if (allowed && request.method === 'OPTIONS' && request.header('access-control-request-method') !== null)
      return {
        status: 204,
        headers: {
          Vary: 'Origin',
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': methods,
          'Access-Control-Allow-Headers': headers,
          'Access-Control-Max-Age': String(REMEMBERED),
          'Cache-Control': 'no-store',
          'X-Content-Type-Options': 'nosniff',
        },
        body: null,
      };
    const answer = await endpoint(request, peer, services);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        Vary: 'Origin',
        ...(allowed
          ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED }
          : {}),
      },
    };
  };

/** Opaque and overlong ones are nobody's. */
export const mayBeApp = (origin: string): boolean => /^https?:\/\/[^\s/]{1,255}$/.test(origin);

/** An outage is told by the endpoint, which asks the same database. */
async function isAllowed(origin: string, { apps, gate, log }: HttpServices): Promise<boolean> {
  if (!mayBeApp(origin)) return false;
  try {
    return await gate.pass(() => apps.isAppOrigin(origin));
  } catch (cause) {
    log.warn({ err: cause }, 'the origin of a call could not be looked up');
    return false;
  }
}
