import { setTimeout as pause } from 'node:timers/promises';
import type { SubjectClaims } from '../token/checks';
import { OAuthError } from './errors';
import type { AuditEvent, SigningKey, UsedCredential } from './ports';
import type { OAuthServices } from './services';

/** Longest a token waits for its second to come, in milliseconds. Marks further ahead were made by another clock. */
const LONGEST_WAIT_MS = 2_000;

/** Whose token it is to be. */
export type MintedFor = Omit<SubjectClaims, 'jti'>;

/**
 * The `iat` of a token, in seconds: when the request came, before the records were read. So whatever ends tokens after
 * that reading ends this one too, though it is not made yet.
 *
 * Tokens count in whole seconds. In the second in which the older ones were ended a new one would be among them: it waits
 * for the next second, and the records are read again.
 *
 * @param askedAt milliseconds since the epoch, read before the records
 * @param mark the not-before mark the records had, milliseconds since the epoch; 0 for none
 * @throws OAuthError 401 invalid_token for who may not have one any more
 */
export async function issuedAt(
  askedAt: number,
  mark: number,
  whose: MintedFor,
  { clock, clients }: Pick<OAuthServices, 'clock' | 'clients'>,
  wait: (milliseconds: number) => Promise<unknown> = pause,
): Promise<number> {
  let at = askedAt;
  let ended = mark;
  for (let tries = 0; tries < 3; tries++) {
    const iat = Math.floor(at / 1000);
    if (iat * 1000 >= ended) return iat;
    const early = Math.ceil(ended / 1000) * 1000 - clock();
    if (early > LONGEST_WAIT_MS) break;
    if (early > 0) await wait(early);
    at = clock();
    const now = await clients.findSubject({ ...whose, jti: '' });
    if (now.subject !== 'active' || now.tenant !== 'active' || now.credential !== 'live')
      throw new OAuthError(401, 'invalid_token', 'This credential was ended a moment ago.');
    ended = now.notBefore;
  }
  return Math.ceil(ended / 1000);
}

/**
 * Signs a token and writes its audit row at the same time; the token leaves only when the row is committed. The key is
 * there before the row is: no row speaks of a token that could not be made.
 *
 * @param used whose last use it is
 */
export async function mint(
  claims: Record<string, unknown>,
  typ: 'JWT' | 'at+jwt',
  event: AuditEvent,
  { keys, ledger }: Pick<OAuthServices, 'keys' | 'ledger'>,
  used?: UsedCredential,
): Promise<string> {
  const signingKey = await keys.signingKey();
  const [token] = await Promise.all([sign(claims, typ, signingKey), ledger.recordIssued(event, used)]);
  return token;
}

/**
 * A signed JWT (RFC 7515 §7.1). The header's members are in the order of the documentation, whose tokens start with
 * `eyJhbGciOiJSUzI1NiIs`. Not `async`: an overload is thrown at once, before anything else of the request is begun.
 */
export function sign(
  claims: Record<string, unknown>,
  typ: 'JWT' | 'at+jwt',
  { kid, sign: signature }: SigningKey,
): Promise<string> {
  const input = `${encode({ alg: 'RS256', typ, kid })}.${encode(claims)}`;
  return signature(input).then((signed) => `${input}.${signed}`);
}

const encode = (members: object): string => Buffer.from(JSON.stringify(members)).toString('base64url');
