import { SignJWT } from 'jose';
import type { Credential } from './client-authentication';
import type { ClientRecord } from './ports';
import type { OAuthServices } from './services';

/**
 * Tokens count in whole seconds: in the second in which all older ones were ended, a new one must not be among them.
 *
 * @param now milliseconds since the epoch
 * @param marks not-before marks, milliseconds since the epoch
 */
export const issuedAt = (now: number, ...marks: number[]): number =>
  Math.max(Math.floor(now / 1000), Math.ceil(Math.max(0, ...marks) / 1000));

/** `iat` of a token of this client and credential. */
export const machineIssuedAt = (now: number, client: ClientRecord, credential: Credential): number =>
  issuedAt(now, client.notBefore, credential.notBefore);

/** The header's members in the order of the documentation, whose tokens start with `eyJhbGciOiJSUzI1NiIs`. */
export async function sign(
  claims: Record<string, unknown>,
  typ: 'JWT' | 'at+jwt',
  { keys }: Pick<OAuthServices, 'keys'>,
): Promise<string> {
  const { kid, key } = await keys.signingKey();
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ, kid }).sign(key);
}
