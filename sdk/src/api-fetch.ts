import { safeUrl } from './address.js';
import type { Clock } from './clock.js';
import { type DPoP, wantsNonce } from './dpop.js';
import type { Fetch } from './http.js';
import { readRetryAfter } from './retry-after.js';
import type { AccessToken } from './token-cache.js';
import type { TokenClient } from './token-client.js';

/** `fetch` with a token; as the global one, but that an `Authorization` of the caller's own is replaced. */
export type ApiFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Methods that may be sent twice (RFC 9110 §9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'];

interface Options {
  fetch?: Fetch | undefined;
  origins?: readonly string[] | undefined;
  maxWaitMs: number;
  clock: Clock;
}

/**
 * Sends requests with the client's token. Each of these leads to one more request, at most once, and only where the body
 * can be sent again, which a stream cannot:
 *
 * - 401: with another token, if there is another;
 * - 401 `use_dpop_nonce`: with the nonce (RFC 9449 §9);
 * - 429, and 503 to an idempotent method: after `Retry-After`, if that is no longer than `maxWaitMs`.
 *
 * `fetch` takes the token off a redirect to another server; with DPoP, whose proof names the address, none is followed.
 */
export function createApiFetch(
  { getToken, invalidate }: Pick<TokenClient, 'getToken' | 'invalidate'>,
  dpop: DPoP | undefined,
  { fetch = globalThis.fetch, origins, maxWaitMs, clock }: Options,
): ApiFetch {
  const allowed = origins?.map((origin) => safeUrl(origin).origin);

  return async (input, given) => {
    const { url, init } = await taken(input, given);
    const { origin, href } = safeUrl(url);
    if (allowed && !allowed.includes(origin)) throw new TypeError(`Tokens are not sent to ${origin}.`);
    // `fetch` leaves `patch` as it is, and a proof must name what is sent.
    const method = (init.method ?? 'GET').toUpperCase();
    const waiting = init.signal ? { signal: init.signal } : {};
    const redirect: RequestInit = dpop && init.redirect !== 'error' ? { redirect: 'manual' } : {};

    async function send({ access_token, token_type }: AccessToken): Promise<Response> {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `${token_type} ${access_token}`);
      if (dpop) headers.set('DPoP', await dpop.proof({ method, url: href, accessToken: access_token }));
      const response = await fetch(href, { ...init, ...redirect, method, headers });
      dpop?.learn(href, response.headers);
      return response;
    }

    let token = await getToken(waiting);
    let response = await send(token);
    if (!isRepeatable(init.body)) {
      if (response.status === 401 && !wantsNonce(response.headers)) invalidate(token.access_token);
      return response;
    }
    if (dpop && response.status === 401 && wantsNonce(response.headers))
      response = await again(response, () => send(token));
    if (response.status === 401) {
      invalidate(token.access_token);
      const other = await getToken(waiting);
      if (other.access_token !== token.access_token) {
        token = other;
        response = await again(response, () => send(token));
      }
    }
    const pause = pauseOf(response, method, clock.now());
    if (pause === undefined || pause > maxWaitMs) return response;
    return again(response, async () => {
      await clock.sleep(pause);
      init.signal?.throwIfAborted();
      return send(await getToken(waiting));
    });
  };
}

/** A request in a form that can be sent again. The body of a `Request` is read, as `fetch` would. */
async function taken(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<{ url: string | URL; init: RequestInit }> {
  if (!(input instanceof Request)) return { url: input, init };
  const { url, method, headers, redirect, signal } = input;
  const body = init.body === undefined && input.body ? await input.arrayBuffer() : undefined;
  return { url, init: { method, headers, redirect, signal, body, ...init } };
}

const isRepeatable = (body: RequestInit['body']): boolean =>
  body === undefined ||
  body === null ||
  typeof body === 'string' ||
  [URLSearchParams, FormData, Blob, ArrayBuffer].some((kind) => body instanceof kind) ||
  ArrayBuffer.isView(body);

/** Lets go of the connection of an answer that nobody reads. */
async function again(response: Response, send: () => Promise<Response>): Promise<Response> {
  await response.body?.cancel();
  return send();
}

/** How long to wait for another try, in milliseconds; undefined for none. */
function pauseOf({ status, headers }: Response, method: string, now: number): number | undefined {
  // Over a limit nothing was done. A 503 may have come too late: only what may be done twice is sent twice.
  const mayRepeat = status === 429 || (status === 503 && IDEMPOTENT.includes(method));
  return mayRepeat ? readRetryAfter(headers, now) : undefined;
}
