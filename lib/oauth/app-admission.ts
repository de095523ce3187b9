import { failureKey } from '../ratelimit/network';
import { rateLimited } from './admission';
import type { AppRecord } from './app-ports';
import { invalidClient } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

/**
 * The app of a request, by its `client_id` alone: a public client has nothing to authenticate with (RFC 6749 §3.2.1).
 * What it may do, it may by the code or token it shows. Counted per network, so that nobody elsewhere can use it up.
 *
 * @throws OAuthError 400 invalid_request | unauthorized_client, 401 invalid_client, 429 rate_limited
 */
export async function admitApp(request: OAuthRequest, services: OAuthServices): Promise<AppRecord> {
  const { parameters, authorization, dpop, origin, answer } = request;
  if (authorization !== null || parameters.has('client_secret') || parameters.has('client_assertion'))
    throw new OAuthError(400, 'unauthorized_client', 'This is for apps: they send their client_id alone.');
  // Left unread, it would look as if the token were bound.
  if (dpop !== null) throw invalidRequest('Tokens of apps are not bound to keys: send no DPoP proof.');
  const appId = parameters.require('client_id');
  answer.rate = await services.limiter.take('app_token', failureKey(origin.address, appId));
  if (!answer.rate.allowed) throw rateLimited(answer.rate);
  const app = await services.apps.findApp(appId);
  if (!app) throw invalidClient(false);
  return app;
}
