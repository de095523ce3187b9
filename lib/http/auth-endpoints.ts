import { introspect } from '../oauth/introspection';
import { revokeToken } from '../oauth/revocation';
import { rotateOwnSecret } from '../oauth/self-rotation';
import { issueToken } from '../oauth/token';
import { oauthEndpoint } from './oauth-endpoint';

/** POST /v1/auth/token (RFC 6749 §3.2). */
export const tokenEndpoint = oauthEndpoint(issueToken, { policy: 'token' });

/** POST /v1/auth/introspect (RFC 7662 §2). */
export const introspectionEndpoint = oauthEndpoint(introspect, { policy: 'introspect' });

/** POST /v1/auth/revoke (RFC 7009 §2); the answer has no body. */
export const revocationEndpoint = oauthEndpoint(revokeToken, { policy: 'revoke' });

/** POST /v1/auth/clients/self/secret: a client rotates its own secret. */
export const selfRotationEndpoint = oauthEndpoint(rotateOwnSecret, { policy: 'self_rotation', success: 201 });
