import * as z from 'zod';
import type { DecodedToken } from './jwt';

const seconds = z.number().int().nonnegative();

const commonClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  tenant_id: z.string(),
  scope: z.string(),
  iat: seconds,
  exp: seconds,
  jti: z.string(),
  client_id: z.string(),
});

const machineClaimsSchema = commonClaims.extend({
  token_use: z.literal('machine'),
  /** The secret or key the token was issued for. */
  cred: z.string(),
  /** The key the token is bound to (RFC 9449 §6.1). */
  cnf: z.looseObject({ jkt: z.string() }).optional(),
});

const humanClaimsSchema = commonClaims.extend({
  token_use: z.literal('human'),
  /** The session the token dies with. */
  sid: z.string(),
});

/** The claims of an access token this service issues in its own profile (times in UNIX seconds). */
const accessTokenClaimsSchema = z.discriminatedUnion('token_use', [machineClaimsSchema, humanClaimsSchema]);
export type MachineClaims = z.infer<typeof machineClaimsSchema>;
export type HumanClaims = z.infer<typeof humanClaimsSchema>;
export type AccessTokenClaims = MachineClaims | HumanClaims;

/** The claims of tokens that were looked at before; they go with their token. */
const parsed = new WeakMap<DecodedToken, AccessTokenClaims>();

/** The claims of a token, parsed once for each decoding of it; undefined unless they are those of our profile. */
export function claimsIn(decoded: DecodedToken): AccessTokenClaims | undefined {
  const known = parsed.get(decoded);
  if (known) return known;
  const { data } = accessTokenClaimsSchema.safeParse(decoded.payload);
  if (data) parsed.set(decoded, data);
  return data;
}
