import * as z from 'zod';

/** The audience of every Gooclaim access token. */
export const AUDIENCE = 'gooclaim-api';

/**
 * Any JSON object: what a header and a claim set must be before a single member is believed (RFC 7519 §7.2).
 * A member of the wrong type (a `kid` that is a number) is judged by the check that needs it, under its name.
 */
const objectSchema = z.record(z.string(), z.unknown());

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
export const accessTokenClaimsSchema = z.discriminatedUnion('token_use', [
  machineClaimsSchema,
  humanClaimsSchema,
]);
export type MachineClaims = z.infer<typeof machineClaimsSchema>;
export type HumanClaims = z.infer<typeof humanClaimsSchema>;
export type AccessTokenClaims = MachineClaims | HumanClaims;

export interface DecodedToken {
  /** As pasted: `alg`, `typ` and `kid` may be absent or of any type. */
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** False when the third segment is missing or empty. */
  signed: boolean;
}

export type DecodeFailure =
  | 'not_three_segments'
  | 'encrypted'
  | 'not_base64url'
  | 'not_json'
  | 'not_an_object';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE64URL = /^[A-Za-z0-9_-]*$/;

/**
 * Strict base64url (RFC 7515 §2): no padding, no length that cannot be, and the unused bits of the last
 * character zero (RFC 4648 §3.5). Lenient decoders ignore those bits, so that one signature has sixteen
 * spellings and a token changed in its last character would still verify.
 */
function isBase64url(segment: string): boolean {
  if (!BASE64URL.test(segment)) return false;
  const rest = segment.length % 4;
  if (rest === 0) return true;
  const unused = rest === 2 ? 0b1111 : 0b11;
  return rest !== 1 && (ALPHABET.indexOf(segment.slice(-1)) & unused) === 0;
}

function decodeSegment(segment: string): unknown {
  const bytes = Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/**
 * Reads a compact JWS without believing it (RFC 7515 §7.1). Runs in the browser and on the server.
 * A missing third segment still decodes, since people paste tokens cut short; `signed` is then false.
 */
export function decodeToken(token: string): DecodedToken | DecodeFailure {
  const segments = token.split('.');
  if (segments.length === 5) return 'encrypted';
  const [rawHeader, rawPayload, signature] = segments;
  if (!rawHeader || !rawPayload || segments.length > 3) return 'not_three_segments';
  for (const segment of segments) {
    if (!isBase64url(segment)) return 'not_base64url';
  }
  try {
    const header = objectSchema.safeParse(decodeSegment(rawHeader));
    const payload = objectSchema.safeParse(decodeSegment(rawPayload));
    if (!header.success || !payload.success) return 'not_an_object';
    return { header: header.data, payload: payload.data, signed: Boolean(signature) };
  } catch {
    return 'not_json';
  }
}
