import { newId } from '../ids';
import { authorizationServerMetadata, openidConfiguration } from '../oauth/metadata';
import { errorAnswer, jsonAnswer } from './answer';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { asOAuthError } from './oauth-endpoint';
import type { Peer } from './peer';
import type { HttpServices } from './services';

/**
 * Public, the same for everybody and cached by gateways. Five minutes: a key is published hours before it signs, so a
 * cached copy is never too old to verify with, and a key revoked in an emergency is gone from caches soon.
 */
const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=300',
  'X-Content-Type-Options': 'nosniff',
};

const READ_METHODS = 'GET, HEAD, OPTIONS';

type Document = (services: HttpServices) => unknown;

const published =
  (document: Document) =>
  async (request: Request, _peer: Peer, services: HttpServices): Promise<Response> => {
    const requestId = newId('req');
    if (request.method === 'OPTIONS')
      return new Response(null, {
        status: 204,
        headers: { ...PUBLIC_HEADERS, Allow: READ_METHODS, 'Access-Control-Allow-Methods': 'GET, HEAD' },
      });
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return errorAnswer(405, 'invalid_request', 'Use GET.', requestId, { Allow: READ_METHODS });
    try {
      return jsonAnswer(
        200,
        await within(ANSWER_WITHIN_MS, Promise.resolve(document(services))),
        PUBLIC_HEADERS,
      );
    } catch (cause) {
      const { status, code, message, headers } = asOAuthError(cause, requestId, services);
      return errorAnswer(status, code, message, requestId, {
        'Access-Control-Allow-Origin': '*',
        ...headers,
      });
    }
  };

/** GET /.well-known/jwks.json (RFC 7517 §5). */
export const jwksEndpoint = published((services) => services.keys.jwks());
/** GET /.well-known/oauth-authorization-server (RFC 8414 §3). */
export const authorizationServerEndpoint = published(({ issuer }) => authorizationServerMetadata(issuer));
/** GET /.well-known/openid-configuration (OpenID Connect Discovery 1.0 §4). */
export const openidConfigurationEndpoint = published(({ issuer }) => openidConfiguration(issuer));
