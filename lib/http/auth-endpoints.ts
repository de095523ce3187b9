import { introspect } from '../oauth/introspection';
import { revokeToken } from '../oauth/revocation';
import { rotateOwnSecret } from '../oauth/self-rotation';
import { issueToken } from '../oauth/token';
import { forApps } from './cors';
import { oauthEndpoint } from './oauth-endpoint';
import { readUserinfo } from './userinfo-endpoint';

/** POST /v1/auth/token (RFC 6749 §3.2). */
export const tokenEndpoint = forApps(oauthEndpoint(issueToken, { policy: 'token' }), 'POST');

/** POST /v1/auth/introspect (RFC 7662 §2). */
export const introspectionEndpoint = oauthEndpoint(introspect, { policy: 'introspect' });

/** POST /v1/auth/revoke (RFC 7009 §2); the answer has no body. */
export const revocationEndpoint = forApps(oauthEndpoint(revokeToken, { policy: 'revoke' }), 'POST');

/** GET and POST /v1/auth/userinfo (OpenID Connect Core 1.0 §5.3). */
export const userinfoEndpoint = forApps(readUserinfo, 'GET, POST');

/** POST /v1/auth/clients/self/secret: a client rotates its own secret. */
export const selfRotationEndpoint = oauthEndpoint(rotateOwnSecret, { policy: 'self_rotation', success: 201 });
