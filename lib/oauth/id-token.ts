import { createHash } from 'node:crypto';
import { decodeToken } from '../token/jwt';
import { mayBeOurs } from '../token/signature';
import type { AppPerson } from './app-ports';
import type { OAuthServices } from './services';

/** Life of an ID token, in seconds: it says who signed in, and is no credential. */
const ID_TOKEN_LIFE = 900;

/** What an app may know of a person by the scopes it was granted (OpenID Connect Core 1.0 §5.1 and §5.4). */
export function personClaims({ email, role, tenantId, tenantName }: AppPerson, scopes: readonly string[]) {
  return {
    tenant_id: tenantId,
    role,
    // People have no other name here than their address. Their tenant's admins vouch for it (§5.1).
    ...(scopes.includes('profile')
      ? { name: email, preferred_username: email, tenant_name: tenantName }
      : {}),
    ...(scopes.includes('email') ? { email, email_verified: true } : {}),
  };
}

/**
 * The claims of an ID token (OpenID Connect Core 1.0 §2). `aud` and `token_use` keep it from passing for an access
 * token anywhere; times in UNIX seconds.
 */
export function idTokenClaims(
  issuer: string,
  { appId, sid, iat, nonce, authenticatedAt, amr, accessToken }: IdTokenFacts,
  person: AppPerson,
  scopes: readonly string[],
) {
  return {
    iss: issuer,
    sub: person.userId,
    aud: appId,
    azp: appId,
    iat,
    exp: iat + ID_TOKEN_LIFE,
    auth_time: Math.floor(authenticatedAt.getTime() / 1000),
    ...(nonce === null ? {} : { nonce }),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    amr,
    sid,
    token_use: 'id',
    ...personClaims(person, scopes),
  };
}

export interface IdTokenFacts {
  appId: string;
  sid: string;
  iat: number;
  nonce: string | null;
  authenticatedAt: Date;
  amr: string[];
  accessToken: string;
}

/** Whom an ID token of ours was made for. */
export interface IdTokenHint {
  appId: string;
  userId: string;
  sid: string;
}

/**
 * Reads an ID token that comes back as a hint (OpenID Connect RP-Initiated Logout 1.0 §2): it may have expired, and
 * its key may have retired since, but it must be ours.
 *
 * @returns undefined for any other text
 */
export async function readIdTokenHint(
  token: string,
  { issuer, keys }: Pick<OAuthServices, 'issuer' | 'keys'>,
): Promise<IdTokenHint | undefined> {
  const decoded = decodeToken(token);
  if (typeof decoded === 'string' || !mayBeOurs(decoded)) return undefined;
  const { kid } = decoded.header;
  const found = typeof kid === 'string' ? await keys.verificationKey(kid) : undefined;
  if (!found || found.revoked || !(await found.verifies(token))) return undefined;
  const { iss, token_use, aud, sub, sid } = decoded.payload;
  if (iss !== issuer || token_use !== 'id') return undefined;
  if (typeof aud !== 'string' || typeof sub !== 'string' || typeof sid !== 'string') return undefined;
  return { appId: aud, userId: sub, sid };
}
